import Tabular

extension SplitSettings {
  /// Takes the rows that a study is chosen from by out of the training part, in the way in which the
  /// test rows were taken out of all rows.
  ///
  /// - Returns: the parts, and the folds where the choice is by folds.
  /// - Throws: `TabularError` where there are too few rows.
  func holdingOut(
    _ split: Split, _ selection: Study.Selection, _ table: Table, labels: [Int]?,
    classNames: [String]
  ) throws(TabularError) -> (Split, Folds?) {
    let ownLabels = labels.map { labels in split.train.map { labels[$0] } }
    switch selection {
    case .test: return (split, nil)
    case .folds(let count, let wanted):
      let rows = split.train.count
      if let ownLabels, wanted != .random {
        return (split, try Folds(count: count, labels: ownLabels, seed: seed))
      }
      return (split, try Folds(count: count, rowCount: rows, seed: seed))
    case .validation(let fraction):
      guard split.validation.isEmpty else { return (split, nil) }
      let inner = try holdingOut(fraction, of: split.train, table, ownLabels, classNames)
      return (
        Split(
          train: inner.train.map { split.train[$0] },
          validation: inner.test.map { split.train[$0] }, test: split.test), nil
      )
    }
  }

  /// Divides rows of the training part; the result counts them from 0.
  private func holdingOut(
    _ fraction: Double, of rows: [Int], _ table: Table, _ labels: [Int]?, _ classNames: [String]
  ) throws(TabularError) -> Split {
    var settings = self
    settings.testFraction = fraction
    switch method {
    case .group: return try settings.splitGroups(table, rows: rows)
    // Where the data mark the parts, or all rows are training rows, they are in no order.
    case .column, .none: settings.method = .random
    case .random, .stratified, .ordered: break
    }
    return try settings.indices(count: rows.count, labels: labels, classNames: classNames)
  }
}
