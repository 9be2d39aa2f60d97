/// How the cells of a column are read; decided once, on the training file, and stored in the model.
package enum ColumnKind: String, Codable, Sendable {
  case numeric, categorical
}

/// One feature column of a table.
package struct Column: Equatable, Sendable {
  /// The values of all rows.
  package enum Values: Equatable, Sendable {
    /// Numbers; NaN where the value is missing.
    case numeric([Double])
    /// An index into `levels` for each row; −1 where the value is missing.
    ///
    /// Levels are texts exactly as in the file; in a training table sorted by Unicode scalars.
    case categorical(codes: [Int32], levels: [String])
  }

  /// The name in the header.
  package let name: String
  /// The column's number in the file, from 1; nil when it is not from a file.
  package let number: Int?
  /// One value for each row.
  package let values: Values
  /// Whether a categorical column holds true and false only.
  package let isBoolean: Bool

  /// Describes a column.
  package init(name: String, number: Int? = nil, values: Values, isBoolean: Bool = false) {
    self.name = name
    self.number = number
    self.values = values
    self.isBoolean = isBoolean
  }

  /// How its cells were read.
  package var kind: ColumnKind {
    switch values {
    case .numeric: .numeric
    case .categorical: .categorical
    }
  }
}

/// A column that names each row's group or part of the split.
package struct SplitColumn: Equatable, Sendable {
  /// The name in the header.
  package let name: String
  /// The column's number in the file, from 1; nil when it is not from a file.
  package let number: Int?
  /// For each row an index into `levels`; −1 where the text is missing.
  package let codes: [Int32]
  /// The distinct texts exactly as in the file, sorted by Unicode scalars.
  package let levels: [String]

  /// Describes a column.
  package init(name: String, number: Int? = nil, codes: [Int32], levels: [String]) {
    self.name = name
    self.number = number
    self.codes = codes
    self.levels = levels
  }
}

/// The target column: as labels, as numbers, or as both where its texts are numbers.
package struct TargetColumn: Equatable, Sendable {
  /// Distinct numbers up to which a numeric target also keeps its labels.
  package static let labelLimit = 1000

  /// The name in the header.
  package let name: String
  /// The column's number in the file, from 1; nil when it is not from a file.
  package let number: Int?
  /// For each row an index into `levels`; nil for a numeric target with more than `labelLimit`
  /// distinct texts.
  package let codes: [Int32]?
  /// The distinct labels exactly as in the file, sorted by Unicode scalars.
  package let levels: [String]
  /// The value of each row; nil unless every label is a number.
  package let numbers: [Double]?

  /// Describes a target; `codes` or `numbers` is there, or both.
  package init(
    name: String, number: Int? = nil, codes: [Int32]?, levels: [String], numbers: [Double]?
  ) {
    precondition(codes != nil || numbers != nil)
    self.name = name
    self.number = number
    self.codes = codes
    self.levels = levels
    self.numbers = numbers
  }
}
