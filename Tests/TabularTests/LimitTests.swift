import CZlib
import Tabular
import Testing

/// Limits stop an attack before memory grows.
struct LimitTests {
  @Test(arguments: [
    (
      "line-too-long",
      String(repeating: "\"" + String(repeating: "x", count: 80) + "\",", count: 13)
    ),
    ("field-too-long", String(repeating: "x", count: 101)),
    ("field-too-long", "\"" + String(repeating: "x", count: 2000)),
    ("too-many-columns", String(repeating: "1,", count: 21)),
  ])
  func stopsAtTheLimit(_ code: String, _ record: String) throws {
    for ending in ["", "\n"] {
      let format = CSVFormat(limits: CSVLimits(line: 1000, field: 100, columns: 20))
      let reader = CSVReader(source(record + ending), format: format)
      let error = try failure { _ = try reader.next() }
      #expect(error.code == code, "\(error)")
      #expect(error.line == 1)
    }
  }

  @Test func acceptsARecordAtTheLimit() throws {
    let record = String(repeating: "x", count: 100) + "," + String(repeating: "y", count: 100)
    let format = CSVFormat(limits: CSVLimits(line: 202, field: 100, columns: 2))
    #expect(try records(Array((record + "\n").utf8), format)[0].map(\.count) == [100, 100])
  }

  /// 1 GiB in one line must end after the first few MiB of it.
  @Test func stopsReadingAnEndlessLine() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 16 << 20)
    let source = ByteSource(bytes: bytes, name: "a.csv")
    var seen = 0
    source.onBytes = { seen += $0.count }
    let error = try failure { _ = try Table.read(source) }
    #expect(error.code == "field-too-long")
    #expect(seen < 4 << 20)
  }

  @Test func stopsAtADeflateBomb() throws {
    let row = Array("1,2\n".utf8)
    let bomb = gzip(Array("x,y\n".utf8) + (0..<2 << 20).flatMap { _ in row })
    #expect(bomb.count < 1 << 16)
    let source = ByteSource(
      bytes: bomb, name: "a.csv.gz", compression: .gzip, inflatedSizeLimit: 1 << 20)
    let error = try failure { _ = try Table.read(source) }
    #expect(error == .inflatesBeyondLimit(file: "a.csv.gz", limit: 1 << 20))
  }
}

/// `bytes` as one gzip member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
  let room = output.count
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = uInt(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = uInt(room)
      deflate(&stream, Z_FINISH)
    }
  }
  return Array(output.prefix(room - Int(stream.avail_out)))
}
