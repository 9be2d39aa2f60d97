import JSON

/// How well a classifier tells one class from the rest, as the finding `evaluation` has it.
struct RankedClass {
  /// What comes of taking every row of a probability of `threshold` and above for the class.
  struct Outcome {
    let threshold: Double
    /// Rows of the class that are found, and rows that are taken for it and are not.
    let found, wrong: Int
    /// Rows of the class, and all others.
    let positives, negatives: Int

    var recall: Double { Self.share(found, of: positives) }
    var falsePositiveRate: Double { Self.share(wrong, of: negatives) }
    var precision: Double { Self.share(found, of: found + wrong) }
    var f1: Double { Self.share(2 * found, of: found + wrong + positives) }
    var accuracy: Double { Self.share(found + negatives - wrong, of: positives + negatives) }

    /// A share; 0 of nothing, as scikit-learn has it.
    private static func share(_ part: Int, of whole: Int) -> Double {
      whole == 0 ? 0 : Double(part) / Double(whole)
    }
  }

  let name: String
  /// The area under the ROC curve, and the average precision.
  let area, averagePrecision: Double?
  /// From the largest threshold down.
  let points: [Outcome]
  private let positives, negatives: Int

  /// Reads one of the finding's `curves`.
  init(_ tree: JSONTree) {
    name = tree["class"]?.string ?? ""
    area = tree["area"]?.number
    averagePrecision = tree["average_precision"]?.number
    positives = tree["positives"]?.integer ?? 0
    negatives = tree["negatives"]?.integer ?? 0
    points = Self.outcomes(tree["points"], positives, negatives)
  }

  /// Reads the finding's `thresholds`, which are of this class.
  func outcomes(of tree: JSONTree?) -> [Outcome] { Self.outcomes(tree, positives, negatives) }

  private static func outcomes(
    _ tree: JSONTree?, _ positives: Int, _ negatives: Int
  ) -> [Outcome] {
    (tree?.list ?? []).compactMap { point in
      let values = point.list
      guard values.count == 3, let threshold = values[0].number, let found = values[1].integer,
        let wrong = values[2].integer
      else { return nil }
      return Outcome(
        threshold: threshold, found: found, wrong: wrong, positives: positives,
        negatives: negatives)
    }
  }
}
