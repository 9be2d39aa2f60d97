import Numerics

/// The rows of each class, to be divided in proportion.
///
/// Source: scikit-learn 1.9.1, `StratifiedShuffleSplit._iter_indices` and `_approximate_mode`;
/// every draw is made in the same order, so that the same seed picks the same rows.
struct Stratification {
  private let count: Int
  /// The rows of each class, ascending.
  private let members: [[Int]]
  private let classNames: [String]

  /// Groups rows by their class.
  init(_ labels: [Int], classNames: [String]) {
    count = labels.count
    self.classNames = classNames
    var members = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
    for (row, label) in labels.enumerated() { members[label].append(row) }
    self.members = members
  }

  /// Divides the rows.
  func split(testCount: Int, seed: UInt32) throws(TabularError) -> Split {
    try check(testCount: testCount)
    // Classes without rows draw nothing and are none to scikit-learn.
    let members = members.filter { !$0.isEmpty }
    var random = RandomState(seed: seed)
    let sizes = members.map(\.count)
    let trainSizes = draws(count - testCount, from: sizes, &random)
    let rest = zip(sizes, trainSizes).map { $0 - $1 }
    let testSizes = draws(testCount, from: rest, &random)
    var train: [Int] = []
    var test: [Int] = []
    for (index, rows) in members.enumerated() {
      let order = random.permutation(rows.count).map { rows[$0] }
      train += order[..<trainSizes[index]]
      test += order[trainSizes[index]..<trainSizes[index] + testSizes[index]]
    }
    let trainOrder = random.permutation(train.count)
    let testOrder = random.permutation(test.count)
    return Split(train: trainOrder.map { train[$0] }, test: testOrder.map { test[$0] })
  }

  private func check(testCount: Int) throws(TabularError) {
    for (label, rows) in members.enumerated() where rows.count == 1 {
      throw .classTooSmall(
        name: label < classNames.count ? classNames[label] : String(label), rows: 1)
    }
    let classes = members.count { !$0.isEmpty }
    if count - testCount < classes {
      throw .moreClassesThanRows(part: "training", classes: classes, rows: count - testCount)
    }
    if testCount < classes {
      throw .moreClassesThanRows(part: "test", classes: classes, rows: testCount)
    }
  }

  /// How many of `total` draws each class gets: its share rounded down, and what is then left by
  /// the largest remainders, ties broken at random.
  private func draws(_ total: Int, from sizes: [Int], _ random: inout RandomState) -> [Int] {
    let sum = Double(sizes.reduce(0, +))
    let shares = sizes.map { Double($0) / sum * Double(total) }
    var drawn = shares.map { Int($0.rounded(.down)) }
    let remainders = shares.map { $0 - $0.rounded(.down) }
    var left = total - drawn.reduce(0, +)
    for remainder in Set(remainders).sorted(by: >) where left > 0 {
      let tied = remainders.indices.filter { remainders[$0] == remainder }
      let added = min(tied.count, left)
      // NumPy's choice without replacement is the start of a permutation.
      for index in random.permutation(tied.count)[..<added] { drawn[tied[index]] += 1 }
      left -= added
    }
    return drawn
  }
}
