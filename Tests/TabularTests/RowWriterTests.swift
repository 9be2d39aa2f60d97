import Glibc
import Tabular
import Testing

struct RowWriterTests {
  private func written(
    _ format: RowFormat = .csv(delimiter: UInt8(ascii: ",")), names: [String] = [],
    safe: Bool = false, _ body: (RowWriter) -> Void
  ) -> String {
    let writer = RowWriter(format, names: names, escapesFields: safe)
    body(writer)
    writer.endRow()
    return writer.buffer.text
  }

  private func field(_ text: String, _ writer: RowWriter) {
    Array(text.utf8).withUnsafeBufferPointer { writer.field($0) }
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
    ("=1+1", "\"'=1+1\""), ("@x", "\"'@x\""), ("+x", "\"'+x\""), ("-x", "\"'-x\""),
    ("\tx", "\"'\tx\""), ("-1", "-1"), ("+1.5", "+1.5"), ("", "\"\""), (" x ", " x "),
    ("a;b", "a;b"), ("=\"", "\"'=\"\"\""),
  ])
  func writesText(_ text: String, _ cell: String) {
    #expect(written { $0.text(text) } == cell + "\n")
    #expect(written { $0.text($0.prepared(text)) } == cell + "\n")
  }

  @Test func writesRowsOfAllKinds() {
    let text = written { writer in
      writer.text("a")
      writer.number(0.1)
      writer.number(Float(0.1))
      writer.number(Double.nan)
      writer.number(-Float.infinity)
      writer.empty()
      field("\"r\"", writer)
    }
    #expect(text == "a,0.1,0.1,,-inf,,\"r\"\n")
  }

  @Test func quotesByTheDelimiterInUse() {
    let text = written(.csv(delimiter: UInt8(ascii: ";"))) { writer in
      writer.text("a;b")
      writer.text("a,b")
    }
    #expect(text == "\"a;b\";a,b\n")
  }

  @Test func writesObjects() {
    let names = ["id", "pre\"diction", "p", "q"]
    let text = written(.jsonLines, names: names) { writer in
      field("\"x \"\"1\"\"\"", writer)
      writer.text("=a\n\u{1}é\\")
      writer.number(Float(0.25))
      writer.number(Double.infinity)
      writer.endRow()
      field("", writer)
      writer.text("b")
      writer.empty()
      writer.number(-2.0)
    }
    #expect(
      text == #"{"id":"x \"1\"","pre\"diction":"=a\n\u0001é\\","p":0.25,"q":null}"# + "\n"
        + #"{"id":"","pre\"diction":"b","p":null,"q":-2.0}"# + "\n")
  }

  @Test func repairsInJSONWhatIsNotUTF8() {
    let text = written(.jsonLines, names: ["a"]) { writer in
      [UInt8(ascii: "x"), 0xff].withUnsafeBufferPointer { writer.field($0) }
    }
    #expect(text == "{\"a\":\"x\u{fffd}\"}\n")
  }

  @Test(arguments: [
    ("=1", "\"'=1\""), ("\"=a,b\"", "\"'=a,b\""), ("-1", "-1"), ("\"-1\"", "\"-1\""),
    ("\"@\"\"x\"\"\"", "\"'@\"\"x\"\"\""), ("plain", "plain"), ("\"a,b\"", "\"a,b\""),
  ])
  func escapesKeptFieldsOnlyWhenAsked(_ kept: String, _ safe: String) {
    #expect(written { field(kept, $0) } == kept + "\n")
    #expect(written(safe: true) { field(kept, $0) } == safe + "\n")
  }

  @Test func roundTripsThroughTheReader() throws {
    let cells = ["a", "", "x,\"y\"\n", "\r\n", "é"]
    let text = written { writer in for cell in cells { writer.text(cell) } }
    #expect(try records(Array(text.utf8)) == [["a", "", "x,\"y\"\n", "'\r\n", "é"]])
  }

  @Test func keepsARowOfOneEmptyCellFromBeingBlank() {
    #expect(written { $0.empty() } == "\"\"\n")
  }

  /// Swift's own `description` is the oracle: another implementation (SwiftDtoa) of the same form.
  @Test func writesNumbersAsTheirDescription() {
    var bits = SplitMix(state: 7)
    let special: [Double] = [
      0, -0.0, 1, -1, 0.1, 100, 1e15, 1e16, 123_456.75, 0.0001, 0.00001, 9007199254740992,
      9007199254740994, 16_777_216, 16_777_218, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      .infinity, -.infinity, 1 / 3, 1e22, 1e23, 0.3,
    ]
    for value in special { check(value) }
    for _ in 0..<200_000 {
      let raw = bits.next()
      check(Double(bitPattern: raw))
      check(Float(bitPattern: UInt32(truncatingIfNeeded: raw)))
      // What scores are like.
      check(Double(raw >> 11) * 0x1p-53)
      check(Float(raw >> 40) * 0x1p-24)
      check(Double(Int64(bitPattern: raw) >> 30) / 8)
    }
  }

  private func check(_ value: Double) {
    if value.isNaN { return }
    let text = written { $0.number(value) }.dropLast()
    if text != value.description { Issue.record("\(value) was written as \(text)") }
    if value.magnitude <= Double(Float.greatestFiniteMagnitude) || value.isInfinite {
      check(Float(value))
    }
  }

  private func check(_ value: Float) {
    if value.isNaN { return }
    let text = written { $0.number(value) }.dropLast()
    if text != value.description { Issue.record("\(value) was written as \(text)") }
  }
}

struct GzipDeflaterTests {
  @Test(arguments: [0, 1, 70_000, 3_000_000])
  func packsWhatTheInflaterGivesBack(size: Int) throws {
    var random = SplitMix(state: 1)
    let plain = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 7 == 0 ? random.next() : 65) }
    var packed: [UInt8] = []
    let deflater = GzipDeflater { packed.append(contentsOf: $0) }
    for start in stride(from: 0, to: size, by: 100_000) {
      try plain[start..<min(size, start + 100_000)].withUnsafeBytes { try deflater.write($0) }
    }
    try deflater.finish()
    let source = ByteSource(bytes: packed, name: "a.gz", compression: .gzip)
    var found: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try buffer.withUnsafeMutableBytes({ try source.read(into: $0) }),
      count > 0
    {
      found += buffer[..<count]
    }
    #expect(found == plain)
  }
}

/// A generator of bits. Source: Steele, Lea and Flood 2014, SplitMix64.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
