/// A CSV's rows as typed columns.
package struct Table: Sendable {
  /// The name of the file, for messages.
  package let file: String
  /// How many rows there are, the header not counted.
  package let rowCount: Int
  /// The features in file order.
  package let columns: [Column]
  /// The target; always there in a training table.
  package let target: TargetColumn?
  /// A weight of at least 0 for each row, when a column of weights was chosen.
  package let weights: [Double]?
  /// The group or the part of each row, when the split is by a column.
  package let splitColumn: SplitColumn?
  /// The line on which each row starts.
  package let lines: RowLines
  /// What a user should know about the columns.
  package let notes: [TableNote]
  /// The columns that are no features, and why.
  package let leftOut: [LeftOutColumn]
  /// Every column of the file in its order; empty in a table that is not for training.
  package let fileColumns: [FileColumn]

  /// Describes a table; every column has `rowCount` values.
  package init(
    file: String, rowCount: Int, columns: [Column], target: TargetColumn? = nil,
    weights: [Double]? = nil, splitColumn: SplitColumn? = nil, lines: RowLines = RowLines(first: 2),
    notes: [TableNote] = [],
    leftOut: [LeftOutColumn] = [], fileColumns: [FileColumn] = []
  ) {
    self.file = file
    self.rowCount = rowCount
    self.columns = columns
    self.target = target
    self.weights = weights
    self.splitColumn = splitColumn
    self.lines = lines
    self.notes = notes
    self.leftOut = leftOut
    self.fileColumns = fileColumns
  }

  /// The feature with a name.
  package func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

/// A column of the file that is no feature.
package struct LeftOutColumn: Equatable, Codable, Sendable {
  /// Why a column is no feature.
  package enum Reason: String, Codable, Sendable {
    /// The user said so.
    case ignored, id
    /// It holds the weights of the rows.
    case weight
    /// It says how the rows are split.
    case split
    /// A text column in which every row has another value: it names the rows.
    case namesEveryRow
    /// Every value is missing.
    case empty
  }

  /// The name in the header.
  package let name: String
  /// Why it is left out.
  package let reason: Reason

  /// Describes a column that is left out.
  package init(name: String, reason: Reason) {
    self.name = name
    self.reason = reason
  }
}

/// What reading a training file showed about one of its columns.
package struct FileColumn: Equatable, Sendable {
  /// The name in the header.
  package let name: String
  /// The column's number in the file, from 1.
  package let number: Int
  /// How its cells were read; nil when they were not.
  package let kind: ColumnKind?
  /// How many values are missing; nil when the column was not read.
  package let missing: Int?
  /// How many distinct texts it has; nil when it was not read as text.
  package let distinct: Int?
  /// The first value in the file's first rows, cut; nil when all of them are missing there.
  package let example: String?
}

/// Something about a column that a user should know.
package enum TableNote: Equatable, Codable, Sendable {
  /// The column has one value only; it is kept and cannot help.
  case constantColumn(String)
  /// The text column names every row and is left out.
  case leftOutIdentifier(String)
  /// Every value of the column is missing; it is left out.
  case leftOutEmpty(String)
  /// The categorical column has more levels than are kept; the others share one feature.
  case levelsDropped(String, kept: Int, found: Int)
}

extension TableNote {
  /// A short stable name of the kind of note, for scripts.
  package var code: String {
    switch self {
    case .constantColumn: "constant-column"
    case .leftOutIdentifier: "left-out-identifier"
    case .leftOutEmpty: "left-out-empty"
    case .levelsDropped: "levels-dropped"
    }
  }
}

extension TableNote: CustomStringConvertible {
  package var description: String {
    switch self {
    case .constantColumn(let name):
      "column \(Excerpt.quoted(name)) has the same value in every row"
    case .leftOutIdentifier(let name):
      "column \(Excerpt.quoted(name)) is left out: it names every row; "
        + "list it under columns.categorical to use it all the same"
    case .leftOutEmpty(let name):
      "column \(Excerpt.quoted(name)) is left out: every value is missing"
    case .levelsDropped(let name, let kept, let found):
      "column \(Excerpt.quoted(name)) has \(found) levels: the \(kept) most frequent have a "
        + "feature each, the others one together (preprocess.max_categories)"
    }
  }
}
