import JSON
import Tabular

/// The finding `data`: the file, its split, and every column with what is done with it.
struct DataFinding {
  let data: PreparedData
  let encoder: FeatureEncoder

  /// The document.
  var json: JSONValue {
    let split = data.split
    var members: [String: JSONValue] = [
      "file": .string(data.table.file), "sha256": data.sha256.map { .string($0) } ?? .null,
      "rows": .integer(data.table.rowCount), "train_rows": .integer(split.train.count),
      "validation_rows": .integer(split.validation.count),
      "test_rows": .integer(split.test.count), "split": .string(data.settings.method.rawValue),
      "columns": .array(columns.map(\.json)),
    ]
    if let counts = data.classCounts {
      members["classes"] = .array(counts.classes.map { .string($0) })
      var parts = ["train": Self.numbers(counts.train), "test": Self.numbers(counts.test)]
      if !split.validation.isEmpty { parts["validation"] = Self.numbers(counts.validation) }
      members["class_counts"] = .object(parts)
    }
    if let positive = data.target.positive { members["positive"] = .string(positive) }
    return .object(members)
  }

  private static func numbers(_ counts: [Int]) -> JSONValue { .array(counts.map { .integer($0) }) }

  /// Every column of the file in its order.
  var columns: [ColumnReport] { data.table.fileColumns.map(report) }

  private func report(_ column: FileColumn) -> ColumnReport {
    let (role, use) = part(of: column)
    let isBoolean = data.table.column(column.name)?.isBoolean ?? false
    let summary = data.summaries[column.name]
    // A class has no mean, even when it is a number.
    let isClass = column.name == data.target.name && data.target.task == .classification
    let moments = isClass ? nil : summary
    return ColumnReport(
      name: column.name, number: column.number,
      kind: isBoolean ? "boolean" : column.kind.map(\.rawValue) ?? "text", role: role, use: use,
      missing: column.missing, distinct: summary.map(\.distinct) ?? column.distinct,
      minimum: moments?.minimum, maximum: moments?.maximum, mean: moments?.mean,
      example: column.example)
  }

  /// The part that a column plays, and what is done with it.
  private func part(of column: FileColumn) -> (role: String, use: String) {
    if column.name == data.target.name { return ("target", ColumnUse.of(data.target)) }
    if let encoding = encoder.columns.first(where: { $0.name == column.name }) {
      return ("feature", ColumnUse.of(encoding, encoder.settings))
    }
    guard let leftOut = data.table.leftOut.first(where: { $0.name == column.name }) else {
      preconditionFailure("column \(column.name) has no part")
    }
    let method = data.settings.method
    let role =
      switch leftOut.reason {
      case .ignored: "ignored"
      case .id: "id"
      case .weight: "weight"
      case .split: method == .group ? "group" : "split"
      case .namesEveryRow, .empty: "left_out"
      }
    return (role, ColumnUse.of(leftOut.reason, method))
  }
}
