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

  /// Splits each class in proportion, as `StratifiedShuffleSplit` does.
  ///
  /// - Parameter labels: the class of each row, from 0 on.
  init(stratifying labels: [Int], fraction: Double, random: inout RandomState) {
    let testCount = Self.testCount(labels.count, fraction)
    var members: [[Int]] = []
    for (row, label) in labels.enumerated() {
      while members.count <= label { members.append([]) }
      members[label].append(row)
    }
    members.removeAll(where: \.isEmpty)
    let counts = members.map(\.count)
    let trainCounts = Self.draw(labels.count - testCount, from: counts, random: &random)
    let left = zip(counts, trainCounts).map { $0 - $1 }
    let testCounts = Self.draw(testCount, from: left, random: &random)
    var train: [Int] = []
    var test: [Int] = []
    for (index, rows) in members.enumerated() {
      let order = random.permutation(rows.count).map { rows[$0] }
      train += order.prefix(trainCounts[index])
      test += order.dropFirst(trainCounts[index]).prefix(testCounts[index])
    }
    random.shuffle(&train)
    random.shuffle(&test)
    self.train = train
    self.test = test
  }

  private static func testCount(_ rows: Int, _ fraction: Double) -> Int {
    min(rows - 1, Int((fraction * Double(rows)).rounded(.up)))
  }

  /// How many to take of each class: `draws` in proportion, the rest to the largest remainders.
  ///
  /// Source: scikit-learn's `_approximate_mode`; among equal remainders the stream chooses.
  private static func draw(_ draws: Int, from counts: [Int], random: inout RandomState) -> [Int] {
    let total = Double(counts.reduce(0, +))
    let shares = counts.map { Double($0) / total * Double(draws) }
    var result = shares.map { Int($0.rounded(.down)) }
    var missing = draws - result.reduce(0, +)
    let remainders = zip(shares, result).map { $0 - Double($1) }
    for value in Set(remainders).sorted(by: >) where missing > 0 {
      let candidates = remainders.indices.filter { remainders[$0] == value }
      let chosen = random.permutation(candidates.count).prefix(missing)
      for index in chosen { result[candidates[index]] += 1 }
      missing -= chosen.count
    }
    return result
  }
}
