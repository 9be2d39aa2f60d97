/// What stands out in some values of one column, in sums that do not depend on their order.
package struct ColumnScan: Equatable, Sendable {
  /// Deviations are held within ± this many standard deviations.
  package static let deviationLimit = Double(1 << 20)
  /// Deviations are summed in units of 2⁻³⁰ of a standard deviation.
  package static let deviationUnit = 1.0 / Double(1 << 30)

  /// Values that are NaN.
  package var missing = 0
  /// Values below the smallest or above the largest one that is expected.
  package var outOfRange = 0
  /// The sum of (value − mean) / deviation over the values that are not NaN, in `deviationUnit`s.
  package var deviations: Int64 = 0

  /// Starts with nothing.
  package init() {}

  /// Looks at values once, in vectors.
  ///
  /// A sum of integers is the same in every order, so the rows may be divided among threads in any
  /// way. A double becomes an integer by adding 1.5 · 2²², after which its last bit is worth 2⁻³⁰.
  /// - Parameters:
  ///   - values: at most 2²⁰ of them, so that the sum cannot overflow.
  ///   - low: the smallest expected value.
  ///   - high: the largest one.
  ///   - mean: what deviations are taken from.
  ///   - inverse: 1 / the standard deviation; 0 where there is none.
  package init(
    _ values: UnsafeBufferPointer<Double>, low: Double, high: Double, mean: Double,
    inverse: Double
  ) {
    guard let start = values.baseAddress else { return }
    precondition(values.count <= 1 << 20, "more values than the sum can hold")
    let magic = 1.5 * Double(1 << 22)
    let limit = Self.deviationLimit
    var missing = SIMD4<Int64>.zero
    var outside = SIMD4<Int64>.zero
    var sum = SIMD4<Int64>.zero
    let one = SIMD4<Int64>(repeating: 1)
    var index = 0
    while index &+ 4 <= values.count {
      let value = UnsafeRawPointer(start + index).loadUnaligned(as: SIMD4<Double>.self)
      let isMissing = value .!= value
      missing &+= SIMD4<Int64>.zero.replacing(with: one, where: isMissing)
      outside &+= SIMD4<Int64>.zero.replacing(with: one, where: (value .< low) .| (value .> high))
      var deviation = (value - mean) * inverse
      deviation.replace(with: limit, where: deviation .> limit)
      deviation.replace(with: -limit, where: deviation .< -limit)
      deviation.replace(with: 0, where: isMissing)
      let fixed = unsafeBitCast(deviation + magic, to: SIMD4<Int64>.self)
      sum &+= fixed &- SIMD4<Int64>(repeating: Int64(bitPattern: magic.bitPattern))
      index &+= 4
    }
    while index < values.count {
      let value = start[index]
      if value.isNaN { missing[0] &+= 1 }
      if value < low || value > high { outside[0] &+= 1 }
      let deviation = max(-limit, min(limit, (value - mean) * inverse))
      let fixed = (value.isNaN ? 0 : deviation) + magic
      sum[0] &+= Int64(bitPattern: fixed.bitPattern) &- Int64(bitPattern: magic.bitPattern)
      index &+= 1
    }
    self.missing = Int(missing.wrappedSum())
    outOfRange = Int(outside.wrappedSum())
    deviations = sum.wrappedSum()
  }
}
