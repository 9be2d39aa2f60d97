import JSON
import Testing

struct JSONValueTests {
  static let value: JSONValue = .object([
    "b": .array([.null, .bool(true), .number(-0.5), .number(1e-8), .number(1e300)]),
    "a": .string("q\"\\\n\u{1}é"), "Z": .object([:]), "learning_rate": .integer(7),
  ])

  @Test func writesSortedKeysOnOneLine() {
    #expect(
      Self.value.text
        == #"{"Z":{},"a":"q\"\\\n\u0001é","b":[null,true,-0.5,1e-08,1e+300],"learning_rate":7}"#)
  }

  @Test func readsItsOwnText() throws {
    let read = try JSONTreeParser.parse(Self.value.text).value
    #expect(read == Self.value)
  }

  @Test(arguments: [
    (0.1, "0.1"), (200, "200"), (-3, "-3"), (9_007_199_254_740_992, "9007199254740992"),
    (1e16, "1e+16"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "null"), (.nan, "null"),
  ])
  func writesNumbersInTheirShortestForm(number: Double, text: String) {
    #expect(JSONValue.number(number).text == text)
  }

  @Test func tellsNumbersFromTruthValues() throws {
    let read = try JSONTreeParser.parse("[1, 0, true, false]").value
    #expect(read == .array([.number(1), .number(0), .bool(true), .bool(false)]))
  }
}
