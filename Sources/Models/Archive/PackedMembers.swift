import Threads

/// Members as they were deflated last, for archives that have one in common: all models of a study have the
/// same rows in their probes.
final class PackedMembers: Sendable {
  private let last = Monitor<[String: DeflatedBytes]>([:])

  /// Larger members are not kept.
  private static let sizeLimit = 64 << 10

  /// The packed form of a member: what is kept of its name where the bytes are the same.
  ///
  /// - Throws: as `RawDeflate.packed`.
  func packed(
    _ name: String, _ bytes: [UInt8], _ content: RawDeflate.Content
  ) throws(ArchiveError) -> DeflatedBytes {
    // Weights never come again.
    guard content == .any, bytes.count <= Self.sizeLimit else {
      return try DeflatedBytes(bytes, content)
    }
    if let known = last.withLock({ $0[name] }), known.original == bytes { return known }
    let packed = try DeflatedBytes(bytes, content)
    last.withLock { $0[name] = packed }
    return packed
  }
}
