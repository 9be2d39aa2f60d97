import CFastFloat

/// Bytes of text that are appended to and handed out as a whole; the memory is kept for the next
/// ones.
package final class TextBuffer {
  // No method calls another one's closure, so nothing can overlap: the checks of that would cost
  // as much as the writing.
  @exclusivity(unchecked) private var bytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var capacity: Int
  /// How many bytes there are.
  @exclusivity(unchecked) package private(set) var count = 0

  /// Makes an empty buffer with room for `capacity` bytes.
  package init(capacity: Int = 1 << 12) {
    self.capacity = max(64, capacity)
    bytes = .allocate(capacity: self.capacity)
  }

  deinit { bytes.deallocate() }

  /// The bytes, good until the next change.
  package var contents: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes, count: count)
  }

  /// The bytes as text.
  package var text: String { String(decoding: contents, as: UTF8.self) }

  /// Forgets the bytes.
  package func removeAll() { count = 0 }

  /// Appends one byte.
  @inline(__always)
  func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count += 1
  }

  /// Appends bytes.
  @inline(__always)
  func append(_ source: UnsafeBufferPointer<UInt8>) {
    guard let start = source.baseAddress else { return }
    reserve(source.count)
    (bytes + count).update(from: start, count: source.count)
    count += source.count
  }

  /// Appends bytes.
  func append(_ source: [UInt8]) { source.withUnsafeBufferPointer { append($0) } }

  /// Appends the UTF-8 bytes of a text.
  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends a number in its shortest form that reads back as the same double.
  func append(_ value: Double) {
    withRoomForNumber { backdrop_write_double(value, $0) }
  }

  /// Appends a number in its shortest form that reads back as the same float.
  func append(_ value: Float) {
    withRoomForNumber { backdrop_write_float(value, $0) }
  }

  @inline(__always)
  private func withRoomForNumber(_ write: (UnsafeMutablePointer<CChar>) -> Int) {
    let size = Int(BACKDROP_NUMBER_SIZE)
    reserve(size)
    count += (bytes + count).withMemoryRebound(to: CChar.self, capacity: size, write)
  }

  @inline(__always)
  private func reserve(_ more: Int) {
    if count + more > capacity { grow(more) }
  }

  @inline(never)
  private func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}
