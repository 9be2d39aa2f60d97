import Glibc
import Tabular
import Testing

struct CSVWriterTests {
  private func written(_ body: (CSVWriter<Never>) -> Void) -> String {
    var bytes: [UInt8] = []
    let writer = CSVWriter<Never> { (part) throws(Never) in bytes += part }
    body(writer)
    writer.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
    ("=1+1", "\"'=1+1\""), ("@x", "\"'@x\""), ("+x", "\"'+x\""), ("-x", "\"'-x\""),
    ("\tx", "\"'\tx\""), ("-1", "-1"), ("+1.5", "+1.5"), ("", "\"\""), (" x ", " x "),
  ])
  func writesText(_ text: String, _ cell: String) {
    #expect(
      written { writer in
        writer.text(text)
        writer.endRow()
      } == cell + "\n")
  }

  @Test func writesRowsOfAllKinds() {
    let text = written { writer in
      writer.text("a")
      writer.number(0.1)
      writer.number(Float(0.1))
      writer.number(Double.nan)
      writer.integer(-7)
      "\"r\"".withCString { raw in
        raw.withMemoryRebound(to: UInt8.self, capacity: 3) {
          writer.raw(UnsafeBufferPointer(start: $0, count: 3))
        }
      }
      writer.endRow()
    }
    #expect(text == "a,0.1,0.1,,-7,\"r\"\n")
  }

  @Test func roundTripsThroughTheReader() throws {
    let cells = ["a", "", "x,\"y\"\n", "\r\n", "é"]
    let text = written { writer in
      for cell in cells { writer.text(cell) }
      writer.endRow()
    }
    #expect(try records(Array(text.utf8)) == [["a", "", "x,\"y\"\n", "'\r\n", "é"]])
  }

  @Test func namesTheErrorOfTheSystem() throws {
    let writer = CSVWriter(descriptor: -1, name: "out.csv")
    writer.text("a")
    let error = try failure {
      try writer.endRow()
      try writer.flush()
    }
    #expect(error == .cannotWrite(file: "out.csv", errno: EBADF))
  }
}
