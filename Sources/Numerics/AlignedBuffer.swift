import Glibc

/// Zeroed memory that begins at a 64-byte line, freed with its last reference.
///
/// Unchecked: the pointer never changes; who writes what when is the affair of the kernels'
/// callers, which split the buffer among threads.
package final class AlignedBuffer<Scalar: Real>: @unchecked Sendable {
  /// The first number.
  package let start: UnsafeMutablePointer<Scalar>
  /// How many numbers.
  package let count: Int

  /// Numbers that keep apart what two threads write: a page of them.
  ///
  /// A processor reads ahead of each thread, as far as the page goes. Lines that it took from the other thread's
  /// core so must be taken back there before they are written.
  package static var gap: Int { 4096 / MemoryLayout<Scalar>.stride }

  /// Allocates `count` zeros.
  package init(count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Scalar>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= FreshMemory.largePage ? FreshMemory.largePage : 64)
    FreshMemory.preferLargePages(memory, bytes: bytes)
    FreshMemory.provide(memory, bytes: bytes)
    // Bytes of 0 are a 0 of either precision; number by number would take a call each.
    memset(memory, 0, bytes)
    start = memory.bindMemory(to: Scalar.self, capacity: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
