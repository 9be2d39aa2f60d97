import FoundationEssentials
print("backdrop", try JSONDecoder().decode([Int].self, from: Data("[1,2]".utf8)))
