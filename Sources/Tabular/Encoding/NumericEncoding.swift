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
  init(name: String, fitting values: UnsafeBufferPointer<Double>, settings: PreprocessSettings) {
    self.name = name
    let statistics = Moments(values)
    let missing = values.count - statistics.count
    let hasValues = statistics.count > 0
    minimum = hasValues ? statistics.minimum : nil
    maximum = hasValues ? statistics.maximum : nil
    mean = statistics.mean
    deviation = statistics.variance.squareRoot()
    let replacement =
      switch settings.missing {
      case .mean: statistics.mean
      case .median: Self.median(values.filter { !$0.isNaN })
      case .mostFrequent: Self.mostFrequent(values.filter { !$0.isNaN })
      case .error: 0.0
      }
    fill = settings.missing == .error ? nil : replacement
    // Only then, as scikit-learn's SimpleImputer(add_indicator=True).
    missingIndicator = settings.missingIndicator && missing > 0 ? true : nil
    let filled = statistics.adding(replacement, count: missing)
    switch settings.scale {
    case .none: (offset, scale) = (0, 1)
    case .minmax:
      let range = filled.count > 0 ? filled.maximum - filled.minimum : 0
      // MinMaxScaler takes a range below ten ulps of 1 for none.
      (offset, scale) =
        (filled.count > 0 ? filled.minimum : 0, range < 10 * Double.ulpOfOne ? 1 : range)
    case .standard:
      (offset, scale) = (filled.mean, filled.isConstant ? 1 : filled.variance.squareRoot())
    }
  }

  private static func median(_ values: [Double]) -> Double {
    if values.isEmpty { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private static func mostFrequent(_ values: [Double]) -> Double {
    var counts: [Double: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }
}
