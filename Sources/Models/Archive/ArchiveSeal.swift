import Files

/// The mark at the end of an archive by which any change of its bytes is seen.
///
/// The ZIP's comment, which ends the file, is `sha256:` and the SHA-256 of all bytes before the
/// digits. It guards against accidents; whoever changes a file on purpose can seal it again, so
/// everything behind the seal is checked as well.
enum ArchiveSeal {
  /// The start of the comment.
  static let prefix = Array("sha256:".utf8)
  /// The length of the hexadecimal SHA-256.
  static let digitCount = 64
  /// The length of the comment.
  static let length = prefix.count + digitCount
  /// The comment of an archive that is not sealed yet.
  static let blank = prefix + [UInt8](repeating: 0x30, count: digitCount)
  /// The length of the ZIP's last record, without the comment (APPNOTE 4.3.16).
  static let endRecordLength = 22

  /// Puts the digits into an archive that ends with `blank`.
  static func apply(to archive: inout [UInt8]) {
    precondition(archive.suffix(length).elementsEqual(blank), "no room for the seal")
    let start = archive.count - digitCount
    let digits = archive.withUnsafeBytes {
      SHA256.hexadecimal(of: UnsafeRawBufferPointer(rebasing: $0[..<start]))
    }
    archive.replaceSubrange(start..., with: digits.utf8)
  }

  /// Checks that the bytes are exactly those that were sealed.
  ///
  /// - Returns: the SHA-256 in the seal.
  /// - Throws: `notAZip`, `zipWithoutSeal`, `truncated`, `trailingBytes` or `damaged`, as far as
  ///   the bytes tell one from the other.
  static func check(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) -> String {
    let comment = bytes.suffix(length)
    guard bytes.count >= endRecordLength + length, comment.starts(with: prefix),
      comment.dropFirst(prefix.count).allSatisfy(isDigit)
    else { throw reasonForNoSeal(bytes) }
    let digits = String(decoding: comment.suffix(digitCount), as: UTF8.self)
    let sealed = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - digitCount)])
    guard SHA256.hexadecimal(of: sealed) == digits else { throw .damaged }
    let record = bytes.count - length - endRecordLength
    guard isEndRecord(bytes, at: record), commentLength(bytes, record) == length else {
      throw .inconsistent(zipError: 0)
    }
    return digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  /// Tells apart what else the bytes may be when they do not end with a seal.
  private static func reasonForNoSeal(_ bytes: UnsafeRawBufferPointer) -> ArchiveError {
    guard let record = lastEndRecord(bytes) else {
      return startsAsZip(bytes) ? .truncated : .notAZip(FileFormat(of: bytes))
    }
    let start = record + endRecordLength
    let end = start + commentLength(bytes, record)
    if end > bytes.count { return .truncated }
    // A comment of the seal's length, or with its start, is ours, whatever has become of the rest.
    let isOurs = end - start == length || bytes[start..<end].starts(with: prefix)
    guard isOurs else { return .zipWithoutSeal(firstMember: firstMember(bytes)) }
    return end < bytes.count ? .trailingBytes(count: bytes.count - end) : .damaged
  }

  private static func startsAsZip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: Array("PK".utf8) + [3, 4])
  }

  /// Where the last end record starts; the comment behind it has at most 65,535 bytes.
  private static func lastEndRecord(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= endRecordLength else { return nil }
    // Bytes that something appended may lie behind the comment too: look back twice as far.
    let last = bytes.count - endRecordLength
    return stride(from: last, through: max(0, last - 131_070), by: -1)
      .first { isEndRecord(bytes, at: $0) }
  }

  private static func isEndRecord(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    offset >= 0 && bytes[offset] == 0x50 && bytes[offset + 1] == 0x4B
      && bytes[offset + 2] == 5 && bytes[offset + 3] == 6
  }

  private static func commentLength(_ bytes: UnsafeRawBufferPointer, _ record: Int) -> Int {
    Int(number16(bytes, at: record + 20))
  }

  /// The name in the first local header (APPNOTE 4.3.7), for an error message.
  private static func firstMember(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard startsAsZip(bytes), bytes.count >= 30 else { return nil }
    let end = 30 + Int(number16(bytes, at: 26))
    return end <= bytes.count ? String(decoding: bytes[30..<end], as: UTF8.self) : nil
  }

  /// The little-endian number at an offset.
  static func number16(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}
