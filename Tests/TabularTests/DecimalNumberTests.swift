import Tabular
import Testing

struct DecimalNumberTests {
  @Test func equalsPythonsFloat() throws {
    try compare(goldenLines("numbers.txt"))
  }

  /// Fresh numbers from the script: a million of them in a soak.
  @Test func equalsPythonsFloatForManyMore() throws {
    let count = caseCount(50_000, soak: 1_000_000)
    let output = try runGolden("make_numbers.py", "\(count) 2")
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == count)
    try compare(lines)
  }

  private func compare(_ lines: [Substring]) throws {
    for line in lines where !line.isEmpty {
      let parts = line.split(separator: " ")
      let text = String(parts[0])
      // Recorded only where it differs: a million expectations take minutes.
      if DecimalNumber.double(text)?.bitPattern != UInt64(parts[1], radix: 16) {
        Issue.record("the double of \(text) is not \(parts[1])")
      }
      if DecimalNumber.float(text)?.bitPattern != UInt32(parts[2], radix: 16) {
        Issue.record("the float of \(text) is not \(parts[2])")
      }
    }
  }

  @Test(arguments: [
    ("0", 0.0), ("-0", -0.0), ("+7", 7), ("1.", 1), (".5", 0.5), ("-.5e1", -5), ("1E3", 1000),
    ("9007199254740992", 9007199254740992), ("1234567890123456.", 1234567890123456),
    ("-.1234567890123456", -0.1234567890123456), ("\t 12 \t", 12), ("1e-400", 0),
    ("0e999999999999999999", 0), ("00012", 12),
    ("123456789012345678901234567890", 123456789012345678901234567890.0),
    ("0.1e00000000000000000000001", 1), ("9007199254740993", 9007199254740992),
  ])
  func readsNumbers(_ text: String, _ value: Double) {
    #expect(DecimalNumber.double(text)?.bitPattern == value.bitPattern)
  }

  @Test(arguments: [
    "", " ", "0x10", "1_000", "1,5", "inf", "Infinity", "-inf", "nan", "1e400", "-1e400", "1e",
    "1e+", "e5", ".", "-", "+", "+-1", "--1", "1 2", "1.2.3", "1e5.5", "１", "1\u{0}", "1f", "$1",
    "1e99999999999999999999",
  ])
  func refusesEverythingElse(_ text: String) {
    #expect(DecimalNumber.double(text) == nil)
    #expect(DecimalNumber.float(text) == nil)
  }
}
