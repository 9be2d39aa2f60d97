/// What the numbers of a column are like.
package struct NumberSummary: Equatable, Sendable {
  /// Distinct values up to which they are counted.
  package static let distinctLimit = 1000

  /// How many values are missing.
  package let missing: Int
  /// How many distinct values there are; nil when they are more than `distinctLimit`.
  package let distinct: Int?
  /// The smallest, the largest and the mean value; nil when all are missing.
  package let minimum: Double?
  package let maximum: Double?
  package let mean: Double?

  /// Looks at all values once.
  ///
  /// - Parameter values: NaN where missing.
  /// - Complexity: O(n); counting stops at the limit, so that it costs little where values differ.
  package init(_ values: [Double]) {
    var (count, sum) = (0, 0.0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      count += 1
      sum += value
      low = min(low, value)
      high = max(high, value)
    }
    missing = values.count - count
    (minimum, maximum) = count > 0 ? (low, high) : (nil, nil)
    mean = count > 0 ? sum / Double(count) : nil
    distinct = Self.countDistinct(values)
  }

  private static func countDistinct(_ values: [Double]) -> Int? {
    var seen = DistinctNumbers(capacity: distinctLimit)
    for value in values where !value.isNaN {
      if seen.insert(value), seen.count > distinctLimit { return nil }
    }
    return seen.count
  }
}

/// A set of numbers, by open addressing in one array.
struct DistinctNumbers {
  /// Bit patterns, shifted by one so that 0 means free; −0 counts as 0.
  private var slots: [UInt64]
  private(set) var count = 0

  /// Makes room for `capacity` numbers and one more.
  init(capacity: Int) {
    var size = 16
    while size < 2 * (capacity + 1) { size *= 2 }
    slots = Array(repeating: .max, count: size)
  }

  /// Adds a number that is not NaN.
  ///
  /// - Returns: Whether it is new.
  mutating func insert(_ value: Double) -> Bool {
    // A NaN has all ones, so that no number is taken for a free slot.
    let bits = (value + 0).bitPattern
    var slot = Int(truncatingIfNeeded: RowHash.mix(bits)) & (slots.count - 1)
    while slots[slot] != .max {
      if slots[slot] == bits { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = bits
    count += 1
    return true
  }
}

/// Hashes of rows and values, seeded per process so that no file can be made to collide.
enum RowHash {
  private static let seed = UInt64.random(in: .min ... .max)

  /// Mixes 64 bits by a widening multiplication, as wyhash does (Wang Yi 2019).
  @inline(__always)
  static func mix(_ bits: UInt64) -> UInt64 {
    let product = (bits ^ seed).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.high ^ product.low
  }
}
