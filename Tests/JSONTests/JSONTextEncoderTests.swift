import FoundationEssentials
import JSON
import Testing

/// The writer beside Foundation's encoder, byte for byte.
struct JSONTextEncoderTests {
  /// A way to write, in both programs' terms.
  struct Form: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let style: JSONWriter.Style
    let spelling: JSONSpelling

    func foundation(_ value: some Encodable) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      if case .indented = style { encoder.outputFormatting.insert(.prettyPrinted) }
      if testDescription.hasSuffix("snake case") {
        encoder.keyEncodingStrategy = .convertToSnakeCase
      } else {
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
          positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      }
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    func ours(_ value: some Encodable) throws -> String {
      String(decoding: try JSONTextEncoder.encode(value, style, spelling), as: UTF8.self)
    }
  }

  static let forms: [Form] = [
    Form(testDescription: "indented, snake case", style: .indented, spelling: .snakeCase),
    Form(testDescription: "line, snake case", style: .line, spelling: .snakeCase),
    Form(
      testDescription: "indented, plain", style: .indented,
      spelling: .plain(infinity: "inf", nan: "nan")),
    Form(
      testDescription: "line, plain", style: .line, spelling: .plain(infinity: "inf", nan: "nan")),
  ]

  // MARK: - Types

  private struct Everything: Encodable {
    enum Choice: String, Encodable { case one, two }
    enum Shape: Encodable {
      case nothing
      case circle(radius: Double)
      case box(Int, depthRatio: [Float])
    }
    struct Part: Encodable {
      let sideLength: Int
      let name = "a/b"
    }
    struct Nothing: Encodable {}

    var zebra = true
    var trainRows = 1
    var trainedAt = "x"
    var weightsSha256 = "q\"\\/\u{7f}\u{8}\u{c}\u{1}\u{1f}\n\r\té😀\u{2028}"
    var doubles = [
      1, -0.0, 0.1, -1.5, 1e15, 1e16, 9_007_199_254_740_992, 9_007_199_254_740_994, 1e-5, 1e100,
      123_456_789_012_345_680, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 100_000, 1e22,
    ]
    var floats: [Float] = [
      1, -0.0, 0.1, 1e16, 3.4e38, 16_777_216, .leastNonzeroMagnitude, -0.3333333,
    ]
    var bytes: [UInt8] = [0, 255]
    var small = Int8.min
    var large = UInt64.max
    var least = Int.min
    var missing: Int?
    var optional: [Int?] = [1, nil]
    var choice = Choice.two
    var shapes: [Shape] = [.nothing, .circle(radius: 2), .box(1, depthRatio: [0.5])]
    var parts = [Part(sideLength: 3), Part(sideLength: -4)]
    var grid = [[1, 2], []]
    var empty: [Part] = []
    var nothing = Nothing()
    var nothings = [Nothing()]
    var config: JSONValue = .object([
      "maxValue": .array([.null, .number(1), .number(.nan), .number(-0.0)]),
      "max_value": .bool(false),
      "": .object([:]), "a/\"": .string("a/\"\u{7f}"),
    ])
  }

  @Test(arguments: forms)
  func writesEveryTypeAsFoundationDoes(_ form: Form) throws {
    #expect(try form.ours(Everything()) == form.foundation(Everything()))
    #expect(try form.ours([1, 2]) == form.foundation([1, 2]))
    #expect(try form.ours("é") == form.foundation("é"))
    #expect(try form.ours(0.25) == form.foundation(0.25))
    #expect(try form.ours(JSONValue.null) == form.foundation(JSONValue.null))
  }

  /// A type that fills its containers by hand.
  private struct ByHand: Encodable {
    enum Key: String, CodingKey { case zoneA, inner, list, base, more }

    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: Key.self)
      try members.encode(1, forKey: .zoneA)
      var inner = members.nestedContainer(keyedBy: Key.self, forKey: .inner)
      try inner.encode("x", forKey: .zoneA)
      try inner.encodeNil(forKey: .base)
      var list = members.nestedUnkeyedContainer(forKey: .list)
      try list.encode(2.5)
      try list.encodeNil()
      var deep = list.nestedContainer(keyedBy: Key.self)
      try deep.encode(true, forKey: .more)
      var deeper = list.nestedUnkeyedContainer()
      try deeper.encode(contentsOf: [1, 2])
      try list.encode("end")
      try Part().encode(to: members.superEncoder(forKey: .base))
      // A second container of the same value goes on with its members.
      var more = encoder.container(keyedBy: Key.self)
      try more.encode([0], forKey: .more)
    }

    struct Part: Encodable { let b = 1, a = 2 }
  }

  @Test(arguments: forms)
  func nestsContainersAsFoundationDoes(_ form: Form) throws {
    #expect(try form.ours(ByHand()) == form.foundation(ByHand()))
    #expect(try form.ours([[ByHand()]]) == form.foundation([[ByHand()]]))
  }

  /// Keys that only the order of the bytes, without escapes, puts where they belong.
  @Test func sortsKeysByTheirBytes() throws {
    let keys = [
      "a10", "a9", "B", "b", "_x", "é", "e\u{301}x", "z", "ab", "a", "A", "a b", "a-b", "😀",
      "\u{ffee}", "q\"", "q!", "q#", "q\\", "q[", "q]", "", "\n", "\u{1}", " ",
    ]
    let value = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    let document = JSONValue.object(value.mapValues { .integer($0) })
    for form in Self.forms.suffix(2) {
      #expect(try form.ours(value) == form.foundation(value))
      #expect(try form.ours(document) == form.foundation(document))
    }
    let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let read = try JSONTreeParser.parse(document.text)
    guard case .object(let members) = read else { return #expect(Bool(false)) }
    #expect(members.map(\.key) == sorted)
  }

  @Test func writesRandomDocumentsAsFoundationDoes() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let document = Self.document(depth: 4, &random)
      for form in Self.forms { #expect(try form.ours(document) == form.foundation(document)) }
      let tree = try JSONTreeParser.parse(document.text)
      #expect(tree.value == document)
    }
  }

  private static func document(
    depth: Int, _ random: inout SystemRandomNumberGenerator
  ) -> JSONValue {
    func text() -> String {
      String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
            UnicodeScalar(UInt32.random(in: 0...0x180, using: &random))
          }))
    }
    switch Int.random(in: depth > 0 ? 0...7 : 2...7, using: &random) {
    case 0:
      return .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in document(depth: depth - 1, &random) }
      )
    case 1:
      let count = Int.random(in: 0...40, using: &random)
      return .object(
        Dictionary(
          (0..<count).map { _ in (text(), document(depth: depth - 1, &random)) },
          uniquingKeysWith: { $1 }))
    case 2: return .null
    case 3: return .bool(.random(using: &random))
    case 4: return .integer(.random(in: -1000...1000, using: &random))
    case 5: return .string(text())
    default:
      let number = Double(bitPattern: .random(in: 0...UInt64.max, using: &random))
      return .number(number.isFinite ? number : 0.5)
    }
  }

  // MARK: - What JSON has not

  private struct Part: Encodable { let sideLength: [Double] }

  @Test func spellsWhatIsNotFinite() throws {
    let values: [Double] = [.infinity, -.infinity, .nan, 1]
    let floats: [Float] = [.infinity, -.infinity, .nan, 1]
    for form in Self.forms.suffix(2) {
      #expect(try form.ours(values) == form.foundation(values))
      #expect(try form.ours(floats) == form.foundation(floats))
    }
  }

  @Test func saysWhereANumberIsNotFinite() throws {
    for form in Self.forms.prefix(2) {
      do {
        _ = try form.ours(["z": [Part(sideLength: [1]), Part(sideLength: [1, 2, .nan])]])
        Issue.record("NaN was written")
      } catch EncodingError.invalidValue(let value, let context) {
        #expect((value as? Double)?.isNaN == true)
        #expect(
          context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
            == ["z", "1", "side_length", "2"])
      }
    }
  }

  @Test func writesEqualValuesAsEqualTexts() {
    #expect(JSONValue.array([.number(-0.0), .number(0)]).text == "[0,0]")
    #expect(JSONValue.string("\u{8}\u{c}\u{7f}/").text == #""\u0008\u000c\u007f/""#)
  }

  /// A value, or the text of one.
  private struct Outer<Inner: Encodable>: Encodable {
    let zebra: Inner
    let list: [Inner]
    let anotherName = 1
  }

  @Test(arguments: forms)
  func writesAFragmentAsTheValue(_ form: Form) throws {
    let value = ["b": [1.5, 2], "a": [], "c": [-0.25]]
    func fragment(_ depth: Int) throws -> JSONFragment {
      try JSONFragment(value, form.style, form.spelling, depth: depth)
    }
    struct Mixed: Encodable {
      let zebra: JSONFragment
      let list: [JSONFragment]
      let anotherName = 1
    }
    let deep = try fragment(2)
    #expect(
      try form.ours(Mixed(zebra: try fragment(1), list: [deep, deep]))
        == form.foundation(Outer(zebra: value, list: [value, value])))
  }

  @Test func refusesAFragmentOfAnotherPlace() async {
    await #expect(processExitsWith: .failure) {
      let fragment = try JSONFragment([1], .indented, .plain, depth: 1)
      _ = try JSONTextEncoder.encode([[fragment]], .indented, .plain)
    }
  }

  @Test func refusesAKeyTwice() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(.line, .plain)
      writer.beginObject()
      for key in ["b", "a", "b"] {
        writer.key(key)
        writer.null()
      }
      writer.end()
    }
  }
}
