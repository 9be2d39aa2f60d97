/// Spearman's rank correlation of two lists of numbers.
package struct RankCorrelation: Equatable, Sendable {
  /// ρ, from −1 to 1.
  package let coefficient: Double
  /// The probability of a ρ as far from zero if there were no relation.
  package let p: Double

  /// Correlates pairs; nil for less than three, or where one side is constant.
  ///
  /// ρ is Pearson's correlation of the ranks, ties with their mean rank; its test is
  /// t = ρ·√((n − 2) / (1 − ρ²)) with n − 2 degrees of freedom, as `scipy.stats.spearmanr` has it.
  package init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "the numbers come in pairs")
    guard first.count > 2 else { return nil }
    let (x, y) = (Self.ranks(first), Self.ranks(second))
    let mean = Double(first.count + 1) / 2
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    let squares = [x, y].map { $0.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
    guard squares[0] > 0, squares[1] > 0 else { return nil }
    let coefficient = max(-1, min(1, products / (squares[0] * squares[1]).squareRoot()))
    self.coefficient = coefficient
    let degrees = Double(first.count - 2)
    let rest = 1 - coefficient * coefficient
    p =
      rest <= 0
      ? 0
      : StudentDistribution.twoSided(
        t: coefficient * (degrees / rest).squareRoot(), degrees: degrees)
  }

  /// The rank of each number from 1, ties with their mean.
  private static func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, numbers[order[end + 1]] == numbers[order[start]] { end += 1 }
      for position in start...end { ranks[order[position]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
