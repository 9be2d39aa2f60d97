import CFastFloat

/// Cuts a byte source into blocks that end at the end of a record.
///
/// In RFC 4180 a line feed ends a record exactly when an even number of quotes stands before it, so
/// the cut needs only the parity of the quotes and not the fields. Blocks can therefore be parsed
/// on several threads.
final class CSVBlockReader {
  private let source: ByteSource
  private let lineLimit: Int
  /// Bytes read at a time.
  let blockSize: Int
  /// Whether a block waits for `blockSize` bytes; otherwise it has what the source gives at once.
  private let fillsBlocks: Bool

  private var carry: CSVBlock
  private var carried = 0
  private var nextLine = 1
  private var nextOffset = 0
  private var hasStarted = false
  /// Whether the source said that it has no more bytes.
  private var sawEnd = false
  /// The line feeds of the block that is being filled, and whether it is plain ASCII text.
  private var lineFeeds = 0
  private var isPlain = true
  /// Whether the last block was given.
  private(set) var hasEnded = false

  /// Prepares to cut `source` into blocks of about `blockSize` bytes.
  init(_ source: ByteSource, limits: CSVLimits, blockSize: Int = 1 << 18, fillsBlocks: Bool) {
    self.source = source
    self.blockSize = blockSize
    self.fillsBlocks = fillsBlocks
    lineLimit = limits.line
    carry = CSVBlock(capacity: limits.line + 1)
  }

  /// The name of the source, for messages.
  var name: String { source.name }

  /// A block that fits what `next` puts into it.
  func makeBlock() -> CSVBlock { CSVBlock(capacity: lineLimit + 1 + blockSize + 1) }

  /// Fills `block` with the next records.
  ///
  /// - Returns: Whether there are any; false at the end of the file.
  func next(into block: CSVBlock) throws(TabularError) -> Bool {
    if hasEnded { return false }
    reset(block)
    var end = 0
    var scanned = 0
    var inQuotes = false
    while end == 0 {
      try fill(block)
      if !hasStarted { try start(block) }
      let cut = lastRecordEnd(block, from: scanned, inQuotes: &inQuotes)
      scanned = block.count
      if sawEnd {
        finish(block, inQuotes: inQuotes)
        return block.count > 0
      }
      if let cut {
        end = cut
      } else if block.count > lineLimit {
        // The parser finds out which limit it is, or which error stands before it.
        block.isCutOff = true
        hasEnded = true
        end = block.count
      }
    }
    keepRest(of: block, from: end)
    settle(block)
    return true
  }

  private func reset(_ block: CSVBlock) {
    block.bytes.update(from: carry.bytes, count: carried)
    block.count = carried
    block.firstLine = nextLine
    block.byteOffset = nextOffset
    block.endsWithAddedLineFeed = false
    block.isCutOff = false
    block.isCutByEndOfFile = false
    carried = 0
    lineFeeds = 0
    isPlain = true
  }

  /// Appends bytes from the source: up to `blockSize` of them.
  private func fill(_ block: CSVBlock) throws(TabularError) {
    var added = 0
    repeat {
      // One byte stays free for an added line feed.
      let room = min(blockSize - added, block.capacity - 1 - block.count)
      let buffer = UnsafeMutableRawBufferPointer(start: block.bytes + block.count, count: room)
      let count = try source.read(into: buffer)
      if count == 0 {
        sawEnd = true
        break
      }
      block.count += count
      added += count
    } while (fillsBlocks || !hasStarted && block.count < 4) && added < blockSize
      && block.count < block.capacity - 1
  }

  /// Looks at the first bytes of the file: strips a UTF-8 byte order mark, refuses a UTF-16 one.
  private func start(_ block: CSVBlock) throws(TabularError) {
    hasStarted = true
    let bytes = block.bytes
    if block.count >= 2,
      bytes[0] == 0xff && bytes[1] == 0xfe || bytes[0] == 0xfe && bytes[1] == 0xff
    {
      throw .utf16(Place(source.name, line: 1, byteOffset: 0))
    }
    if block.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
      block.count -= 3
      bytes.update(from: bytes + 3, count: block.count)
      block.byteOffset = 3
    }
  }

  /// Ends the last record, also when its line feed or its closing quote is missing.
  private func finish(_ block: CSVBlock, inQuotes: Bool) {
    hasEnded = true
    if block.count == 0 { return }
    if inQuotes {
      block.isCutOff = true
      block.isCutByEndOfFile = true
    } else if block.bytes[block.count - 1] != UInt8(ascii: "\n") {
      block.bytes[block.count] = UInt8(ascii: "\n")
      block.count += 1
      block.endsWithAddedLineFeed = true
      lineFeeds += 1
    }
    settle(block)
  }

  /// Moves what follows `end` to the next block.
  private func keepRest(of block: CSVBlock, from end: Int) {
    carried = block.count - end
    if carried > carry.capacity { carry = CSVBlock(capacity: carried) }
    carry.bytes.update(from: block.bytes + end, count: carried)
    block.count = end
    // Counted, but of the next block: few bytes, unless a field of many lines begins there.
    for index in stride(from: 0, to: carried, by: 64) {
      let feeds = backdrop_equal64(carry.bytes + index, UInt8(ascii: "\n"))
      lineFeeds -= (feeds & mask(upTo: carried - index)).nonzeroBitCount
    }
  }

  /// Says of a complete block how many lines it has, and where its first byte is that is no text.
  private func settle(_ block: CSVBlock) {
    block.lineFeeds = lineFeeds
    block.firstBadByte = isPlain ? nil : firstBadByte(block.bytes, count: block.count)
    nextLine = block.firstLine + lineFeeds
    nextOffset = block.byteOffset + block.count
  }

  /// Looks for line feeds outside quotes from `start` on, counts all of them, and looks for bytes
  /// that are not plain.
  ///
  /// - Returns: The offset after the last one outside quotes.
  private func lastRecordEnd(_ block: CSVBlock, from start: Int, inQuotes: inout Bool) -> Int? {
    var ends = backdrop_record_ends()
    ends.quoted = inQuotes ? .max : 0
    if TextVectors.areWide {
      backdrop_look_for_record_ends_wide(block.bytes, start, block.count, &ends)
    } else {
      backdrop_look_for_record_ends(block.bytes, start, block.count, &ends)
    }
    inQuotes = ends.quoted != 0
    lineFeeds += ends.lineFeeds
    isPlain = isPlain && ends.odd == 0
    return ends.end > 0 ? ends.end : nil
  }
}

/// The bits below `count`.
@inline(__always)
func mask(upTo count: Int) -> UInt64 { count >= 64 ? .max : (1 << UInt64(count)) - 1 }
