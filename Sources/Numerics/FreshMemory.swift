import Glibc

/// Memory that was allocated and is about to be written for the first time.
package enum FreshMemory {
  /// Bytes that are worth a call of the system, and that stay in the second-level cache until they
  /// are written.
  package static let piece = 1 << 18

  /// From so many bytes on a call of the system is faster than the first writes.
  private static let fewPages = 1 << 16

  /// Size of a large page of memory.
  static let largePage = 2 << 20

  /// Asks for large pages where the memory has room for some: fewer are provided, and fewer addresses
  /// are translated. A system without free ones moves others out of the way first: a few large pieces
  /// gain by it, many smaller ones may lose.
  ///
  /// A hint that changes nothing but the time, for memory that nothing was written to yet.
  package static func preferLargePages(_ start: UnsafeMutableRawPointer, bytes: Int) {
    guard bytes >= largePage else { return }
    let (offset, length) = wholePages(start, bytes)
    madvise(start + offset, length, MADV_HUGEPAGE)
  }

  /// Lets the system provide the pages at once, if they are more than a few, instead of one at the first
  /// write to each, which takes nearly twice as long.
  ///
  /// A hint that changes nothing but the time: pages that are there stay as they are, and a system
  /// that does not know it, Linux before 5.14, provides each page when it is written.
  package static func provide(_ start: UnsafeMutableRawPointer, bytes: Int) {
    guard bytes >= fewPages else { return }
    let (offset, length) = wholePages(start, bytes)
    if length > 0 { madvise(start + offset, length, MADV_POPULATE_WRITE) }
  }

  /// The whole pages of a piece of memory: where they begin in it, and their bytes.
  private static func wholePages(
    _ start: UnsafeMutableRawPointer, _ bytes: Int
  ) -> (offset: Int, length: Int) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let offset = (page - Int(bitPattern: start) % page) % page
    return (offset, max(0, bytes - offset) / page * page)
  }
}
