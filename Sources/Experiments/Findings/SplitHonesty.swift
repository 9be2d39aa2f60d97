import JSON
package import Tabular

/// Whether the test figures of a split can be believed, and whether the classes can be learned.
package struct SplitHonesty: Sendable {
  /// Fewer training rows of a class than this are too few to learn it from.
  static let leastClassRows = 30

  /// Test rows that stand in the training part too.
  package let duplicates: DuplicateRows
  /// Columns that alone predict the target.
  package let singleFeatures: [SingleFeature]
  /// Columns that seem to name the rows.
  package let identifierColumns: [String]
  /// The class with the fewest training rows, and their count; nil for a regression.
  package let rarestClass: (name: String, rows: Int)?
  private let testRows: Int
  private let features: Set<String>

  /// Examines a split.
  init(_ table: Table, _ split: Split, _ classes: ClassCounts?, labels: [Int]?) {
    duplicates = DuplicateRows(table, split)
    singleFeatures = SingleFeature.find(table, labels: labels, rows: split.train)
    identifierColumns = IdentifierColumns.names(table)
    rarestClass = classes?.rarest
    testRows = split.test.count
    features = Set(table.columns.map(\.name))
  }

  /// What a user should know, the gravest first.
  var warnings: [DataWarning] {
    var warnings: [DataWarning] = []
    for feature in singleFeatures {
      warnings.append(
        DataWarning(
          code: "single-feature",
          message: "column \(quoted(feature.column)) alone predicts the target "
            + "(\(feature.measure.text)): was it known before the target was? "
            + "If not, list it under columns.ignore"))
    }
    if duplicates.count > 0 {
      warnings.append(
        DataWarning(
          code: "duplicate-rows",
          message: "\(duplicates.count) of \(testRows) test rows stand in the training part too"
            + (duplicates.examples.first.map { ", such as line \($0[1]) (line \($0[0]))" } ?? "")
            + ": the test figures flatter the model"))
    }
    if let (name, rows) = rarestClass, rows < Self.leastClassRows {
      warnings.append(
        DataWarning(
          code: "few-rows-of-class",
          message: "class \(quoted(name)) has \(rows) training row\(rows == 1 ? "" : "s"): "
            + "too few to learn it, or to trust its figures"))
    }
    for name in identifierColumns where features.contains(name) {
      warnings.append(
        DataWarning(
          code: "identifier-column",
          message: "column \(quoted(name)) seems to name the rows: if it does, list it under "
            + "columns.id"))
    }
    return warnings
  }

  /// The finding `honesty`.
  func json(_ warnings: [DataWarning]) -> JSONValue {
    .object([
      "warnings": .array(warnings.map(\.json)),
      "duplicate_rows": .integer(duplicates.count),
      "duplicate_examples": .array(
        duplicates.examples.map { .array($0.map { .integer($0) }) }),
      "single_feature": .array(
        singleFeatures.map {
          .object([
            "column": .string($0.column), "metric": .string($0.measure.name),
            "value": .number($0.measure.value),
          ])
        }),
      "identifier_columns": .array(identifierColumns.map { .string($0) }),
      "class_minimum": rarestClass.map { .integer($0.rows) } ?? .null,
    ])
  }
}

extension SingleFeature.Measure {
  fileprivate var name: String {
    switch self {
    case .accuracy: "accuracy"
    case .correlation: "correlation"
    case .r2: "r2"
    }
  }

  fileprivate var value: Double {
    switch self {
    case .accuracy(let value), .correlation(let value), .r2(let value): value
    }
  }

  /// As `accuracy 0.998`, rounded down so that only a perfect rule shows a 1.
  fileprivate var text: String {
    "\(name) \((value * 1000).rounded(.towardZero) / 1000)"
  }
}
