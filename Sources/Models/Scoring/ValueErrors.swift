/// The errors of predicted values, summed up.
struct ValueErrors: Equatable, Sendable {
  private var rows = 0
  private var absoluteSum = 0.0
  private var squareSum = 0.0
  /// The running mean of the targets, and the sum of their squared deviations from it.
  private var targetMean = 0.0
  private var targetDeviation = 0.0

  /// Adds a row.
  @inline(__always)
  mutating func add(_ value: Double, target: Double) {
    rows += 1
    let error = target - value
    squareSum += error * error
    absoluteSum += abs(error)
    // One pass, and no cancellation when the mean is large. Source: Welford 1962, "Note on a method
    // for calculating corrected sums of squares and products".
    let deviation = target - targetMean
    targetMean += deviation / Double(rows)
    targetDeviation += deviation * (target - targetMean)
  }

  /// The mean squared error; there must be rows.
  var meanSquaredError: Double { squareSum / Double(rows) }
  /// The mean absolute error; there must be rows.
  var meanAbsoluteError: Double { absoluteSum / Double(rows) }

  /// 1 − Σ(y − ŷ)² / Σ(y − ȳ)².
  ///
  /// As scikit-learn's `r2_score` has it, a constant target gives 1 when it is predicted exactly
  /// and 0 otherwise.
  var r2: Double {
    if targetDeviation > 0 { return 1 - squareSum / targetDeviation }
    return squareSum > 0 ? 0 : 1
  }
}
