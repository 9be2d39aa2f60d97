import Glibc
import Tabular
import Testing

struct ByteSourceTests {
  static let text = Array("x,y\n1,0\n2,1\n".utf8)

  private func read(_ source: ByteSource, step: Int = 5) throws(TabularError) -> [UInt8] {
    var all: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: step, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }

  @Test func inflatesGzip() throws {
    let source = ByteSource(bytes: gzip(Self.text), name: "a.csv.gz", compression: .gzip)
    #expect(try read(source) == Self.text)
  }

  @Test func inflatesSeveralMembers() throws {
    let members = gzip(Self.text) + gzip([]) + gzip(Array("3,0\n".utf8))
    let source = ByteSource(bytes: members, name: "a.csv.gz", compression: .gzip)
    #expect(try read(source) == Self.text + Array("3,0\n".utf8))
  }

  @Test func refusesTruncatedGzipAtEveryLength() throws {
    let whole = gzip(Self.text)
    for length in 0..<whole.count {
      let source = ByteSource(
        bytes: Array(whole[..<length]), name: "a.csv.gz", compression: .gzip)
      let error = try failure { _ = try read(source) }
      #expect(error == .badGzip(file: "a.csv.gz", fault: .truncated), "\(length)")
    }
  }

  @Test func refusesAFlippedBit() throws {
    var bytes = gzip(Self.text)
    bytes[bytes.count - 6] ^= 1
    let source = ByteSource(bytes: bytes, name: "a.csv.gz", compression: .gzip)
    #expect(try failure { _ = try read(source) } == .badGzip(file: "a.csv.gz", fault: .corrupt))
  }

  @Test func refusesTrailingBytes() throws {
    let source = ByteSource(
      bytes: gzip(Self.text) + Array("junk".utf8), name: "a.csv.gz", compression: .gzip)
    let error = try failure { _ = try read(source) }
    #expect(error == .badGzip(file: "a.csv.gz", fault: .trailingBytes))
  }

  @Test func refusesPlainTextNamedGzip() throws {
    let source = ByteSource(bytes: Self.text, name: "a.csv.gz", compression: .gzip)
    #expect(try failure { _ = try read(source) } == .badGzip(file: "a.csv.gz", fault: .notGzip))
  }

  @Test func showsEveryRawByteOnce() throws {
    let packed = gzip(Self.text)
    let source = ByteSource(bytes: packed, name: "a.csv.gz", compression: .gzip)
    var seen: [UInt8] = []
    source.onBytes = { seen += $0 }
    #expect(try Table.read(source).rowCount == 2)
    try source.drain()
    #expect(seen == packed)
  }

  @Test func showsTheRestAfterAnError() throws {
    let bytes = Array("x,y\n1\n".utf8) + [UInt8](repeating: 0x31, count: 3 << 20)
    let source = ByteSource(bytes: bytes, name: "a.csv")
    var seen = 0
    source.onBytes = { seen += $0.count }
    #expect(try failure { _ = try Table.read(source) }.code == "ragged-row")
    try source.drain()
    #expect(seen == bytes.count)
  }

  @Test func readsAPipe() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], Self.text, Self.text.count) == Self.text.count)
    close(ends[1])
    defer { close(ends[0]) }
    #expect(try Table.read(ByteSource(descriptor: ends[0], name: "-")).rowCount == 2)
  }

  @Test func namesTheErrorOfTheSystem() throws {
    let error = try failure { _ = try read(ByteSource(descriptor: -1, name: "a.csv")) }
    #expect(error == .cannotRead(file: "a.csv", errno: EBADF))
    #expect("\(error)" == "a.csv: cannot be read: Bad file descriptor")
  }

  @Test(arguments: [("a.csv", false), ("a.csv.gz", true), ("A.CSV.GZ", true), ("gz", false)])
  func knowsGzipByItsName(_ name: String, _ isGzip: Bool) {
    #expect((ByteSource.Compression(forName: name) == .gzip) == isGzip)
  }
}
