/// How often what is predicted with some probability comes true.
///
/// Ten bins of equal width: for two classes by the probability of the positive one, for more by that
/// of the class that is predicted. Source: Naeini, Cooper and Hauskrecht 2015, "Obtaining Well
/// Calibrated Probabilities Using Bayesian Binning" (ECE); Guo et al. 2017 for more classes. The
/// bins are those of scikit-learn's `calibration_curve(n_bins=10)`.
package struct Calibration: Equatable, Sendable {
  /// The rows of one bin.
  package struct Bin: Equatable, Sendable {
    /// How many rows there are.
    package fileprivate(set) var count = 0
    fileprivate var predictedSum = 0.0
    fileprivate var trueCount = 0

    /// The mean probability; there must be rows.
    package var predicted: Double { predictedSum / Double(count) }
    /// The share of rows in which it came true; there must be rows.
    package var observed: Double { Double(trueCount) / Double(count) }
  }

  private static let binCount = 10
  /// The upper ends of all bins but the last, as NumPy's `linspace` gives them.
  private static let ends = (1..<binCount).map { Double($0) * (1 / Double(binCount)) }

  /// The bins by ascending probability, empty ones included.
  package private(set) var bins = Array(repeating: Bin(), count: binCount)

  /// Starts with no rows.
  package init() {}

  /// Adds a row.
  @inline(__always)
  mutating func add(_ probability: Double, isTrue: Bool) {
    // The product is right but for rounding at the ends.
    var index = min(Self.binCount - 1, max(0, Int(probability * Double(Self.binCount))))
    if index > 0, probability <= Self.ends[index - 1] { index -= 1 }
    if index < Self.ends.count, probability > Self.ends[index] { index += 1 }
    bins[index].count += 1
    bins[index].predictedSum += probability
    if isTrue { bins[index].trueCount += 1 }
  }

  /// The mean over all rows of |observed − predicted| of their bins; there must be rows.
  package var error: Double {
    let rows = bins.reduce(0) { $0 + $1.count }
    let sum = bins.reduce(0.0) { sum, bin in
      bin.count == 0 ? sum : sum + Double(bin.count) * abs(bin.observed - bin.predicted)
    }
    return sum / Double(rows)
  }
}
