/// Sorting of unsigned integers in linear time.
package enum RadixSort {
  private static let digitBits = 11

  /// Sorts keys in ascending order.
  ///
  /// Least significant digit first, 11 bits at a time; a digit that all keys share costs one pass
  /// of counting. Source: Knuth, The Art of Computer Programming, vol. 3, 5.2.5.
  /// - Complexity: O(keys); as much memory again.
  @_specialize(where Key == UInt32)
  @_specialize(where Key == UInt64)
  package static func sort<Key: FixedWidthInteger & UnsignedInteger>(_ keys: inout [Key]) {
    guard keys.count > 1 << digitBits else { return keys.sort() }
    var other = [Key](repeating: 0, count: keys.count)
    var counts = [Int](repeating: 0, count: 1 << digitBits)
    for shift in stride(from: 0, to: Key.bitWidth, by: digitBits) {
      let isSpread = place(keys, into: &other, shift: shift, &counts)
      if isSpread { swap(&keys, &other) }
    }
  }

  /// Moves keys to their places by one digit; nothing when all have the same.
  @inline(__always)
  private static func place<Key: FixedWidthInteger & UnsignedInteger>(
    _ keys: [Key], into other: inout [Key], shift: Int, _ counts: inout [Int]
  ) -> Bool {
    let mask = (1 << digitBits) - 1
    return keys.withUnsafeBufferPointer { keys in
      other.withUnsafeMutableBufferPointer { other in
        counts.withUnsafeMutableBufferPointer { counts in
          counts.update(repeating: 0)
          for key in keys { counts[Int(truncatingIfNeeded: key >> Key(shift)) & mask] &+= 1 }
          if counts[Int(truncatingIfNeeded: keys[0] >> Key(shift)) & mask] == keys.count {
            return false
          }
          var start = 0
          for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = start
            start &+= count
          }
          for key in keys {
            let digit = Int(truncatingIfNeeded: key >> Key(shift)) & mask
            other[counts[digit]] = key
            counts[digit] &+= 1
          }
          return true
        }
      }
    }
  }
}
