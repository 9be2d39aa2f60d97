/// A stretch of a CSV that starts at the start of a record and, unless it is broken, ends at the
/// end of one.
final class CSVBlock {
  /// The first byte; padded and owned.
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Bytes of text in the block.
  var count = 0
  /// The line on which the block starts, from 1.
  var firstLine = 1
  /// The offset of the block's first byte in the text.
  var byteOffset = 0
  /// LF bytes in the block.
  var lineFeeds = 0
  /// The offset in the block of the first byte that is NUL or not UTF-8.
  var firstBadByte: Int?
  /// Whether the last byte is a line feed that the file lacks.
  var endsWithAddedLineFeed = false
  /// Whether the last record is cut off: by the end of the file inside quotes, or by the limit on
  /// lines.
  var isCutOff = false
  /// Whether the cut is the end of the file.
  var isCutByEndOfFile = false

  /// Allocates room for `capacity` bytes.
  init(capacity: Int) {
    self.capacity = capacity
    bytes = PaddedBytes.allocate(capacity)
  }

  deinit { PaddedBytes.deallocate(bytes) }

  /// More rows than the block can have, so that a chunk of so many is never full before its end.
  var rowBound: Int { lineFeeds + 1 }

  /// Takes over what follows `offset` in another block.
  ///
  /// - Parameters:
  ///   - offset: where a record starts.
  ///   - line: the line on which it starts.
  func copyRest(of other: CSVBlock, from offset: Int, line: Int) {
    precondition(offset <= other.count && other.count - offset <= capacity)
    count = other.count - offset
    bytes.update(from: other.bytes + offset, count: count)
    firstLine = line
    byteOffset = other.byteOffset + offset
    lineFeeds = other.lineFeeds
    firstBadByte = other.firstBadByte.map { $0 - offset }
    endsWithAddedLineFeed = other.endsWithAddedLineFeed
    isCutOff = other.isCutOff
    isCutByEndOfFile = other.isCutByEndOfFile
  }

  /// The line of the byte at `offset` in the block.
  func line(at offset: Int) -> Int {
    var line = firstLine
    for index in 0..<min(offset, count) where bytes[index] == UInt8(ascii: "\n") { line += 1 }
    return line
  }
}
