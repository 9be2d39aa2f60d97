/// How one numeric column becomes one feature: (x − offset) / scale.
package struct NumericEncoding: Hashable, Codable, Sendable {
  /// The column's name.
  package let name: String
  /// What replaces a missing value; nil when that is an error.
  package let fill: Double?
  /// What is subtracted.
  package let offset: Double
  /// What is divided by; never 0.
  package let scale: Double
  /// The smallest and the largest value of the training rows; nil when all of them are missing.
  package let minimum: Double?
  package let maximum: Double?
  /// The mean and the standard deviation of the training rows' values, the missing ones left out.
  package let mean: Double
  package let deviation: Double
  // Optional, since models of before have none.
  private let missingIndicator: Bool?

  /// Whether a second feature is 1 where the value is missing and else 0.
  package var hasMissingIndicator: Bool { missingIndicator ?? false }
  /// How many features the column becomes.
  package var width: Int { hasMissingIndicator ? 2 : 1 }
  /// The names of its features: its own, and `column (missing)`.
  package var featureNames: [String] {
    hasMissingIndicator ? [name, "\(name) (missing)"] : [name]
  }

  /// Takes the statistics of `values`, the training rows' only.
  ///
  /// Missing values are replaced before the scale is taken, as in a scikit-learn pipeline of
  /// `SimpleImputer` and `StandardScaler` or `MinMaxScaler`. A column without any value is filled
  /// with 0.
  init(name: String, fitting values: [Double], settings: PreprocessSettings) {
    self.name = name
    let known = values.filter { !$0.isNaN }
    let statistics = Statistics(known)
    minimum = known.min()
    maximum = known.max()
    mean = statistics.mean
    deviation = statistics.variance.squareRoot()
    let replacement =
      switch settings.missing {
      case .mean: statistics.mean
      case .median: Statistics.median(known)
      case .mostFrequent: Statistics.mostFrequent(known)
      case .error: 0.0
      }
    fill = settings.missing == .error ? nil : replacement
    // Only then, as scikit-learn's SimpleImputer(add_indicator=True).
    missingIndicator = settings.missingIndicator && known.count < values.count ? true : nil
    let complete =
      known.count == values.count ? known : values.map { $0.isNaN ? replacement : $0 }
    switch settings.scale {
    case .none: (offset, scale) = (0, 1)
    case .minmax:
      let low = complete.min() ?? 0
      let range = (complete.max() ?? 0) - low
      // MinMaxScaler takes a range below ten ulps of 1 for none.
      (offset, scale) = (low, range < 10 * Double.ulpOfOne ? 1 : range)
    case .standard:
      let all = known.count == values.count ? statistics : Statistics(complete)
      (offset, scale) = (all.mean, all.isConstant ? 1 : all.variance.squareRoot())
    }
  }
}

/// The moments of a column.
private struct Statistics {
  let count: Int
  let mean: Double
  /// The population's variance: divided by n.
  let variance: Double

  init(_ values: [Double]) {
    count = values.count
    guard !values.isEmpty else {
      (mean, variance) = (0, 0)
      return
    }
    let n = Double(values.count)
    var sum = 0.0
    for value in values { sum += value }
    let center = sum / n
    // Second pass, corrected: Chan, Golub and LeVeque 1983, eq. 1.7.
    var squares = 0.0
    var rest = 0.0
    for value in values {
      let deviation = value - center
      squares += deviation * deviation
      rest += deviation
    }
    mean = center + rest / n
    variance = (squares - rest * rest / n) / n
  }

  /// Whether the variance is nothing but rounding.
  ///
  /// Source: scikit-learn 1.9.1, `_is_constant_feature`.
  var isConstant: Bool {
    let n = Double(count)
    let bound = n * mean * .ulpOfOne
    return variance <= n * .ulpOfOne * variance + bound * bound
  }

  static func median(_ values: [Double]) -> Double {
    if values.isEmpty { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  static func mostFrequent(_ values: [Double]) -> Double {
    var counts: [Double: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }
}
