import Numerics

/// The rows held back for early stopping, chosen as scikit-learn's `train_test_split` does.
struct HeldOutRows: Sendable, Equatable {
  /// Rows to train on, in the order of the split.
  let train: [Int]
  /// Rows to score.
  let test: [Int]

  /// Splits rows at random: the test rows are the first of a permutation.
  init(rows: Int, fraction: Double, random: inout RandomState) {
    let count = Self.testCount(rows, fraction)
    let order = random.permutation(rows)
    test = Array(order[..<count])
    train = Array(order[count...])
  }

  /// Splits each class in proportion.
  ///
  /// - Parameter labels: the class of each row, from 0 on.
  init(stratifying labels: [Int], fraction: Double, random: inout RandomState) {
    let shuffle = StratifiedShuffle(
      labels: labels, testCount: Self.testCount(labels.count, fraction), random: &random)
    train = shuffle.train
    test = shuffle.test
  }

  private static func testCount(_ rows: Int, _ fraction: Double) -> Int {
    min(rows - 1, Int((fraction * Double(rows)).rounded(.up)))
  }
}
