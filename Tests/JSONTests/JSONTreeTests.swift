import FoundationEssentials
import JSON
import Testing

/// A JSON text with the value that it stands for; nil where it is not JSON.
struct JSONTextCase: CustomTestStringConvertible, Sendable {
  let text: String
  let value: JSONValue?
  var testDescription: String { text }

  init(_ text: String, _ value: JSONValue?) {
    self.text = text
    self.value = value
  }
}

/// What Foundation reads, whichever kind of value it is.
private struct FoundationValue: Decodable {
  let value: JSONValue

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = .null
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let text = try? container.decode(String.self) {
      value = .string(text)
    } else if let flag = try? container.decode(Bool.self) {
      value = .bool(flag)
    } else if let values = try? container.decode([FoundationValue].self) {
      value = .array(values.map(\.value))
    } else {
      value = .object(try container.decode([String: FoundationValue].self).mapValues(\.value))
    }
  }
}

struct JSONTreeTests {
  static let texts: [JSONTextCase] = [
    .init("null", .null), .init(" true\r\n", .bool(true)), .init("false", .bool(false)),
    .init("-0.5e+3", .number(-500)), .init("0", .number(0)), .init("1E400", nil),
    .init("9007199254740993", .number(9_007_199_254_740_992)),
    .init("5e-324", .number(.leastNonzeroMagnitude)),
    .init("01", nil), .init("+1", nil), .init(".5", nil), .init("1.", nil), .init("-", nil),
    .init("1e", nil), .init("0x10", nil), .init("NaN", nil), .init("tru", nil),
    .init(#""a\"\\\/\b\f\n\r\té\ud83d\ude00""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀")),
    .init(#""\ud83d""#, nil), .init(#""\ud83dx""#, nil), .init(#""\u12""#, nil),
    .init(#""\x""#, nil), .init("\"\u{1}\"", nil), .init("\"open", nil), .init("\"\\", nil),
    .init("[]", .array([])),
    .init("[1, [2], {}]", .array([.number(1), .array([.number(2)]), .object([:])])),

    .init("[1 2]", nil), .init("[", nil), .init("{}", .object([:])),
    .init(
      #"{"a_b": {"": 1}, "c": null}"#, .object(["a_b": .object(["": .number(1)]), "c": .null])),
    .init("{a:1}", nil), .init(#"{"a" 1}"#, nil), .init(#"{"a":}"#, nil),
    .init("", nil), .init("1 2", nil), .init("\u{FEFF}[]", .array([])), .init("// x\n1", nil),
  ]

  @Test(arguments: texts)
  func readsWhatFoundationReads(_ item: JSONTextCase) throws {
    let foundation = try? JSONDecoder().decode(FoundationValue.self, from: Data(item.text.utf8))
    #expect(foundation?.value == item.value)
    guard let value = item.value else {
      #expect(throws: JSONError.self) { try JSONTreeParser.parse(Array(item.text.utf8)) }
      return
    }
    let tree = try JSONTreeParser.parse(Array(item.text.utf8))
    #expect(tree.value == value)
    #expect(try JSONTreeDecoder.decode(JSONValue.self, from: tree) == value)
  }

  /// Foundation passes over a comma without a value behind it, which RFC 8259 does not know.
  @Test(arguments: ["[1,]", #"{"a":1,}"#, "[,]"])
  func refusesACommaTooMany(_ text: String) throws {
    #expect(throws: JSONError.self) { try JSONTreeParser.parse(Array(text.utf8)) }
  }

  @Test func findsMembersByTheirKeys() throws {
    let text = #"{"format_version": 2e0, "a": {"b": "c"}, "a": 1, "half": 0.5, "big": 1e300}"#
    let tree = try JSONTreeParser.parse(Array(text.utf8))
    #expect(tree["format_version"]?.integer == 2)
    #expect(tree["formatVersion"] == nil)
    #expect(tree["a"]?["b"]?.string == "c")
    #expect(tree["a"]?.integer == nil && tree["a"]?.string == nil)
    #expect(tree["half"]?.integer == nil && tree["big"]?.integer == nil)
    #expect(tree["half"]?["a"] == nil)
    #expect(tree["half"]?.number == 0.5 && tree["a"]?.number == nil)
    #expect(try JSONTreeParser.parse("[1, [2]]").list.map(\.list.count) == [0, 1])
    #expect(tree.list.isEmpty)
  }

  /// What is wrong with a text, where, and in which words.
  static let refusals: [(text: String, error: JSONError, words: String)] = [
    ("[1 2]", .unexpected(byte: 4), "is not JSON from byte 4 on"),
    ("{'a': 1}", .unexpected(byte: 2), "is not JSON from byte 2 on"),
    ("\"a\u{1}\"", .controlCharacter(byte: 3), "is not JSON from byte 3 on"),
    ("\"\\n\u{1}\"", .controlCharacter(byte: 4), "is not JSON from byte 4 on"),
    (#""a\'""#, .unknownEscape(byte: 4), "is not JSON from byte 4 on"),
    (#""\u+12a""#, .notHexadecimal(byte: 4), "is not JSON from byte 4 on"),
    (#""\u12"#, .notHexadecimal(byte: 4), "is not JSON from byte 4 on"),
    (#""\ud83d\n""#, .halfSurrogatePair(byte: 8), "is not JSON from byte 8 on"),
    (#""\udc00""#, .halfSurrogatePair(byte: 8), "is not JSON from byte 8 on"),
    ("\"open", .endlessString(byte: 6), "is not JSON from byte 6 on"),
    (#""open\"#, .endlessString(byte: 7), "is not JSON from byte 7 on"),
    ("[-1e400]", .beyondRange("-1e400"), "-1e400 is beyond the range of numbers"),
    (
      String(repeating: "[", count: 66), .tooDeep(limit: 64), "values are nested more than 64 deep"
    ),
  ]

  @Test(arguments: refusals)
  func saysWhatIsWrongAndWhere(text: String, error: JSONError, words: String) {
    #expect(throws: error) { try JSONTreeParser.parse(Array(text.utf8)) }
    #expect(error.description == words)
  }

  @Test func refusesBytesThatAreNotUTF8() throws {
    #expect(throws: JSONError.notUTF8) { try JSONTreeParser.parse([0x22, 0xFF, 0x22]) }
  }

  @Test func boundsTheDepth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(throws: Never.self) { try JSONTreeParser.parse(nested(JSONTreeParser.depthLimit + 1)) }
    #expect(throws: JSONError.self) {
      try JSONTreeParser.parse(nested(JSONTreeParser.depthLimit + 2))
    }
    #expect(throws: JSONError.self) { try JSONTreeParser.parse(nested(1_000_000)) }
  }

  /// Every kind of value that a type may ask for, with a key in snake case.
  private struct Everything: Codable, Equatable {
    enum Choice: String, Codable { case one, two }
    struct Part: Codable, Equatable {
      let sideLength: Int
      let weights: [Float]
    }

    var isOpen = true
    var longName = "é\n"
    var ratio = 0.1
    var single: Float = 0.1
    var bytes: [UInt8] = [0, 255]
    var small: Int8 = -128
    var large = UInt64.max
    var missing: Int?
    var choice = Choice.two
    var parts = [Part(sideLength: 3, weights: [1, 1e-9])]
    var grid = [[1, 2], []]
    var levels: Set<String> = ["a"]
    var config: JSONValue = .object(["max_value": .array([.null, .number(1)])])
  }

  @Test func readsEveryTypeAsFoundationWroteIt() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let value = Everything()
    let tree = try JSONTreeParser.parse(Array(try encoder.encode(value)))
    #expect(try JSONTreeDecoder.decode(Everything.self, from: tree) == value)
  }

  /// What a document of plain names may have besides numbers.
  private struct Plain: Codable, Equatable {
    var snake_case = 1
    var camelCase: [String: Double] = ["a_b": .infinity, "c": -.infinity]
    var single: Float = -.infinity
    var half: Float? = 0.5
  }

  @Test func readsPlainNamesAndWhatIsNotFinite() throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let tree = try JSONTreeParser.parse(Array(try encoder.encode(Plain())))
    let spelling = JSONSpelling.plain(infinity: "inf", nan: "nan")
    #expect(try JSONTreeDecoder.decode(Plain.self, from: tree, spelling) == Plain())
    let texts = try JSONTreeParser.parse(#"["nan", "inf", "-inf"]"#)
    let read = try JSONTreeDecoder.decode([Double].self, from: texts, spelling)
    #expect(read[0].isNaN && read[1...] == [.infinity, -.infinity])
    for text in [#"["NaN"]"#, #"["+inf"]"#, #"["1"]"#, "[true]"] {
      #expect(throws: DecodingError.self) {
        try JSONTreeDecoder.decode([Double].self, from: JSONTreeParser.parse(text), spelling)
      }
    }
    #expect(throws: DecodingError.self) { try JSONTreeDecoder.decode([Double].self, from: texts) }
    #expect(throws: DecodingError.self) { try JSONTreeDecoder.decode(Plain.self, from: tree) }
  }

  static let faults: [(text: String, path: [String], kind: String)] = [
    (#"{"part_list": [{"side_length": "1"}]}"#, ["partList", "0", "sideLength"], "mismatch"),
    (#"{"part_list": [{"side_length": null}]}"#, ["partList", "0", "sideLength"], "mismatch"),
    (#"{"part_list": [{"side_length": 3}, {}]}"#, ["partList", "1", "sideLength"], "missing"),
    (#"{"part_list": {}}"#, ["partList"], "mismatch"),
    (#"{"part_list": [3]}"#, ["partList", "0"], "mismatch"),
    ("{}", ["partList"], "missing"), ("[]", [], "mismatch"),
    (
      #"{"part_list": [{"side_length": 1, "kind": "blue"}]}"#, ["partList", "0", "kind"],
      "corrupted"
    ),
    (#"{"part_list": [{"side_length": 1e3, "kind": "red"}]}"#, [], "none"),
  ]

  private struct Faulty: Decodable {
    enum Kind: String, Decodable { case red }
    struct Part: Decodable {
      let sideLength: Int
      let kind: Kind?
    }
    let partList: [Part]
  }

  @Test(arguments: faults)
  func placesAFaultWhereFoundationDoes(text: String, path: [String], kind: String) throws {
    let foundation = JSONDecoder()
    foundation.keyDecodingStrategy = .convertFromSnakeCase
    let expected = Self.fault { try foundation.decode(Faulty.self, from: Data(text.utf8)) }
    let found = Self.fault {
      try JSONTreeDecoder.decode(Faulty.self, from: try JSONTreeParser.parse(Array(text.utf8)))
    }
    #expect(found.path == path)
    #expect(found.kind == kind)
    #expect(expected.path == path)
  }

  /// Foundation does not say where.
  @Test func placesAFractionWhereAWholeNumberBelongs() throws {
    let text = #"{"part_list": [{"side_length": 1.5}]}"#
    let found = Self.fault {
      try JSONTreeDecoder.decode(Faulty.self, from: try JSONTreeParser.parse(Array(text.utf8)))
    }
    #expect(found == (["partList", "0", "sideLength"], "mismatch"))
  }

  private static func fault(_ read: () throws -> Faulty) -> (path: [String], kind: String) {
    func names(_ path: [any CodingKey]) -> [String] {
      path.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }
    do {
      _ = try read()
      return ([], "none")
    } catch DecodingError.typeMismatch(_, let context) {
      return (names(context.codingPath), "mismatch")
    } catch DecodingError.keyNotFound(let key, let context) {
      return (names(context.codingPath + [key]), "missing")
    } catch DecodingError.dataCorrupted(let context) {
      return (names(context.codingPath), "corrupted")
    } catch DecodingError.valueNotFound(_, let context) {
      return (names(context.codingPath), "null")
    } catch {
      return ([], "\(error)")
    }
  }
}
