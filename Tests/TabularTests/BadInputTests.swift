import Tabular
import Testing

/// The CSV rows of the list of bad inputs: what each gets, and where.
struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var code: String
    var line: Int?
    var column: Int?
    var byteOffset: Int?
    var message: String

    init(
      _ name: String, _ text: String, _ code: String, line: Int? = nil, column: Int? = nil,
      byteOffset: Int? = nil, says message: String
    ) {
      self.init(
        name, bytes: Array(text.utf8), code, line: line, column: column, byteOffset: byteOffset,
        says: message)
    }

    init(
      _ name: String, bytes: [UInt8], _ code: String, line: Int? = nil, column: Int? = nil,
      byteOffset: Int? = nil, says message: String
    ) {
      self.name = name
      self.bytes = bytes
      self.code = code
      self.line = line
      self.column = column
      self.byteOffset = byteOffset
      self.message = message
    }

    var testDescription: String { name }
  }

  static let syntax = [
    Case("empty file", "", "no-rows", line: 1, says: "no rows"),
    Case("byte order mark only", "\u{feff}", "no-rows", line: 1, says: "no rows"),
    Case("header only", "a,b\n", "no-rows", line: 2, says: "a.csv:2: no rows"),
    Case(
      "NUL", "a,b\n1,0\n2\0,1\n", "nul-byte", line: 3, column: 1, byteOffset: 9,
      says: "at byte 9"),
    Case(
      "unterminated quote", "a,b\n1,2\n3,\"4\n5,6\n", "unterminated-quote", line: 3, column: 2,
      byteOffset: 10, says: "never closed"),
    Case(
      "unterminated quote in the last field", "a,b\n1,2\n3,\"4", "unterminated-quote", line: 3,
      column: 2, byteOffset: 10, says: "never closed"),
    Case(
      "text after a closing quote", "a,b\n\"1\"x,2\n", "text-after-quote", line: 2, column: 1,
      byteOffset: 7, says: "found \"x,2\""),
    Case(
      "quote in an unquoted field", "a,b\n1,5\" pipe\n", "quote-in-unquoted-field", line: 2,
      column: 2, byteOffset: 7, says: "quotes"),
    Case(
      "ragged row", "a,b\n1,2\n3\n", "ragged-row", line: 3, byteOffset: 8,
      says: "a.csv:3: expected 2 fields, found 1"),
    Case(
      "ragged row after line breaks in quotes", "a,b\n\"\n\n\",2\n3,4,5\n", "ragged-row", line: 5,
      says: "expected 2 fields, found 3"),
    Case(
      "invalid UTF-8", bytes: Array("a,b\nx,".utf8) + [0xc3, 0x28, 0x0a], "invalid-utf-8", line: 2,
      column: 2, byteOffset: 6, says: "convert to UTF-8"),
    Case(
      "overlong UTF-8", bytes: Array("a,b\n".utf8) + [0xc0, 0xaf, 0x2c, 0x31, 0x0a],
      "invalid-utf-8", line: 2, column: 1, byteOffset: 4, says: "UTF-8"),
    Case(
      "UTF-16, little-endian", bytes: [0xff, 0xfe, 0x61, 0x00], "utf-16", line: 1, byteOffset: 0,
      says: "convert to UTF-8"),
    Case(
      "UTF-16, big-endian", bytes: [0xfe, 0xff, 0x00, 0x61], "utf-16", line: 1, byteOffset: 0,
      says: "convert to UTF-8"),
    Case(
      "lone CR", "a,b\r1,2\r", "lone-carriage-return", line: 1, column: 2, byteOffset: 3,
      says: "CR without LF"),
    Case(
      "lone CR at the end", "a,b\n1,2\r", "lone-carriage-return", line: 2, column: 2,
      byteOffset: 7, says: "CR without LF"),
    Case(
      "blank line", "a,b\n1,2\n\n3,4\n", "blank-line", line: 3, says: "expected 2 fields"),
    Case(
      "duplicate header", "a,b,a,b\n1,2,3,4\n", "duplicate-header", line: 1, column: 3,
      says: "\"a\", \"b\""),
    Case("blank header", "a,,b\n1,2,3\n", "blank-header", line: 1, column: 2, says: "column 2"),
  ]

  static let cells = [
    Case("infinity", "x,y\n1,0\ninf,1\n3,0\n", "infinite-number", line: 3, column: 1, says: "inf"),
    Case(
      "1e400", "x,y\n1,0\n1e400,1\n3,0\n", "number-out-of-range", line: 3, column: 1,
      says: "a.csv:3:1: the number is out of range: \"1e400\""),
    Case(
      "0x10", "x,y\n1,0\n2,1\n0x10,1\n", "not-a-number", line: 4, column: 1,
      says: "a.csv:4:1: expected a number, found \"0x10\" in column \"x\""),
    Case(
      "1_000", "x,y\n1,0\n2,1\n1_000,1\n", "not-a-number", line: 4, column: 1, says: "separators"),
    Case(
      "decimal comma", "x,y\n\"1,5\",0\n\"2,5\",1\n", "not-a-number", line: 2, column: 1,
      says: "locale"),
    Case(
      "decimal comma unquoted", "x,y\n1,5,0\n2,5,1\n", "ragged-row", line: 2, says: "locale"),
    Case("other delimiter", "x;y\n1;0\n2;1\n", "no-features", line: 1, says: "\";\""),
    Case("tab", "x\ty\n1\t0\n2\t1\n", "no-features", line: 1, says: "\"\\t\""),
    Case(
      "semicolon with decimal commas", "x;y\n1,5;0\n2,5;1\n", "no-features", line: 1,
      says: "\";\""),
    Case(
      "one text among numbers", "x,y\n1,0\n2,1\nabc,1\n", "not-a-number", line: 4, column: 1,
      says: "columns.categorical"),
    Case(
      "dates", "d,y\n2024-01-02,0\n2024-01-03,1\n", "date-column", line: 2, column: 1,
      says: "2024-01-02"),
    Case(
      "missing target", "x,y\n1,0\n2,\n3,NA\n4,1\n", "missing-target", line: 3, column: 2,
      says: "line 3, 4"),
  ]

  @Test(arguments: syntax + cells)
  func isRefused(_ example: Case) throws {
    let error = try failure {
      _ = try Table.read(ByteSource(bytes: example.bytes, name: "a.csv"))
    }
    #expect(error.code == example.code)
    #expect(error.line == example.line)
    #expect(error.column == example.column)
    if let offset = example.byteOffset { #expect(error.byteOffset == offset) }
    #expect("\(error)".contains(example.message), "\(error)")
  }

  @Test func namesChosenColumnsThatAreNotThere() throws {
    let error = try failure { _ = try table("x,y\n1,0\n", ColumnChoices(target: "z")) }
    #expect(
      error == .unknownColumns(Place("a.csv", line: 1), names: ["z"], available: ["x", "y"]))
    #expect(error.code == "unknown-columns")
  }

  @Test func refusesOneClass() throws {
    let read = try table("x,y\n1,a\n2,a\n")
    let error = try failure { _ = try TargetEncoder(fitting: read) }
    #expect(error.code == "one-class")
    #expect(error.column == 2)
  }

  @Test func acceptsWhatIsHarmless() throws {
    let read = try table("\u{feff}x,name,y\r\n1e-400,=cmd(),0\nNA,b,1\r\n2,=cmd(),0\n,b,1")
    #expect(read.rowCount == 4)
    guard case .numeric(let values) = read.columns[0].values else { throw NoError() }
    #expect(values[0] == 0 && values[1].isNaN && values[2] == 2 && values[3].isNaN)
    #expect(
      read.columns[1].values == .categorical(codes: [0, 1, 0, 1], levels: ["=cmd()", "b"]))
  }

  @Test func escapesAndCutsWhatItShows() throws {
    let long = "\u{1b}[31m" + String(repeating: "x", count: 100)
    let error = try failure { _ = try table("x,y\n1,0\n2,1\n\(long),1\n") }
    #expect(error.code == "not-a-number")
    #expect("\(error)".contains("\\u{1b}[31mxxx"))
    #expect(!"\(error)".contains("\u{1b}"))
    #expect("\(error)".utf8.count < 300)
  }
}
