import Files
import Glibc
import Testing

@Suite struct TrailingHashTests {
  private static let text = (0..<60_000).map { "\($0),\($0 * 7)\n" }.joined()

  /// Reads a file to its end in pieces of many sizes and lets the hash follow.
  private func follow(_ hash: TrailingHash, upTo limit: Int = .max) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 300_000, alignment: 16)
    defer { buffer.deallocate() }
    var size = 1
    var total = 0
    while total < limit {
      let count = read(hash.descriptor, buffer.baseAddress, size)
      if count <= 0 { return }
      hash.follow(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      total += count
      size = min(size * 3, buffer.count)
    }
  }

  @Test func isTheHashOfTheFile() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", Self.text)
    let hash = TrailingHash(try InputFile.open(path))
    follow(hash)
    #expect(try hash.finish() == SHA256.hexadecimal(of: Self.text.utf8))
  }

  @Test func isTheHashOfNothing() throws {
    let directory = try TemporaryDirectory()
    let hash = TrailingHash(try InputFile.open(try directory.file("a.csv", "")))
    #expect(try hash.finish() == SHA256.hexadecimal(of: []))
  }

  /// The reader had other bytes than are hashed: one bit differs, size and time do not.
  @Test(arguments: [0, 63, 64, 1000, 299_999]) func seesThatTheReaderHadOtherBytes(_ place: Int)
    throws
  {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", Self.text)
    let hash = TrailingHash(try InputFile.open(path))
    var bytes = Array(Self.text.utf8.prefix(300_000))
    bytes[place] ^= 1
    bytes.withUnsafeBytes { hash.follow($0) }
    #expect(try hash.finish() == nil)
  }

  @Test func seesAFileThatGrew() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", Self.text)
    let hash = TrailingHash(try InputFile.open(path))
    follow(hash)
    let descriptor = open(path.displayed, O_WRONLY | O_APPEND)
    #expect(write(descriptor, "1,2\n", 4) == 4)
    close(descriptor)
    #expect(try hash.finish() == nil)
  }

  @Test func seesAFileThatWasCut() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", Self.text)
    let hash = TrailingHash(try InputFile.open(path))
    let bytes = Array(Self.text.utf8)
    #expect(truncate(path.displayed, 10) == 0)
    bytes.withUnsafeBytes { hash.follow($0) }
    #expect(try hash.finish() == nil)
  }

  @Test func canBeGivenUp() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", Self.text)
    for count in [0, 1, 5000] {
      let hash = TrailingHash(try InputFile.open(path))
      follow(hash, upTo: count)
    }
  }
}
