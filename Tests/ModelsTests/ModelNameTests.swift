import Models
import Testing

struct ModelNameTests {
  @Test(arguments: [
    "iris", "my model", "v1.2_final-3", "données", "模型", "9", String(repeating: "x", count: 100),
  ])
  func acceptsPlainNames(name: String) {
    #expect(ModelName.fault(in: name) == nil)
    #expect(ModelName.derived(from: Array(name.utf8)) == name)
  }

  @Test(arguments: [
    ("", ModelName.Fault.empty), (".hidden", .startsWithDot), ("..", .startsWithDot),
    (" a", .edgeSpace), ("a ", .edgeSpace), ("a/b", .character), ("a@b", .character),
    ("a\nb", .character), ("a\u{202E}b", .character), ("a\u{0}", .character),
    (String(repeating: "x", count: 101), .tooLong),
  ])
  func refusesOtherNames(name: String, fault: ModelName.Fault) {
    #expect(ModelName.fault(in: name) == fault)
  }

  @Test(arguments: [
    Array("".utf8), Array("..".utf8), Array("a/b".utf8), Array("a\nb".utf8), [0xFF, 0xFE],
    Array(" a".utf8), Array(String(repeating: "é", count: 200).utf8),
  ])
  func derivesAGoodNameFromAnyBytes(stem: [UInt8]) {
    let name = ModelName.derived(from: stem)
    #expect(ModelName.fault(in: name) == nil, "\(name)")
  }

  @Test func derivesDifferentNamesFromDifferentBytes() {
    let names = [Array("a/b".utf8), Array("a\nb".utf8), Array("a_b".utf8)].map(ModelName.derived)
    #expect(Set(names).count == 3)
    #expect(names[2] == "a_b")
    #expect(names[0].hasPrefix("a_b-"))
  }
}
