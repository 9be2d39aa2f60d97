/// The ROC curve and the precision-recall curve of one class against the rest.
package struct RankingCurves: Equatable, Sendable {
  /// What comes of predicting the class for all rows with a probability of `threshold` and above.
  package struct Point: Equatable, Sendable {
    package let threshold: Double
    /// Rows of the class that are found.
    package let truePositives: Int
    /// Rows that are taken for the class and are not of it.
    package let falsePositives: Int
  }

  /// Rows of the class, and other rows.
  package let positives: Int
  package let negatives: Int
  /// The area under the ROC curve; nil unless there are rows of both kinds.
  package let area: Double?
  package let averagePrecision: Double
  /// A point for each probability that occurs, from the largest one down.
  package let points: [Point]

  fileprivate init(_ ranking: RankedScores) {
    positives = ranking.positives
    negatives = ranking.negatives
    (area, averagePrecision) = ranking.summary()
    var points: [Point] = []
    var found = 0
    var wrong = 0
    ranking.forEachGroup { group in
      found += group.positives
      wrong += group.negatives
      points.append(
        Point(threshold: group.score, truePositives: found, falsePositives: wrong))
    }
    self.points = points
  }

  /// What comes of any threshold.
  package func outcome(of threshold: Double) -> Point {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
    }
    let found = low == 0 ? nil : points[low - 1]
    return Point(
      threshold: threshold, truePositives: found?.truePositives ?? 0,
      falsePositives: found?.falsePositives ?? 0)
  }
}

extension Evaluation {
  /// The curves of the positive class of two, or of one of more classes.
  ///
  /// - Parameter index: the class; of two only 1 has curves.
  package func curves(ofClass index: Int) -> RankingCurves {
    RankingCurves(rankings.count == 1 ? rankings[0] : rankings[index])
  }
}
