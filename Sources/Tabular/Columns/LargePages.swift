import Glibc

/// Asks the kernel for large pages.
enum LargePages {
  private static let smallPage: UInt = 4096

  /// Advises the pages of a large buffer that was not touched yet.
  ///
  /// A fault for each 4 KiB takes longer than what is then written there; one for each 2 MiB does
  /// not. Where the kernel gives no large pages, nothing changes (madvise(2), MADV_HUGEPAGE).
  static func advise<Value>(_ buffer: UnsafeMutableBufferPointer<Value>) {
    let start = UInt(bitPattern: buffer.baseAddress)
    let end = start + UInt(buffer.count * MemoryLayout<Value>.stride)
    let first = (start + smallPage - 1) & ~(smallPage - 1)
    guard end > first, end - first >= 1 << 20 else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
  }
}
