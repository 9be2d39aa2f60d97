import CFastFloat

/// Parses the records of one block after the other into fields, by RFC 4180.
///
/// Each 64 bytes are turned into a mask of the bytes that matter (delimiter, quote, LF, CR); the
/// parser walks from bit to bit and never looks at the others.
struct CSVRowParser: ~Copyable {
  private let file: String
  let format: CSVFormat
  private(set) var block: CSVBlock

  /// The fields of the current record; `fieldCount` of them are set.
  private(set) var fields: UnsafeMutablePointer<CSVField>
  private var capacity: Int
  /// How many fields the current record has.
  private(set) var fieldCount = 0
  /// How many fields every record must have; nil before the header is known.
  var expectedFields: Int?

  /// The line on which the current record starts, from 1.
  private(set) var line = 1
  /// The offset in the block of the current record.
  private(set) var recordStart = 0
  /// The first of the blank lines just passed; only the end of the file may follow them.
  private(set) var blankLine: Int?
  /// Whether blank lines between records are passed over.
  var skipsBlankLines = false
  /// Whether the record of the last error was parsed to its end, so that the next one can follow.
  private(set) var canGoOn = true

  private var position = 0
  private var nextLine = 1
  private var window = -64
  private var pending: UInt64 = 0
  private var unescaped: UnescapedText?

  /// Prepares to parse blocks of `file`.
  init(file: String, format: CSVFormat, block: CSVBlock) {
    self.file = file
    self.format = format
    self.block = block
    capacity = max(1, min(64, format.limits.columns))
    fields = .allocate(capacity: capacity)
    start(block)
  }

  deinit { fields.deallocate() }

  /// Goes to the start of `block`.
  mutating func start(_ block: CSVBlock) {
    self.block = block
    position = 0
    nextLine = block.firstLine
    window = -64
    pending = 0
  }

  /// Goes to the start of a block that is looked at by itself: blank lines before it are forgotten.
  mutating func startAfresh(_ block: CSVBlock) {
    blankLine = nil
    start(block)
  }

  /// The line after the current record.
  var lineAfterRecord: Int { nextLine }
  /// The offset in the block after the current record.
  var recordEnd: Int { position }

  /// The text in which rows may be parsed otherwise, and where the next one starts; nil where
  /// something unusual is under way, or there is no text left.
  var plainText: (bytes: UnsafePointer<UInt8>, count: Int, position: Int)? {
    guard blankLine == nil, block.firstBadByte == nil, block.count <= Int(Int32.max) else {
      return nil
    }
    // A line feed that the file lacks may follow a lone CR.
    let count = block.endsWithAddedLineFeed ? block.count - 1 : block.count
    return position < count ? (UnsafePointer(block.bytes), count, position) : nil
  }

  /// Passes over rows that were parsed otherwise, each on a line of its own.
  mutating func pass(to position: Int, rows: Int) {
    self.position = position
    nextLine += rows
    line = nextLine - 1
    window = position & ~63
    pending = 0
    guard position < block.count else { return }
    pending =
      backdrop_structural64(block.bytes + window, format.delimiter)
      & mask(upTo: block.count - window) & ~mask(upTo: position - window)
  }

  /// Parses the next record of the block; blank lines are passed over as long as nothing follows
  /// them.
  ///
  /// - Returns: Whether there was one.
  mutating func next() throws(TabularError) -> Bool {
    while position < block.count {
      canGoOn = false
      do { try parseRecord() } catch { throw earlier(error) }
      canGoOn = true
      if let bad = block.firstBadByte, bad < position { throw passing(bad) }
      if fieldCount == 1, fields[0].rawCount == 0 {
        if blankLine == nil, !skipsBlankLines { blankLine = line }
        continue
      }
      if let blankLine {
        throw .blankLine(Place(file, line: blankLine), expected: expectedFields ?? fieldCount)
      }
      if let expectedFields, fieldCount != expectedFields { throw ragged(expectedFields) }
      return true
    }
    return false
  }

  private mutating func parseRecord() throws(TabularError) {
    let bytes = UnsafePointer(block.bytes)
    let delimiter = format.delimiter
    line = nextLine
    recordStart = position
    fieldCount = 0
    unescaped?.clear()
    var fieldStart = position
    while true {
      var index = nextStructural(bytes)
      if index == block.count { throw cutOff(fieldStart) }
      if bytes[index] == UInt8(ascii: "\"") {
        if index != fieldStart { throw strayQuote(fieldStart, at: index) }
        index = try parseQuoted(bytes, from: fieldStart)
      } else {
        try append(bytes + fieldStart, count: index - fieldStart, fieldStart, rawEnd: index)
      }
      // Now `index` is the byte after the field: a delimiter, LF or CR.
      if bytes[index] == delimiter {
        fieldStart = index + 1
        continue
      }
      if bytes[index] == UInt8(ascii: "\r") {
        let isAdded = block.endsWithAddedLineFeed && index + 2 == block.count
        if index + 1 == block.count || bytes[index + 1] != UInt8(ascii: "\n") || isAdded {
          throw .loneCarriageReturn(place(of: fieldCount, at: index))
        }
        index = nextStructural(bytes)
      }
      position = index + 1
      nextLine += 1
      if position - recordStart > format.limits.line {
        throw .lineTooLong(
          Place(file, line: line, byteOffset: block.byteOffset + recordStart),
          limit: format.limits.line)
      }
      return
    }
  }

  /// Parses the field whose opening quote stands at `start`.
  ///
  /// - Returns: The offset of the delimiter, LF or CR after it.
  private mutating func parseQuoted(_ bytes: UnsafePointer<UInt8>, from start: Int)
    throws(TabularError) -> Int
  {
    let openingLine = nextLine
    var hasDoubled = false
    while true {
      let index = nextStructural(bytes)
      if index == block.count { throw cutOff(start, quoteOpenedOn: openingLine) }
      if bytes[index] == UInt8(ascii: "\n") { nextLine += 1 }
      if bytes[index] != UInt8(ascii: "\"") { continue }
      if index + 1 == block.count { throw cutOff(start, quoteOpenedOn: openingLine) }
      let next = bytes[index + 1]
      if next == UInt8(ascii: "\"") {
        hasDoubled = true
        _ = nextStructural(bytes)
        continue
      }
      guard next == format.delimiter || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
      else {
        throw .textAfterQuote(place(of: fieldCount + 1, at: index + 1), found: excerpt(index + 1))
      }
      if hasDoubled {
        let text = unescaped ?? UnescapedText(capacity: block.capacity)
        let value = text.append(bytes + start + 1, count: index - start - 1)
        unescaped = text
        try append(value.start, count: value.count, start, rawEnd: index + 1)
      } else {
        try append(bytes + start + 1, count: index - start - 1, start, rawEnd: index + 1)
      }
      return nextStructural(bytes)
    }
  }

  /// The offset of the next byte that matters; the block's count when there is none.
  @inline(__always)
  private mutating func nextStructural(_ bytes: UnsafePointer<UInt8>) -> Int {
    while pending == 0 {
      window += 64
      if window >= block.count {
        window = block.count
        return block.count
      }
      pending =
        backdrop_structural64(bytes + window, format.delimiter) & mask(upTo: block.count - window)
    }
    let index = window + pending.trailingZeroBitCount
    pending &= pending &- 1
    return index
  }

  @inline(__always)
  private mutating func append(
    _ value: UnsafePointer<UInt8>, count: Int, _ rawStart: Int, rawEnd: Int
  ) throws(TabularError) {
    if rawEnd - rawStart > format.limits.field {
      throw fieldTooLong(rawStart, isQuoted: block.bytes[rawStart] == UInt8(ascii: "\""))
    }
    if fieldCount == capacity { try grow(at: rawStart) }
    fields[fieldCount] = CSVField(
      value: value, count: count, rawStart: rawStart, rawCount: rawEnd - rawStart)
    fieldCount += 1
  }

  private mutating func grow(at start: Int) throws(TabularError) {
    if fieldCount >= format.limits.columns {
      throw .tooManyColumns(
        place(of: fieldCount + 1, at: start), limit: format.limits.columns)
    }
    let larger = min(capacity * 2, max(format.limits.columns, capacity))
    let grown = UnsafeMutablePointer<CSVField>.allocate(capacity: larger)
    grown.update(from: fields, count: fieldCount)
    fields.deallocate()
    fields = grown
    capacity = larger
  }
}

// MARK: - Errors

extension CSVRowParser {
  /// The place of the field with number `column` (from 1) at an offset in the block.
  private func place(of column: Int, at offset: Int) -> Place {
    Place(
      file, line: block.line(at: offset), column: column, byteOffset: block.byteOffset + offset)
  }

  /// What stands at an offset in the block, up to the end of the line.
  private func excerpt(_ offset: Int) -> String {
    let rest = UnsafeBufferPointer(start: block.bytes + offset, count: block.count - offset)
    let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return Excerpt.of(UnsafeBufferPointer(rebasing: line))
  }

  private func strayQuote(_ fieldStart: Int, at index: Int) -> TabularError {
    .quoteInUnquotedField(place(of: fieldCount + 1, at: index), found: excerpt(fieldStart))
  }

  private func fieldTooLong(_ start: Int, isQuoted: Bool) -> TabularError {
    .fieldTooLong(
      place(of: fieldCount + 1, at: start), limit: format.limits.field, isQuoted: isQuoted)
  }

  /// The record does not end in the block: which limit or which missing quote is to blame.
  private func cutOff(_ fieldStart: Int, quoteOpenedOn line: Int? = nil) -> TabularError {
    let limits = format.limits
    if block.isCutByEndOfFile, line != nil || block.count - fieldStart <= limits.field {
      return .unterminatedQuote(place(of: fieldCount + 1, at: fieldStart))
    }
    if block.count - fieldStart > limits.field {
      return fieldTooLong(fieldStart, isQuoted: line != nil)
    }
    return .lineTooLong(
      Place(file, line: self.line, byteOffset: block.byteOffset + recordStart), limit: limits.line)
  }

  private func ragged(_ expected: Int) -> TabularError {
    let record = UnsafeBufferPointer(
      start: block.bytes + recordStart, count: position - recordStart)
    return .raggedRow(
      Place(file, line: line, byteOffset: block.byteOffset + recordStart), expected: expected,
      found: fieldCount,
      otherDelimiter: expected == 1 ? CSVFormat.otherDelimiter(in: record, format) : nil)
  }

  /// `error`, unless a byte that is no text stands before it.
  private func earlier(_ error: TabularError) -> TabularError {
    guard let bad = block.firstBadByte, let offset = error.byteOffset,
      bad < max(offset - block.byteOffset, position)
    else { return error }
    return badByte(bad)
  }

  /// The error of a byte in the current record, after which the rest of the block can be parsed.
  private func passing(_ bad: Int) -> TabularError {
    let error = badByte(bad)
    block.firstBadByte = firstBadByte(block.bytes + position, count: block.count - position)
      .map { $0 + position }
    return error
  }

  private func badByte(_ offset: Int) -> TabularError {
    var column = 1
    while column < fieldCount, fields[column].rawStart <= offset { column += 1 }
    if fieldCount > 0 {
      let last = fields[column - 1]
      if last.rawStart + last.rawCount <= offset { column += 1 }
    }
    let place = place(of: column, at: offset)
    return block.bytes[offset] == 0 ? .nulByte(place) : .invalidUTF8(place)
  }
}
