import Files
import Threads

/// Members as they were deflated last, for archives that have one in common: all models of a study have the
/// same rows in their probes. And what deflates them, for as many archives as are built side by side.
final class PackedMembers: Sendable {
  private let last = Monitor<[String: DeflatedBytes]>([:])
  private let idle = Monitor<[RawDeflate]>([])

  /// Larger members are not kept.
  private static let sizeLimit = 64 << 10

  /// Lends a packer.
  func withPacker<Answer>(
    _ body: (RawDeflate) throws(ArchiveError) -> Answer
  ) throws(ArchiveError) -> Answer {
    let packer = idle.withLock { $0.popLast() } ?? RawDeflate()
    defer { idle.withLock { $0.append(packer) } }
    return try body(packer)
  }

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
