/// Memory for text with readable bytes on either side, so that scanners may load whole vectors.
enum PaddedBytes {
  /// Bytes that may be read before the first and after the last one.
  static let padding = 64

  /// Allocates `capacity` bytes between two paddings.
  static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let start = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 2 * padding)
    start.initialize(repeating: 0, count: padding)
    return start + padding
  }

  /// Frees what `allocate` returned.
  static func deallocate(_ bytes: UnsafeMutablePointer<UInt8>) { (bytes - padding).deallocate() }
}
