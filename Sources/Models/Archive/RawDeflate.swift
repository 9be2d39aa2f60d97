import CZip
import CZlib

/// The packed form of members, through zlib.
enum RawDeflate {
  /// What is known of a member's bytes.
  enum Content {
    /// Repetitions are worth a search.
    case any
    /// Numbers that are as good as random, but for runs of zeros.
    case noise
  }

  /// Random mantissas hardly deflate: level 1 gives the size of level 9 within a percent or two, in
  /// a fraction of the time.
  private static let level: Int32 = 1

  /// Noise of fewer bytes is packed like anything else: the search takes no time, and finds what there is in
  /// its header.
  private static let noiseLimit = 1024

  /// How to look for repetitions. In noise of a network's weights there are none but runs of one byte: to
  /// search for others takes as long again as all the rest, for the same size.
  private static func strategy(_ content: Content, _ count: Int) -> Int32 {
    content == .noise && count >= noiseLimit ? Z_RLE : Z_DEFAULT_STRATEGY
  }

  /// Packs bytes as deflate (RFC 1951), without a wrapper around it.
  ///
  /// - Throws: `notBuilt` where there is no memory for it; `tooLarge` for what no ZIP takes.
  static func packed(
    _ bytes: [UInt8], _ content: Content = .any
  ) throws(ArchiveError) -> [UInt8] {
    guard bytes.count < sizeLimit else {
      throw .tooLarge(size: Int64(bytes.count), limit: Int64(sizeLimit))
    }
    // zlib keeps a pointer to its z_stream, so the stream must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let bits = windowBits(bytes.count)
    // Negative for no wrapper (zlib.h, deflateInit2). The table of hashes is as large as the window.
    let status = deflateInit2_(
      stream, level, Z_DEFLATED, -bits, min(8, bits - 7),
      strategy(content, bytes.count), ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .notBuilt(zipError: ZIP_ER_MEMORY) }
    defer { deflateEnd(stream) }
    let bound = Int(deflateBound(stream, uLong(bytes.count)))
    return bytes.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: bound) { output, count in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = uInt(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = uInt(output.count)
        let status = deflate(stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "deflateBound promised room for all of it: \(status)")
        count = output.count - Int(stream.pointee.avail_out)
      }
    }
  }

  /// Larger members need the 64-bit form of ZIP, which is not read.
  private static let sizeLimit = Int(UInt32.max)

  /// The CRC-32 that a ZIP has of a member.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
  }

  /// A window no larger than the bytes: preparing one of 32 kB, which is the most there is, takes
  /// longer than packing a small document.
  private static func windowBits(_ count: Int) -> Int32 {
    let needed = Int.bitWidth - max(count, 1).leadingZeroBitCount
    return Int32(min(15, max(9, needed)))
  }
}
