/// A test of whether paired differences are more than noise.
package enum PairedTest: Sendable {
  /// Student's t-test on the differences between two settings with the same seeds.
  ///
  /// Source: Student 1908. t = d̄ / √(s²/n) with n − 1 degrees of freedom.
  case seeds
  /// The t-test corrected for folds, whose training rows overlap.
  ///
  /// t = d̄ / √((1/k + n₂/n₁)·s²) with k − 1 degrees of freedom; for k folds the ratio of test to
  /// training rows n₂/n₁ is 1/(k − 1).
  /// Source: Nadeau and Bengio 2003, Inference for the Generalization Error, Machine Learning 52,
  /// section 3.
  case folds

  /// The probability of differences as large as these if the settings were equal; nil for less than
  /// two.
  ///
  /// Differences that are all the same leave no noise: 0, or 1 where they are all zero.
  package func p(_ differences: [Double]) -> Double? {
    let count = Double(differences.count)
    guard differences.count > 1, let spread = Spread(differences) else { return nil }
    guard spread.deviation > 0 else { return spread.mean == 0 ? 1 : 0 }
    let factor =
      switch self {
      case .seeds: 1 / count
      case .folds: 1 / count + 1 / (count - 1)
      }
    let t = spread.mean / (factor.squareRoot() * spread.deviation)
    return StudentDistribution.twoSided(t: t, degrees: count - 1)
  }
}

/// Mean and spread of figures.
package struct Spread: Equatable, Sendable {
  package let count: Int
  package let mean: Double
  /// The standard deviation of the sample, with n − 1; zero for one figure.
  package let deviation: Double

  /// Summarizes figures; nil where there are none.
  package init?(_ figures: [Double]) {
    guard let first = figures.first else { return nil }
    count = figures.count
    // Of equal figures the mean is exactly that figure, and the deviation zero.
    if figures.allSatisfy({ $0 == first }) {
      (mean, deviation) = (first, 0)
      return
    }
    let mean = figures.reduce(0, +) / Double(figures.count)
    let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = (squares / Double(figures.count - 1)).squareRoot()
  }
}

/// Holm's correction for several tests at once.
package enum HolmCorrection {
  /// The corrected p of each test.
  ///
  /// The i-th smallest of m is multiplied by m − i + 1; none is smaller than one before it, or above
  /// one. Source: Holm 1979, Scandinavian Journal of Statistics 6.
  package static func corrected(_ p: [Double]) -> [Double] {
    var corrected = p
    var least = 0.0
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    for (rank, index) in order.enumerated() {
      least = max(least, min(1, p[index] * Double(p.count - rank)))
      corrected[index] = least
    }
    return corrected
  }
}
