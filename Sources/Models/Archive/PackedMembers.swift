import Files
import Threads

/// Members in their packed form, for archives that have one in common: all models of a study have the same rows
/// in their probes.
final class PackedMembers: Sendable {
  /// The last member of each name.
  private let last = Monitor<[String: DeflatedBytes]>([:])
  /// What no thread is packing with.
  private let idle = Monitor<[RawDeflater]>([])

  /// Larger members are not kept.
  private static let sizeLimit = 64 << 10

  /// The packed form of a member: what is kept of its name where the bytes are the same.
  ///
  /// - Throws: as `DeflatedBytes.init`.
  func packed(_ name: String, _ bytes: [UInt8]) throws(ArchiveError) -> DeflatedBytes {
    let isKept = bytes.count <= Self.sizeLimit
    if isKept, let known = last.withLock({ $0[name] }), known.original.isSame(as: bytes) {
      return known
    }
    let deflater = idle.withLock { $0.popLast() } ?? RawDeflater()
    defer { idle.withLock { $0.append(deflater) } }
    let packed = try DeflatedBytes(bytes, deflater)
    if isKept { last.withLock { $0[name] = packed } }
    return packed
  }
}
