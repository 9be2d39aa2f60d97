/// Rows divided in two parts so that each class has its share in both.
///
/// Source: scikit-learn 1.9.1, `StratifiedShuffleSplit._iter_indices` and `_approximate_mode`;
/// every draw is made in the same order, so that the same stream picks the same rows.
package struct StratifiedShuffle: Equatable, Sendable {
  /// The rows of the larger part, in the order of the draw.
  package let train: [Int]
  /// The rows of the other part, in the order of the draw.
  package let test: [Int]

  /// Divides rows.
  ///
  /// - Parameters:
  ///   - labels: the class of each row, from 0 on; a class without rows draws nothing.
  ///   - testCount: how many rows the test part has, at most as many as there are.
  package init(labels: [Int], testCount: Int, random: inout RandomState) {
    var members = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
    for (row, label) in labels.enumerated() { members[label].append(row) }
    members.removeAll(where: \.isEmpty)
    let sizes = members.map(\.count)
    let trainSizes = Self.draws(labels.count - testCount, from: sizes, &random)
    let rest = zip(sizes, trainSizes).map { $0 - $1 }
    let testSizes = Self.draws(testCount, from: rest, &random)
    var train: [Int] = []
    var test: [Int] = []
    for (index, rows) in members.enumerated() {
      let order = random.permutation(rows.count).map { rows[$0] }
      train += order[..<trainSizes[index]]
      test += order[trainSizes[index]..<trainSizes[index] + testSizes[index]]
    }
    random.shuffle(&train)
    random.shuffle(&test)
    self.train = train
    self.test = test
  }

  /// How many of `total` draws each class gets: its share rounded down, and what is then left by
  /// the largest remainders, ties broken at random.
  private static func draws(
    _ total: Int, from sizes: [Int], _ random: inout RandomState
  ) -> [Int] {
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
