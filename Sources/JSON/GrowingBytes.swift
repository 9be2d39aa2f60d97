/// The bytes of a text that grows, without what an array has to look up for each of them.
struct GrowingBytes: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes there are.
  private(set) var count = 0

  /// Starts without bytes.
  ///
  /// - Parameter capacity: how many there is room for at first, at least 1.
  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  /// Some of the bytes, as long as nothing is appended.
  subscript(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that are not there")
    return UnsafeBufferPointer(start: start + range.lowerBound, count: range.count)
  }

  /// All bytes, as long as nothing is appended.
  var all: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// Appends a byte.
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    start[count] = byte
    count += 1
  }

  /// Appends bytes that are not these themselves.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let other = bytes.baseAddress, bytes.count > 0 else { return }
    if bytes.count > capacity - count { grow(by: bytes.count) }
    (start + count).update(from: other, count: bytes.count)
    count += bytes.count
  }

  /// Appends the UTF-8 bytes of a text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends one byte so many times.
  mutating func append(_ byte: UInt8, times: Int) {
    if times > capacity - count { grow(by: times) }
    (start + count).update(repeating: byte, count: times)
    count += times
  }

  /// Keeps the first bytes alone.
  ///
  /// - Precondition: there are as many.
  mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "bytes that are not there")
    self.count = count
  }

  private mutating func grow(by more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }
}
