import Numerics

/// How the rows that were scored differ from the training rows, column by column.
package struct ShiftSummary: Equatable, Sendable {
  /// The counts of one column.
  package struct ColumnShift: Equatable, Sendable {
    /// The column's name.
    package let name: String
    /// Rows in which the column's cell is empty or one of the texts that mean "missing".
    package internal(set) var missing = 0
    /// Rows with a category that has no feature.
    package internal(set) var unseen = 0
    /// Rows with a number beyond those of the training rows.
    package internal(set) var outOfRange = 0
    /// Rows with a text where a number should be.
    package internal(set) var unparsable = 0
    /// The sum of the deviations from the training mean, in units of `ColumnScan`, and how many
    /// values it has.
    private var deviations: Int128 = 0
    private var values = 0
    /// Whether the column is numeric and varied among the training rows.
    private let hasDeviation: Bool

    init(_ encoding: FeatureEncoder.ColumnEncoding) {
      name = encoding.name
      hasDeviation =
        if case .numeric(let numeric) = encoding { numeric.deviation > 0 } else { false }
    }

    /// How far the mean lies from the training rows' mean, in their standard deviations; nil for
    /// categories, for columns without values and for those that were constant.
    ///
    /// A single value counts for at most 2²⁰ standard deviations.
    package var meanShift: Double? {
      guard hasDeviation, values > 0 else { return nil }
      return Double(deviations) / Double(values) * ColumnScan.deviationUnit
    }

    /// Adds a scan of some of the column's values.
    mutating func add(_ scan: ColumnScan, rows: Int) {
      missing += scan.missing
      outOfRange += scan.outOfRange
      deviations += Int128(scan.deviations)
      values += rows - scan.missing
    }

    fileprivate mutating func add(_ other: ColumnShift) {
      missing += other.missing
      unseen += other.unseen
      outOfRange += other.outOfRange
      unparsable += other.unparsable
      deviations += other.deviations
      values += other.values
    }
  }

  /// How many rows were looked at; a row that is lost is not one of them.
  package internal(set) var rows = 0
  /// The columns in the order of the encoder.
  package internal(set) var columns: [ColumnShift]

  /// An empty summary for the columns of an encoder.
  package init(_ encoder: FeatureEncoder) {
    columns = encoder.columns.map(ColumnShift.init)
  }

  /// Adds the counts of other rows; all counts are whole numbers, so the order does not matter.
  package mutating func add(_ other: ShiftSummary) {
    precondition(columns.count == other.columns.count, "summaries of different models")
    rows += other.rows
    for index in columns.indices { columns[index].add(other.columns[index]) }
  }
}
