/// How the rows that were scored differ from the training rows, column by column.
package struct ShiftSummary: Equatable, Codable, Sendable {
  /// The counts of one column.
  package struct ColumnShift: Equatable, Codable, Sendable {
    /// The column's name.
    package let name: String
    /// Rows in which it is missing, has an unseen category, or lies out of the training range.
    package fileprivate(set) var missing = 0
    package fileprivate(set) var unseen = 0
    package fileprivate(set) var outOfRange = 0
    /// The sum of the deviations from the training mean, and how many values it has.
    fileprivate var deviations = 0.0
    fileprivate var values = 0
    fileprivate var trainingDeviation: Double?

    /// How far the mean lies from the training rows' mean, in their standard deviations; nil for
    /// categories, for columns without values and for those that were constant.
    package var meanShift: Double? {
      guard let trainingDeviation, trainingDeviation > 0, values > 0 else { return nil }
      return deviations / Double(values) / trainingDeviation
    }
  }

  /// How many rows were added.
  package private(set) var rows = 0
  /// The columns in the order of the encoder.
  package private(set) var columns: [ColumnShift]

  /// An empty summary for the columns of an encoder.
  package init(_ encoder: FeatureEncoder) {
    columns = encoder.columns.map { encoding in
      var column = ColumnShift(name: encoding.name)
      if case .numeric(let numeric) = encoding { column.trainingDeviation = numeric.deviation }
      return column
    }
  }

  /// Adds a table and what `encoder.concerns` found in it.
  package mutating func add(_ table: Table, _ concerns: [RowConcern], _ encoder: FeatureEncoder) {
    rows += table.rowCount
    var positions: [String: Int] = [:]
    for (index, column) in columns.enumerated() { positions[column.name] = index }
    for concern in concerns {
      guard let index = positions[concern.column] else { continue }
      switch concern.kind {
      case .imputed: columns[index].missing += 1
      case .unseen: columns[index].unseen += 1
      case .outOfRange: columns[index].outOfRange += 1
      }
    }
    for (index, encoding) in encoder.columns.enumerated() {
      guard case .numeric(let numeric) = encoding,
        case .numeric(let values)? = table.column(numeric.name)?.values
      else { continue }
      for value in values where !value.isNaN {
        columns[index].deviations += value - numeric.mean
        columns[index].values += 1
      }
    }
  }
}
