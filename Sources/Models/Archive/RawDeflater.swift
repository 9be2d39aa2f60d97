import CISAL
import CZip
import Glibc

/// Packs members as deflate without a wrapper, through ISA-L, which is several times as fast as zlib.
///
/// It keeps its memory, 0.3 MB, from one member to the next. Not for two threads at a time.
package final class RawDeflater {
  /// 82 kB, most of which a stream in one piece never touches.
  private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  /// What is to be coded next, each byte at most a token of 4 bytes: `ISAL_DEF_LVL1_MEDIUM` of
  /// igzip_lib.h, whose macros Swift does not see.
  private let tokens = UnsafeMutableRawBufferPointer.allocate(
    byteCount: (4 << 10) + 2 * (8 << 10) + 4 * (32 << 10), alignment: 64)
  /// What packed bytes inflate to, piece by piece.
  private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)

  /// Allocates the memory.
  package init() {}

  deinit {
    stream.deallocate()
    state.deallocate()
    tokens.deallocate()
    piece.deallocate()
  }

  /// From so many bytes on a Huffman code of their own pays; below, deflate's fixed one is about as short, and
  /// making another takes longer than all the rest.
  private static let ownCodeSize = 1024

  /// Larger members need the 64-bit form of ZIP, which is not read.
  private static let sizeLimit = Int(UInt32.max) - (1 << 20)

  /// Packs bytes as deflate (RFC 1951), without a wrapper around it.
  ///
  /// What comes out depends on the bytes, the version of ISA-L and the instructions that the processor
  /// has for it; what it inflates to does not.
  /// - Throws: `tooLarge` for what no ZIP takes; `notBuilt` where ISA-L refuses.
  package func packed(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
    guard bytes.count < Self.sizeLimit else {
      throw .tooLarge(size: Int64(bytes.count), limit: Int64(Self.sizeLimit))
    }
    var status = COMP_OK
    // Bytes that do not pack are stored, in blocks of at most 65,535 with 5 more (RFC 1951, 3.2.4).
    let bound = bytes.count + 5 * (bytes.count / 65_535 + 1) + 64
    let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      bytes.withUnsafeBufferPointer { input in
        isal_deflate_stateless_init(stream)
        stream.pointee.end_of_stream = 1
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        if input.count < Self.ownCodeSize {
          isal_deflate_set_hufftables(stream, nil, IGZIP_HUFFTABLE_STATIC)
        } else {
          stream.pointee.level = 1
          stream.pointee.level_buf = tokens.bindMemory(to: UInt8.self).baseAddress
          stream.pointee.level_buf_size = UInt32(tokens.count)
        }
        status = isal_deflate_stateless(stream)
        count = Int(stream.pointee.total_out)
      }
    }
    guard status == COMP_OK else { throw .notBuilt(zipError: ZIP_ER_INTERNAL) }
    return packed
  }

  /// Whether packed bytes inflate to these, and to nothing more.
  package func inflates(_ packed: [UInt8], to bytes: [UInt8]) -> Bool {
    packed.withUnsafeBufferPointer { packed in
      bytes.withUnsafeBytes { bytes in
        isal_inflate_init(state)
        state.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        state.pointee.avail_in = UInt32(packed.count)
        var rest = bytes[...]
        repeat {
          guard let next = nextPiece(), next.count <= rest.count else { return false }
          let expected = UnsafeRawBufferPointer(rebasing: rest.prefix(next.count))
          if let start = next.baseAddress, let other = expected.baseAddress,
            memcmp(start, other, next.count) != 0
          {
            return false
          }
          rest = rest.dropFirst(next.count)
          // Neither the end nor a full piece: the packed bytes end too early.
          if next.count < piece.count, !isAtEnd { return false }
        } while !isAtEnd
        // ISA-L takes in some bytes ahead; of the last one a few bits may be left.
        return rest.isEmpty && state.pointee.avail_in == 0 && state.pointee.read_in_length < 8
      }
    }
  }

  private var isAtEnd: Bool { state.pointee.block_state == ISAL_BLOCK_FINISH }

  /// Inflates as much as a piece holds; nil where the packed bytes are none of deflate's.
  private func nextPiece() -> UnsafeRawBufferPointer? {
    state.pointee.next_out = piece.bindMemory(to: UInt8.self).baseAddress
    state.pointee.avail_out = UInt32(piece.count)
    guard isal_inflate(state) == ISAL_DECOMP_OK else { return nil }
    return UnsafeRawBufferPointer(
      rebasing: piece.prefix(piece.count - Int(state.pointee.avail_out)))
  }

  /// The CRC-32 that a ZIP has of a member.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { crc32_gzip_refl(0, $0.baseAddress, UInt64($0.count)) }
  }
}
