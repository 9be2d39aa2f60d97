/// Sums and updates over long vectors of Double, for what is minimised as a whole.
///
/// A sum runs in sixteen fixed lanes, which are added pairwise at the end.
package enum FlatVector {
  /// Σ a·b.
  ///
  /// - Parameters:
  ///   - a: so many numbers as `b` has.
  package static func dot(
    _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>
  ) -> Double {
    precondition(a.count == b.count, "the vectors differ in length")
    guard let first = a.baseAddress, let second = b.baseAddress else { return 0 }
    let whole = a.count / 16 * 16
    var sums = InlineArray<4, SIMD4<Double>>(repeating: .zero)
    var index = 0
    while index < whole {
      for lane in 0..<4 {
        sums[lane] = sums[lane].addingProduct(
          vector(first + (index &+ lane &* 4)), vector(second + (index &+ lane &* 4)))
      }
      index &+= 16
    }
    var rest = 0.0
    while index < a.count {
      rest = rest.addingProduct(first[index], second[index])
      index &+= 1
    }
    let total = (sums[0] + sums[1]) + (sums[2] + sums[3])
    return ((total[0] + total[1]) + (total[2] + total[3])) + rest
  }

  /// target ← target + factor · source.
  package static func add(
    _ source: UnsafeBufferPointer<Double>, times factor: Double,
    to target: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(source.count == target.count, "the vectors differ in length")
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let whole = source.count / 4 * 4
    let splat = SIMD4<Double>(repeating: factor)
    var index = 0
    while index < whole {
      let sum = vector(to + index).addingProduct(splat, vector(from + index))
      UnsafeMutableRawPointer(to + index).storeBytes(of: sum, as: SIMD4<Double>.self)
      index &+= 4
    }
    while index < source.count {
      to[index] = to[index].addingProduct(factor, from[index])
      index &+= 1
    }
  }

  /// The largest magnitude; NaN where one of them is NaN.
  package static func largestMagnitude(_ a: UnsafeBufferPointer<Double>) -> Double {
    var largest = 0.0
    for value in a {
      if value.isNaN { return value }
      largest = max(largest, value.magnitude)
    }
    return largest
  }

  @inline(__always) private static func vector(_ place: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
  }
}
