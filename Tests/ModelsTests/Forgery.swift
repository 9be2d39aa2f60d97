import Files
import FoundationEssentials
import JSON
import Models

/// A model's file taken apart, to be changed and sealed again as a forger would.
struct Forgery {
  var members: [(name: String, bytes: [UInt8])] = []
  var document: JSONValue

  init(_ archive: [UInt8]) throws {
    let reader = try ArchiveReader(bytes: archive)
    for index in reader.members.indices {
      let name = reader.members[index].name
      members.append((name, try reader.contents(of: name)))
    }
    document = try JSONTreeParser.parse(members[0].bytes).value
  }

  /// The file with its changes.
  func sealed() throws -> [UInt8] {
    var writer = ArchiveWriter()
    for member in members {
      writer.add(
        member.name, member.name == "model.json" ? Array(document.text.utf8) : member.bytes)
    }
    return try writer.finish()
  }

  mutating func remove(_ name: String) {
    members.removeAll { $0.name == name }
  }

  /// Puts another array into the place of one, and its hash into model.json when asked to.
  mutating func replace<Element: NPYElement>(
    _ name: String, with array: NPYArray<Element>, rehashing: Bool = true
  ) throws {
    for index in members.indices where members[index].name == "\(name).npy" {
      members[index].bytes = try array.encoded()
    }
    guard rehashing, case .array(let entries)? = document["arrays"] else { return }
    for (index, entry) in entries.enumerated() where entry["name"] == .string(name) {
      let hash = array.values.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
      document.set("arrays", "\(index)", "sha256", to: .string(hash))
    }
  }

  /// Reads one of the arrays.
  func array(_ name: String) throws -> NPYArray<Double> {
    let member = members.first { $0.name == "\(name).npy" }
    return try NPYArray(decoding: member?.bytes ?? [])
  }
}

extension JSONValue {
  /// Sets a value within objects and arrays; nil removes a key.
  mutating func set(_ path: String..., to value: JSONValue?) {
    set(path[...], to: value)
  }

  private mutating func set(_ path: ArraySlice<String>, to value: JSONValue?) {
    guard let key = path.first else {
      self = value ?? .null
      return
    }
    switch self {
    case .object(var members):
      if path.count == 1 {
        members[key] = value
      } else {
        members[key, default: .object([:])].set(path.dropFirst(), to: value)
      }
      self = .object(members)
    case .array(var values):
      guard let index = Int(key) else { return }
      values[index].set(path.dropFirst(), to: value)
      self = .array(values)
    default: break
    }
  }
}
