import Numerics

/// How rows are divided into folds.
package enum FoldMethod: String, CaseIterable, Codable, Sendable {
  /// At random: scikit-learn's `KFold(shuffle=True)`.
  case random
  /// At random with each class in proportion: scikit-learn's `StratifiedKFold(shuffle=True)`.
  case stratified
}

/// Rows divided into k folds, each of which is left out of training once.
///
/// Source: scikit-learn 1.9.1, `KFold._iter_test_indices` and `StratifiedKFold._make_test_folds`;
/// every draw is made in the same order, so that the same seed gives the same folds. The rows of a
/// fold, and those of all others, keep the order in which they were given.
package struct Folds: Equatable, Sendable {
  /// The fold of each row, from 0.
  private let foldOfRow: [Int]
  /// How many folds there are.
  package let count: Int

  /// Divides rows 0..<rowCount.
  ///
  /// - Throws: `tooFewRowsForFolds` where a fold would have none.
  package init(count: Int, rowCount: Int, seed: UInt32) throws(TabularError) {
    guard count >= 2, count <= rowCount else {
      throw .tooFewRowsForFolds(rows: rowCount, folds: count)
    }
    var random = RandomState(seed: seed)
    let order = random.permutation(rowCount)
    var foldOfRow = [Int](repeating: 0, count: rowCount)
    var start = 0
    for fold in 0..<count {
      let size = rowCount / count + (fold < rowCount % count ? 1 : 0)
      for row in order[start..<start + size] { foldOfRow[row] = fold }
      start += size
    }
    self.foldOfRow = foldOfRow
    self.count = count
  }

  /// Divides rows so that each class has its share in every fold.
  ///
  /// - Parameter labels: the class of each row, from 0 on.
  /// - Throws: `tooFewRowsForFolds` where no class has a row for every fold, as scikit-learn does.
  package init(
    count: Int, labels: [Int], seed: UInt32
  ) throws(TabularError) {
    let encoded = Self.byFirstOccurrence(labels)
    let classCount = (encoded.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: classCount)
    for label in encoded { sizes[label] += 1 }
    guard count >= 2, let largest = sizes.max(), count <= largest else {
      throw .tooFewRowsForFolds(rows: sizes.max() ?? 0, folds: count)
    }
    // What fold i gets of each class: every count-th row of the rows in the order of their class.
    let sorted = encoded.sorted()
    var allocation = [[Int]](
      repeating: [Int](repeating: 0, count: classCount), count: count)
    for (position, label) in sorted.enumerated() { allocation[position % count][label] += 1 }
    var random = RandomState(seed: seed)
    var folds: [[Int]] = []
    for label in 0..<classCount {
      var ofClass = (0..<count).flatMap { fold in
        [Int](repeating: fold, count: allocation[fold][label])
      }
      random.shuffle(&ofClass)
      folds.append(ofClass)
    }
    var next = [Int](repeating: 0, count: classCount)
    foldOfRow = encoded.map { label in
      defer { next[label] += 1 }
      return folds[label][next[label]]
    }
    self.count = count
  }

  /// The rows of one fold, and of all others, in their order.
  package func rows(of fold: Int) -> (others: [Int], fold: [Int]) {
    let rows = foldOfRow.indices
    return (rows.filter { foldOfRow[$0] != fold }, rows.filter { foldOfRow[$0] == fold })
  }

  /// The classes numbered in the order in which they occur first.
  private static func byFirstOccurrence(_ labels: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return labels.map { label in
      let number = numbers[label] ?? numbers.count
      numbers[label] = number
      return number
    }
  }
}
