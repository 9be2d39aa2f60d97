/// How often each class was predicted for each true class.
package struct ConfusionMatrix: Equatable, Sendable {
  /// How many classes there are.
  package let classes: Int
  /// Row by row: a row for each true class, a column for each predicted one.
  package private(set) var counts: [Int]

  /// Starts with no rows.
  package init(classes: Int) {
    self.classes = classes
    counts = Array(repeating: 0, count: classes * classes)
  }

  /// Adds a row.
  @inline(__always)
  mutating func add(truth: Int, predicted: Int) { counts[truth * classes + predicted] += 1 }

  /// The count of a true and a predicted class.
  package subscript(truth: Int, predicted: Int) -> Int { counts[truth * classes + predicted] }

  /// The share of rows on the diagonal; there must be rows.
  var accuracy: Double {
    let correct = (0..<classes).reduce(0) { $0 + self[$1, $1] }
    return Double(correct) / Double(counts.reduce(0, +))
  }

  /// The F1 score of the positive class of two; otherwise the mean of the F1 scores of the classes
  /// that are either true or predicted somewhere.
  ///
  /// Source: scikit-learn, `f1_score` with `average="binary"` and `average="macro"`.
  var f1: Double {
    if classes == 2 { return f1(of: 1) ?? 0 }
    let scores = (0..<classes).compactMap(f1)
    return scores.reduce(0, +) / Double(scores.count)
  }

  /// 2 · tp / (2 · tp + fp + fn); nil for a class that is neither true nor predicted anywhere.
  private func f1(of index: Int) -> Double? {
    var truths = 0
    var predictions = 0
    for other in 0..<classes {
      truths += self[index, other]
      predictions += self[other, index]
    }
    if truths + predictions == 0 { return nil }
    return 2 * Double(self[index, index]) / Double(truths + predictions)
  }
}
