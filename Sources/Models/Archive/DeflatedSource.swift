import CZip
import Glibc

/// A member's bytes with their packed form.
struct DeflatedBytes: Sendable {
  /// The bytes as they were.
  let original: [UInt8]
  /// As deflate packs them.
  let packed: [UInt8]
  /// Their CRC-32.
  let checksum: UInt32

  /// Deflates a member, and looks whether it inflates to the same again.
  ///
  /// - Throws: as `RawDeflater.packed`; `notBuilt` where the packed bytes are wrong.
  init(_ bytes: [UInt8], _ deflater: RawDeflater) throws(ArchiveError) {
    original = bytes
    packed = try deflater.packed(bytes)
    guard deflater.inflates(packed, to: bytes) else {
      throw .notBuilt(zipError: ZIP_ER_COMPRESSED_DATA)
    }
    checksum = RawDeflater.checksum(bytes)
  }
}

/// A member that is deflated already, as libzip reads it: libzip copies the packed bytes as they are.
///
/// Source: zip_source_function(3). libzip would deflate through zlib, which is slower than ISA-L.
final class DeflatedSource {
  private let bytes: DeflatedBytes
  private var position = 0

  /// Lets libzip read a member.
  init(_ bytes: DeflatedBytes) { self.bytes = bytes }

  /// Makes libzip's handle, which keeps this object until libzip frees it.
  ///
  /// - Returns: nil where libzip cannot, which it says by the archive's error.
  func handle(in archive: OpaquePointer) -> OpaquePointer? {
    let retained = Unmanaged.passRetained(self)
    let source = zip_source_function(
      archive,
      { raw, data, length, command in
        guard let raw else { return -1 }
        return DeflatedSource.answer(
          Unmanaged<DeflatedSource>.fromOpaque(raw),
          UnsafeMutableRawBufferPointer(start: data, count: Int(length)), command)
      }, retained.toOpaque())
    if source == nil { retained.release() }
    return source
  }

  /// Does what libzip asks for; below 0 is a failure, which none of these can have.
  private static func answer(
    _ source: Unmanaged<DeflatedSource>, _ data: UnsafeMutableRawBufferPointer,
    _ command: zip_source_cmd
  ) -> zip_int64_t {
    switch command {
    case ZIP_SOURCE_OPEN:
      source.takeUnretainedValue().position = 0
      return 0
    case ZIP_SOURCE_READ: return zip_int64_t(source.takeUnretainedValue().read(into: data))
    case ZIP_SOURCE_CLOSE: return 0
    case ZIP_SOURCE_STAT:
      data.storeBytes(of: source.takeUnretainedValue().status, as: zip_stat_t.self)
      return zip_int64_t(MemoryLayout<zip_stat_t>.size)
    case ZIP_SOURCE_FREE:
      source.release()
      return 0
    case ZIP_SOURCE_SUPPORTS:
      return [
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
        ZIP_SOURCE_FREE,
      ].reduce(0) { $0 | 1 << zip_int64_t($1.rawValue) }
    case ZIP_SOURCE_ERROR:
      // libzip's error and the system's: none.
      data.storeBytes(of: (0, 0), as: (Int32, Int32).self)
      return 8
    default: return -1
    }
  }

  /// What the member is, by which libzip knows that nothing is to be packed.
  private var status: zip_stat_t {
    var status = zip_stat_t()
    zip_stat_init(&status)
    status.valid = zip_uint64_t(
      ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD)
    status.size = zip_uint64_t(bytes.original.count)
    status.comp_size = zip_uint64_t(bytes.packed.count)
    status.crc = bytes.checksum
    status.comp_method = zip_uint16_t(ZIP_CM_DEFLATE)
    return status
  }

  private func read(into data: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(data.count, bytes.packed.count - position)
    bytes.packed.withUnsafeBytes {
      data.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
    }
    position += count
    return count
  }
}
