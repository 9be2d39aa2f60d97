import Glibc

extension [UInt8] {
  /// Whether these are the same bytes, by memcmp(3); `==` compares each byte by a call of its own.
  package func isSame(as other: [UInt8]) -> Bool {
    count == other.count
      && withUnsafeBufferPointer { bytes in
        other.withUnsafeBufferPointer { others in
          guard let start = bytes.baseAddress, let other = others.baseAddress else { return true }
          return memcmp(start, other, bytes.count) == 0
        }
      }
  }
}
