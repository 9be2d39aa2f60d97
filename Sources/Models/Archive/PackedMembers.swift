import Files
import Threads

/// Members as they were deflated last, for archives that have one in common: all models of a study have the
/// same rows in their probes.
final class PackedMembers: Sendable {
  private let last = Monitor<[String: DeflatedBytes]>([:])

  /// Larger members are not kept.
  private static let sizeLimit = 64 << 10

  /// The packed form of a member: what is kept of its name where the bytes are the same.
  ///
  /// - Throws: as `DeflatedBytes.init`.
  func packed(
    _ name: String, _ bytes: [UInt8], _ packer: RawDeflate
  ) throws(ArchiveError) -> DeflatedBytes {
    guard bytes.count <= Self.sizeLimit else { return try DeflatedBytes(bytes, packer) }
    if let known = last.withLock({ $0[name] }), known.original.isSame(as: bytes) { return known }
    let packed = try DeflatedBytes(bytes, packer)
    last.withLock { $0[name] = packed }
    return packed
  }
}
