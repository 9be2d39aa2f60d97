/// Room for the fields of one record whose doubled quotes are undone.
final class UnescapedText {
  private let storage: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var count = 0

  /// Allocates for records of up to `capacity` bytes.
  init(capacity: Int) {
    self.capacity = capacity
    storage = PaddedBytes.allocate(capacity)
  }

  deinit { PaddedBytes.deallocate(storage) }

  /// Forgets all fields.
  func clear() { count = 0 }

  /// Copies the inside of a quoted field, each doubled quote once, and a NUL after it.
  func append(_ inside: UnsafePointer<UInt8>, count length: Int)
    -> (start: UnsafePointer<UInt8>, count: Int)
  {
    // A field loses a byte for each doubled quote and its own two quotes, so the NUL has room too.
    precondition(count + length < capacity, "a record longer than its block")
    let start = storage + count
    var written = 0
    var index = 0
    while index < length {
      start[written] = inside[index]
      written += 1
      index += inside[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    start[written] = 0
    count += written + 1
    return (UnsafePointer(start), written)
  }
}
