import RunLog
import Testing

@Suite struct TimestampTests {
  @Test func writesAndReadsAsPythonDoes() throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let page = String(
      decoding: try contents(of: "/\(folder)/Goldens/times.tsv"), as: UTF8.self)
    let lines = page.split(separator: "\n")
    #expect(lines.count == 312)
    for line in lines {
      let fields = line.split(separator: "\t")
      let milliseconds = try #require(Int64(fields[0]))
      #expect(Timestamp(milliseconds: milliseconds).text == fields[1])
      #expect(Timestamp(text: String(fields[1]))?.milliseconds == milliseconds)
    }
  }

  @Test(arguments: [
    "", "2026-11-23T22:36:16Z", "2026-11-23 22:36:16.000Z", "2026-11-23T22:36:16.000",
    "2026-02-29T00:00:00.000Z", "2026-11-31T00:00:00.000Z", "2026-13-01T00:00:00.000Z",
    "2026-00-01T00:00:00.000Z", "2026-01-00T00:00:00.000Z", "2026-01-01T24:00:00.000Z",
    "2026-01-01T00:60:00.000Z", "2026-01-01T00:00:60.000Z", "+026-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00.000Z ", "2026-01-01T00:00:00.0①Z",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(text: text) == nil)
  }

  @Test func countsSecondsBetween() {
    #expect(moment(5).seconds(since: moment(3)) == 2)
    #expect(moment(3) < moment(5))
  }
}
