import CZlib

/// A ZIP that is put together in memory, member by member.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10. Whatever is the same for every member, such as its time, is
/// fixed, so that the bytes depend on nothing but the members.
struct ZipBuilder {
  /// How a member's bytes are kept (APPNOTE 4.4.5).
  enum Method: UInt16 {
    case stored = 0
    case deflated = 8
  }

  /// Sizes and places have 32 bits without the 64-bit form, which is not written and not read.
  static let sizeLimit = Int(UInt32.max)
  /// 2.0, the version that knows deflate (APPNOTE 4.4.3).
  private static let version: UInt16 = 20
  /// The version, made on Unix (APPNOTE 4.4.2).
  private static let madeBy: UInt16 = 3 << 8 | version
  /// The first second that a ZIP can tell, 1980-01-01 00:00:00: days and months count from 1, years
  /// from 1980 (APPNOTE 4.4.6).
  private static let (time, date): (UInt16, UInt16) = (0, 1 << 5 | 1)
  /// A regular file that all may read, as Unix has it in the upper half (APPNOTE 4.4.15).
  private static let attributes: UInt32 = 0o100644 << 16

  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// Starts a ZIP without members.
  ///
  /// - Parameter capacity: how many bytes it will have, roughly.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// Adds a member.
  ///
  /// - Parameters:
  ///   - name: ASCII.
  ///   - contents: what is read from it.
  ///   - packed: the same deflated; nil to store it as it is.
  /// - Throws: `tooLarge` where the ZIP would be.
  mutating func add(
    _ name: String, _ contents: [UInt8], packed: [UInt8]?
  ) throws(ArchiveError) {
    let data = packed ?? contents
    let size = bytes.count + directory.count + data.count + contents.count
    guard size < Self.sizeLimit else { throw Self.tooLarge(size) }
    let method: Method = packed == nil ? .stored : .deflated
    let start = bytes.count
    // The fields that both headers have (APPNOTE 4.3.7, 4.3.12), from the version on.
    var fields: [UInt8] = []
    fields.append(number: Self.version)
    fields.append(number: 0 as UInt16)
    fields.append(number: method.rawValue)
    fields.append(number: Self.time)
    fields.append(number: Self.date)
    fields.append(number: Self.checksum(contents))
    fields.append(number: UInt32(data.count))
    fields.append(number: UInt32(contents.count))
    fields.append(number: UInt16(name.utf8.count))
    // No extra field.
    fields.append(number: 0 as UInt16)
    bytes.append(contentsOf: "PK\u{3}\u{4}".utf8)
    bytes.append(contentsOf: fields)
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: data)
    directory.append(contentsOf: "PK\u{1}\u{2}".utf8)
    directory.append(number: Self.madeBy)
    directory.append(contentsOf: fields)
    // No comment, the first disk, no internal attributes.
    directory.append(contentsOf: [0, 0, 0, 0, 0, 0])
    directory.append(number: Self.attributes)
    directory.append(number: UInt32(start))
    directory.append(contentsOf: name.utf8)
    count += 1
  }

  /// Ends the ZIP with its directory and its last record (APPNOTE 4.3.16).
  ///
  /// - Parameter comment: the last bytes.
  /// - Throws: `tooLarge`.
  consuming func finish(comment: [UInt8]) throws(ArchiveError) -> [UInt8] {
    let start = bytes.count
    guard start + directory.count < Self.sizeLimit else {
      throw Self.tooLarge(start + directory.count)
    }
    bytes.append(contentsOf: directory)
    bytes.append(contentsOf: "PK\u{5}\u{6}".utf8)
    // One disk, which has the directory.
    bytes.append(contentsOf: [0, 0, 0, 0])
    bytes.append(number: count)
    bytes.append(number: count)
    bytes.append(number: UInt32(directory.count))
    bytes.append(number: UInt32(start))
    bytes.append(number: UInt16(comment.count))
    bytes.append(contentsOf: comment)
    return bytes
  }

  private static func tooLarge(_ size: Int) -> ArchiveError {
    .tooLarge(size: Int64(size), limit: Int64(sizeLimit))
  }

  /// The CRC-32 of a member (APPNOTE 4.4.7).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
  }
}

extension [UInt8] {
  /// Appends a number, little-endian.
  fileprivate mutating func append(number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
