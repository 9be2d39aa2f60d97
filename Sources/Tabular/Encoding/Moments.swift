import CFastFloat

/// The moments and the range of a column's values, the missing ones (NaN) left out.
///
/// Sums run in eight lanes, so that an addition need not wait for the one before it; the lanes are
/// fixed, and with them every bit of the result.
struct Moments: Equatable {
  /// How many values there are.
  let count: Int
  /// 0 without values, as the variance.
  let mean: Double
  /// The population's variance: divided by n.
  let variance: Double
  /// Infinity and −infinity without values.
  let minimum: Double
  let maximum: Double

  private init(count: Int, mean: Double, variance: Double, minimum: Double, maximum: Double) {
    (self.count, self.mean, self.variance) = (count, mean, variance)
    (self.minimum, self.maximum) = (minimum, maximum)
  }

  /// Passes over the values twice.
  init(_ values: UnsafeBufferPointer<Double>) {
    var first = Sums()
    Self.eachEight(values) { first.add($0) }
    let n = first.counts.sum()
    count = Int(n)
    (minimum, maximum) = (first.low.min(), first.high.max())
    if count == 0 {
      (mean, variance) = (0, 0)
      return
    }
    let center = first.sums.sum() / n
    // Second pass, corrected: Chan, Golub and LeVeque 1983, eq. 1.7.
    var second = Deviations(center: center)
    Self.eachEight(values) { second.add($0) }
    let rest = second.rests.sum()
    mean = center + rest / n
    variance = (second.squares.sum() - rest * rest / n) / n
  }

  /// What the first pass sums up.
  private struct Sums {
    var sums = Eight.zero
    var counts = Eight.zero
    var low = Eight(repeating: .infinity)
    var high = Eight(repeating: -.infinity)

    @inline(__always) mutating func add(_ eight: Eight) {
      let isKnown = eight .== eight
      sums += Eight.zero.replacing(with: eight, where: isKnown)
      counts += Eight.zero.replacing(with: 1, where: isKnown)
      low.replace(with: eight, where: eight .< low)
      high.replace(with: eight, where: eight .> high)
    }
  }

  /// What the second pass sums up.
  private struct Deviations {
    var squares = Eight.zero
    var rests = Eight.zero
    let centers: Eight

    init(center: Double) { centers = Eight(repeating: center) }

    @inline(__always) mutating func add(_ eight: Eight) {
      let isKnown = eight .== eight
      let deviation = Eight.zero.replacing(with: eight - centers, where: isKnown)
      squares += deviation * deviation
      rests += deviation
    }
  }

  /// The moments with `more` values of `value` added.
  ///
  /// Source: Chan, Golub and LeVeque 1983, eq. 2.1, for a second sample without spread.
  func adding(_ value: Double, count more: Int) -> Moments {
    let (k, q) = (Double(count), Double(more))
    let n = k + q
    guard more > 0, n > 0 else { return self }
    let distance = value - mean
    return Moments(
      count: count + more, mean: mean + distance * q / n,
      variance: (k * variance + distance * distance * k * q / n) / n,
      minimum: min(minimum, value), maximum: max(maximum, value))
  }

  /// Whether the variance is nothing but rounding.
  ///
  /// Source: scikit-learn 1.9.1, `_is_constant_feature`.
  var isConstant: Bool {
    let n = Double(count)
    let bound = n * mean * .ulpOfOne
    return variance <= n * .ulpOfOne * variance + bound * bound
  }

  private typealias Eight = SIMD8<Double>
  /// Bytes ahead of the values that are asked for: with less, a new page is waited for.
  private static let lookAhead = 4096

  /// Calls `body` with eight values at a time, the last of them filled up with NaN.
  @inline(__always)
  private static func eachEight(_ values: UnsafeBufferPointer<Double>, _ body: (Eight) -> Void) {
    let raw = UnsafeRawBufferPointer(values)
    guard let first = raw.baseAddress else { return }
    // One call alone, so that it is inlined.
    for start in stride(from: 0, to: values.count, by: 8) {
      backdrop_prefetch(first + start &* 8 + lookAhead)
      let isWhole = start &+ 8 <= values.count
      body(
        isWhole
          ? raw.loadUnaligned(fromByteOffset: start &* 8, as: Eight.self)
          : lastOnes(values, from: start))
    }
  }

  /// Fewer than eight values, filled up with NaN.
  @inline(never)
  private static func lastOnes(_ values: UnsafeBufferPointer<Double>, from start: Int) -> Eight {
    var last = Eight(repeating: .nan)
    for index in start..<values.count { last[index - start] = values[index] }
    return last
  }
}

/// The training rows' values of one column after the other, in one buffer.
final class SampleBuffer {
  private let rows: [Int]
  /// The rows when they are a range, so that nothing need be copied.
  private let range: Range<Int>?
  private let buffer: UnsafeMutableBufferPointer<Double>

  /// Makes room for the values of `rows`.
  init(_ rows: [Int]) {
    self.rows = rows
    let first = rows.first ?? 0
    let isRange = rows.indices.allSatisfy { rows[$0] == first + $0 }
    range = isRange ? first..<first + rows.count : nil
    buffer = .allocate(capacity: isRange ? 0 : rows.count)
  }

  deinit { buffer.deallocate() }

  /// The values of the rows; good until the next call.
  func of(_ values: UnsafeBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
    if let range { return UnsafeBufferPointer(rebasing: values[range]) }
    for (place, row) in rows.enumerated() { buffer[place] = values[row] }
    return UnsafeBufferPointer(buffer)
  }
}
