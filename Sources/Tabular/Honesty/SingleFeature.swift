/// A column that alone predicts the target: often one that was filled in when the target was known.
package struct SingleFeature: Equatable, Sendable {
  /// How well the column alone does.
  package enum Measure: Equatable, Sendable {
    /// The share of rows that a rule on the column gets right.
    case accuracy(Double)
    /// Pearson's correlation of the column with the target.
    case correlation(Double)
    /// The share of the target's variance that the means of the column's levels explain.
    case r2(Double)
  }

  /// Training rows that are looked at: evenly spaced ones of a larger part.
  static let rowLimit = 10_000
  /// Fewer training rows say nothing.
  static let leastRows = 20
  /// The least count of rows behind a decision; Holte's choice.
  static let leastBucket = 6
  /// The share of the baseline's errors that a rule must avoid.
  static let errorShare = 0.98
  /// The least correlation, and with its square the least r2.
  static let leastCorrelation = 0.999

  /// The column's name.
  package let column: String
  /// How well it does.
  package let measure: Measure

  /// States what was found.
  package init(column: String, measure: Measure) {
    self.column = column
    self.measure = measure
  }

  /// The columns that alone predict the target, in file order; none where there is one column only.
  ///
  /// For classes a rule of one column is made and tried on the same rows: the majority class of each
  /// level, or of each interval of numbers, levels of fewer than six rows counting as one. It must
  /// avoid 98 % of the errors that the majority class makes. Source: Holte 1993, "Very simple
  /// classification rules perform well on most commonly used datasets" (1R). For values the
  /// correlation must reach ±0.999, or the means of levels explain 99.8 % of the variance.
  ///
  /// - Parameters:
  ///   - labels: The class of each row; nil for a regression.
  ///   - rows: The training rows.
  package static func find(_ table: Table, labels: [Int]?, rows: [Int]) -> [SingleFeature] {
    guard table.columns.count > 1, rows.count >= leastRows else { return [] }
    let count = min(rows.count, rowLimit)
    let sample = (0..<count).map { rows[$0 * rows.count / count] }
    return table.columns.compactMap { column in
      let measure: Measure? =
        if let labels {
          rule(column.values, sample, sample.map { labels[$0] })
        } else {
          table.target?.numbers.flatMap { numbers in
            relation(column.values, sample, sample.map { numbers[$0] })
          }
        }
      return measure.map { SingleFeature(column: column.name, measure: $0) }
    }
  }

  // MARK: - Classes

  private static func rule(_ values: Column.Values, _ rows: [Int], _ labels: [Int]) -> Measure? {
    let classes = (labels.max() ?? 0) + 1
    var totals = [Int](repeating: 0, count: classes)
    for label in labels { totals[label] += 1 }
    let baseline = totals.max() ?? 0
    if baseline == labels.count { return nil }
    let right =
      switch values {
      case .numeric(let values): rightByIntervals(rows.map { values[$0] }, labels, classes)
      case .categorical(let codes, let levels):
        rightByLevels(rows.map { Int(codes[$0]) }, levels.count, labels, classes)
      }
    let avoided = Double(right - baseline) / Double(labels.count - baseline)
    return avoided >= errorShare ? .accuracy(Double(right) / Double(labels.count)) : nil
  }

  /// Rows that the majority classes of 1R's intervals get right; missing values are one interval.
  private static func rightByIntervals(_ values: [Double], _ labels: [Int], _ classes: Int) -> Int {
    var right = 0
    var missing = [Int](repeating: 0, count: classes)
    for (value, label) in zip(values, labels) where value.isNaN { missing[label] += 1 }
    right += missing.max() ?? 0
    let order = zip(values, labels).filter { !$0.0.isNaN }.sorted { $0 < $1 }
    var counts = [Int](repeating: 0, count: classes)
    var majority = 0
    for (index, (value, label)) in order.enumerated() {
      let isNewValue = index > 0 && order[index - 1].0 != value
      // An interval ends where its class is sure and another one follows.
      if isNewValue, counts[majority] >= leastBucket, label != majority {
        right += counts[majority]
        for index in counts.indices { counts[index] = 0 }
        majority = label
      }
      counts[label] += 1
      if counts[label] > counts[majority] { majority = label }
    }
    return right + counts[majority]
  }

  private static func rightByLevels(
    _ codes: [Int], _ levels: Int, _ labels: [Int], _ classes: Int
  ) -> Int {
    var sizes = [Int](repeating: 0, count: levels)
    for code in codes where code >= 0 { sizes[code] += 1 }
    // The last place is for missing values and rare levels.
    func place(_ code: Int) -> Int {
      code >= 0 && sizes[code] >= leastBucket ? code : levels
    }
    var counts: [Int: [Int]] = [:]
    for (code, label) in zip(codes, labels) {
      counts[place(code), default: Array(repeating: 0, count: classes)][label] += 1
    }
    return counts.values.reduce(0) { $0 + ($1.max() ?? 0) }
  }

  // MARK: - Values

  private static func relation(
    _ values: Column.Values, _ rows: [Int], _ targets: [Double]
  ) -> Measure? {
    switch values {
    case .numeric(let values):
      let r = correlation(rows.map { values[$0] }, targets)
      return r.magnitude >= leastCorrelation ? .correlation(r) : nil
    case .categorical(let codes, let levels):
      let r2 = explained(rows.map { Int(codes[$0]) }, levels.count, targets)
      return r2 >= leastCorrelation * leastCorrelation ? .r2(r2) : nil
    }
  }

  /// Pearson's r over the rows that have a value; 0 where it is not defined.
  private static func correlation(_ values: [Double], _ targets: [Double]) -> Double {
    let pairs = zip(values, targets).filter { !$0.0.isNaN }
    guard pairs.count >= leastRows else { return 0 }
    let n = Double(pairs.count)
    let (x, y) = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for pair in pairs {
      xx += (pair.0 - x) * (pair.0 - x)
      yy += (pair.1 - y) * (pair.1 - y)
      xy += (pair.0 - x) * (pair.1 - y)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }

  /// 1 − (the squares within the levels) / (all squares); rare levels and missing values are one.
  private static func explained(_ codes: [Int], _ levels: Int, _ targets: [Double]) -> Double {
    var sizes = [Int](repeating: 0, count: levels + 1)
    for code in codes where code >= 0 { sizes[code] += 1 }
    let places = codes.map { $0 >= 0 && sizes[$0] >= leastBucket ? $0 : levels }
    var sums = [Double](repeating: 0, count: levels + 1)
    var counts = [Double](repeating: 0, count: levels + 1)
    for (place, target) in zip(places, targets) {
      sums[place] += target
      counts[place] += 1
    }
    let mean = targets.reduce(0, +) / Double(targets.count)
    var (within, all) = (0.0, 0.0)
    for (place, target) in zip(places, targets) {
      let own = sums[place] / counts[place]
      within += (target - own) * (target - own)
      all += (target - mean) * (target - mean)
    }
    return all > 0 ? 1 - within / all : 0
  }
}
