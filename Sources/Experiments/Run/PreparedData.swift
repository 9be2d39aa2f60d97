import Models
import Numerics
package import Tabular

/// A table with its split and its target's encoding, and what was found out about them: what all
/// runs of a study share.
package struct PreparedData: Sendable {
  package let table: Table
  package let target: TargetEncoder
  /// Row numbers of the training part, in the order in which they are trained on, of the part that
  /// the training is watched with, and of the test part.
  package let split: Split
  /// The folds of the training part that a study is chosen from by; nil for another choice.
  package let folds: Folds?
  /// How the rows were split.
  package let settings: SplitSettings
  /// The SHA-256 of the file; nil when the table is not from a file, or it is not known yet.
  package private(set) var sha256: String?
  /// Whether the figures can be believed.
  package let honesty: SplitHonesty
  /// What predicting the same for every row gives.
  package let baseline: Baseline
  /// The rows of each class; nil for a regression.
  let classCounts: ClassCounts?
  /// The class of each row of the table, as an index into the target's classes; nil for a regression.
  let labels: [Int]?
  /// What the numbers of each numeric column are like, over all rows, by the column's name.
  let summaries: [String: NumberSummary]

  /// Splits a table and looks at it.
  ///
  /// - Parameters:
  ///   - positive: the label of the positive class; nil for the second of two.
  ///   - selection: what a study is chosen from by; where that needs rows of their own and the data
  ///     mark none, they are taken from the training part.
  ///   - sha256: the hash of the file, for the record.
  /// - Throws: `TabularError` where the target does not fit the task or the rows are too few.
  package init(
    _ table: Table, task: Task?, positive: String? = nil, split settings: SplitSettings,
    selection: Study.Selection = .test, sha256: String? = nil
  ) throws(TabularError) {
    self.table = table
    self.settings = settings
    self.sha256 = sha256
    target = try TargetEncoder(fitting: table, task: task, positive: positive)
    let labels = target.task == .classification ? try target.classIndices(table) : nil
    self.labels = labels
    // The order of the classes decides which rows a stratified split draws; it must not depend on
    // which class is the positive one.
    let sorted = try TargetEncoder(fitting: table, task: task)
    let isReversed = target.classes != sorted.classes
    let parts = try settings.split(
      table, labels: isReversed ? labels?.map { 1 - $0 } : labels,
      classNames: isReversed ? target.classes.reversed() : target.classes)
    (split, folds) = try settings.holdingOut(
      parts, selection, table,
      labels: isReversed ? labels?.map { 1 - $0 } : labels,
      classNames: isReversed ? target.classes.reversed() : target.classes)
    let counts = labels.map { [target, split] in
      ClassCounts(target.classes, labels: $0, split)
    }
    classCounts = counts
    baseline = counts.map(Baseline.init) ?? Baseline(table.target?.numbers ?? [], split)
    honesty = SplitHonesty(table, split, counts, labels: labels)
    summaries = Self.summaries(table)
  }

  /// The same, with the hash of the file for the record.
  package func hashed(_ sha256: String) -> PreparedData {
    var hashed = self
    hashed.sha256 = sha256
    return hashed
  }

  /// The same data for a run that leaves one fold of the training part out, and is measured on it.
  package func leavingOut(fold: Int) -> PreparedData {
    guard let folds else { preconditionFailure("the data have folds") }
    let (others, left) = folds.rows(of: fold)
    return PreparedData(
      self,
      Split(
        train: others.map { split.train[$0] }, validation: left.map { split.train[$0] },
        test: split.test))
  }

  /// The same data in other parts; what was found out about single rows stays as it was.
  private init(_ data: PreparedData, _ split: Split) {
    table = data.table
    target = data.target
    self.split = split
    folds = nil
    settings = data.settings
    sha256 = data.sha256
    honesty = data.honesty
    classCounts = data.labels.map { ClassCounts(data.target.classes, labels: $0, split) }
    baseline =
      classCounts.map(Baseline.init) ?? Baseline(data.table.target?.numbers ?? [], split)
    labels = data.labels
    summaries = data.summaries
  }

  /// What a user should know about the data, besides how their columns are encoded.
  package var warnings: [DataWarning] { honesty.warnings + table.notes.map(DataWarning.init) }

  /// The classes with their training and test rows; empty for a regression.
  package var classRows: [(name: String, train: Int, test: Int)] {
    guard let counts = classCounts else { return [] }
    return counts.classes.indices.map {
      (counts.classes[$0], counts.train[$0], counts.test[$0])
    }
  }

  /// The findings `data`, `honesty` and `baseline` of a run with this encoding.
  package func findings(_ encoder: FeatureEncoder) -> [Finding] {
    let warnings = warnings + encoder.notes.map(DataWarning.init)
    return [
      Finding(name: "data", value: DataFinding(data: self, encoder: encoder).json),
      Finding(name: "honesty", value: honesty.json(warnings)),
      Finding(name: "baseline", value: baseline.json),
    ]
  }

  private static func summaries(_ table: Table) -> [String: NumberSummary] {
    var summaries: [String: NumberSummary] = [:]
    for column in table.columns {
      if case .numeric(let values) = column.values {
        summaries[column.name] = NumberSummary(values)
      }
    }
    if let target = table.target, let numbers = target.numbers {
      summaries[target.name] = NumberSummary(numbers)
    }
    return summaries
  }
}
