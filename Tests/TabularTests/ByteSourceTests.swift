import CZlib
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

  /// One member whose header has what a header may have.
  private func member(flags: UInt8, changing change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8]
  {
    var header: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3]
    if flags & 4 != 0 { header += [3, 0, 7, 0, 9] }
    if flags & 8 != 0 { header += Array("a.csv".utf8) + [0] }
    if flags & 16 != 0 { header += Array("made by hand".utf8) + [0] }
    if flags & 2 != 0 {
      let hash = crc32(0, header, uInt(header.count))
      header += [UInt8(truncatingIfNeeded: hash), UInt8(truncatingIfNeeded: hash >> 8)]
    }
    change(&header)
    return header + gzip(Self.text).dropFirst(10)
  }

  private func result(_ bytes: [UInt8], step: Int = 5) -> Result<[UInt8], TabularError> {
    let source = ByteSource(bytes: bytes, name: "a.csv.gz", compression: .gzip)
    return Result { () throws(TabularError) in try read(source, step: step) }
  }

  @Test(arguments: 0..<32)
  func readsEveryKindOfHeader(_ flags: UInt8) {
    #expect(result(member(flags: flags)) == .success(Self.text))
    let twice = member(flags: flags) + member(flags: 31 - flags)
    #expect(result(twice) == .success(Self.text + Self.text))
    for length in 0..<member(flags: flags).count {
      let cut = Array(member(flags: flags).prefix(length))
      #expect(result(cut) == .failure(.badGzip(file: "a.csv.gz", fault: .truncated)), "\(length)")
      let second = result(Self.member + cut)
      #expect(
        second
          == (length == 0
            ? .success(Self.text) : .failure(.badGzip(file: "a.csv.gz", fault: .truncated))))
    }
  }

  private static let member = gzip(text)

  @Test func refusesForeignHeaders() {
    for (place, byte) in [(0, 0x50), (1, 0), (2, 7), (3, 0x20), (3, 0x40), (3, 0x80)] {
      let foreign = member(flags: 0) { $0[place] = UInt8(byte) }
      #expect(result(foreign) == .failure(.badGzip(file: "a.csv.gz", fault: .notGzip)))
      #expect(
        result(Self.member + foreign) == .failure(.badGzip(file: "a.csv.gz", fault: .trailingBytes))
      )
    }
  }

  @Test func refusesAHeaderThatWasChanged() {
    let changed = member(flags: 31) { $0[18] ^= 1 }
    #expect(result(changed) == .failure(.badGzip(file: "a.csv.gz", fault: .corrupt)))
  }

  /// Half a megabyte of text that packs unevenly: plain, repeating, and nearly random.
  private static let long: [UInt8] = (0..<40_000).flatMap { row in
    Array(
      "\(row),\(row.isMultiple(of: 3) ? "same" : String(row &* 2_654_435_761, radix: 36))\n".utf8)
  }

  @Test(arguments: [1 << 10, 4095, 1 << 16, 1 << 18, 1 << 20])
  func inflatesWhateverIsAskedForAtATime(_ step: Int) {
    let packed = gzip(Self.long) + gzip([]) + gzip(Self.long)
    #expect(result(packed, step: step) == .success(Self.long + Self.long))
  }

  @Test func seesEveryFlippedBitBehindTheHeader() {
    let text = Array(Self.long.prefix(600))
    let packed = gzip(text)
    for place in 10..<packed.count {
      for bit in 0..<8 {
        var changed = packed
        changed[place] ^= 1 << bit
        switch result(changed, step: 100) {
        case .success(let bytes):
          // The bits that fill up the last byte before the checksum mean nothing.
          #expect(bytes == text && place == packed.count - 9, "byte \(place), bit \(bit)")
        case .failure(.badGzip(_, let fault)):
          #expect([.corrupt, .truncated, .trailingBytes].contains(fault))
        case .failure(let error): Issue.record("\(error)")
        }
      }
    }
  }

  /// A reader of a pipe must not wait for bytes that would not be needed yet.
  @Test func givesWhatIsInflatedBeforeItWaits() throws {
    let packed = gzip(Array(Self.long.prefix(30_000)))
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    // All but the last 8 bytes, which hold no text: the pipe stays open and silent.
    #expect(write(ends[1], packed, packed.count - 8) == packed.count - 8)
    let source = ByteSource(descriptor: ends[0], name: "-", compression: .gzip)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 1)
    defer { buffer.deallocate() }
    var count = 0
    while count < 29_000 { count += try source.read(into: buffer) }
    #expect(count <= 30_000)
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
