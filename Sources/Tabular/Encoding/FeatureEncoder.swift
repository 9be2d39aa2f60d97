package import Numerics

/// Turns the columns of a table into the features of a network, by statistics of the training rows
/// only.
package struct FeatureEncoder: Hashable, Codable, Sendable {
  /// How one column is encoded.
  package enum ColumnEncoding: Hashable, Codable, Sendable {
    case numeric(NumericEncoding)
    case categorical(CategoricalEncoding)
  }

  /// The settings it was made with.
  package let settings: PreprocessSettings
  /// The columns in the order of their features.
  package let columns: [ColumnEncoding]

  /// Takes the statistics of the training rows.
  ///
  /// - Parameters:
  ///   - table: The training table.
  ///   - rows: The rows to learn from; no other row is looked at.
  package init(fitting table: Table, rows: [Int], settings: PreprocessSettings) {
    self.settings = settings
    columns = table.columns.map { column in
      switch column.values {
      case .numeric(let values):
        let sample = values.withUnsafeBufferPointer { values in rows.map { values[$0] } }
        return .numeric(
          NumericEncoding(name: column.name, fitting: sample, settings: settings))
      case .categorical(let codes, let levels):
        return .categorical(
          CategoricalEncoding(
            name: column.name, codes: codes, levels: levels, isBoolean: column.isBoolean,
            rows: rows, settings: settings))
      }
    }
  }

  /// How many features there are.
  package var featureCount: Int { columns.reduce(0) { $0 + $1.width } }

  /// The features' names: the column's own for a number or a boolean, `column=level` for each level
  /// of a categorical one, `column (unknown)` and `column (missing)` for what has no level.
  package var featureNames: [String] { columns.flatMap(\.featureNames) }

  /// The columns with the kinds in which they must be read.
  package var signatures: [ColumnSignature] {
    columns.map { column in
      switch column {
      case .numeric(let encoding): ColumnSignature(name: encoding.name, kind: .numeric)
      case .categorical(let encoding): ColumnSignature(name: encoding.name, kind: .categorical)
      }
    }
  }

  /// What a user should know about the levels that were kept.
  package var notes: [TableNote] {
    columns.compactMap { column in
      guard case .categorical(let encoding) = column,
        encoding.hasUnknownLevel
      else { return nil }
      return .levelsDropped(
        encoding.name, kept: encoding.levels.count, found: encoding.foundLevels)
    }
  }

  /// Encodes rows of a table that has all columns of the encoder, in any order and among others.
  ///
  /// - Parameters:
  ///   - table: A training table or a chunk of rows to score.
  ///   - rows: The rows in the order wanted; nil for all.
  /// - Returns: [rows × features], each value rounded once from the double.
  /// - Throws: `missingValue` when a value is missing and that is an error by the settings.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func encode<Scalar: Real>(_ table: Table, rows: [Int]? = nil)
    throws(TabularError) -> Matrix<Scalar>
  {
    let width = featureCount
    let count = rows?.count ?? table.rowCount
    var elements = [Scalar](repeating: 0, count: count * width)
    let readers = try self.readers(table, rows: rows)
    // A tile of rows stays in the cache while the columns are written into it one after the other.
    let tile = 256
    elements.withUnsafeMutableBufferPointer { output in
      guard let base = output.baseAddress else { return }
      for start in stride(from: 0, to: count, by: tile) {
        let part = start..<min(start + tile, count)
        for reader in readers { reader.write(part, rows, base, width) }
      }
    }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  /// The columns of `table` in the encoder's order, each with where its features start.
  private func readers(_ table: Table, rows: [Int]?) throws(TabularError) -> [FeatureWriter] {
    var writers: [FeatureWriter] = []
    var feature = 0
    for encoding in columns {
      guard let column = table.column(encoding.name) else {
        preconditionFailure("the table has no column \(encoding.name)")
      }
      if settings.missing == .error, let row = column.firstMissing(rows, table.rowCount) {
        throw .missingValue(
          Place(
            table.file, line: table.lines.line(ofRow: row), column: column.number,
            columnName: column.name))
      }
      writers.append(FeatureWriter(column, encoding, feature: feature))
      feature += encoding.width
    }
    return writers
  }
}

extension FeatureEncoder.ColumnEncoding {
  /// The column's name.
  package var name: String {
    switch self {
    case .numeric(let encoding): encoding.name
    case .categorical(let encoding): encoding.name
    }
  }

  /// How many features the column becomes.
  package var width: Int {
    switch self {
    case .numeric(let encoding): encoding.width
    case .categorical(let encoding): encoding.width
    }
  }

  fileprivate var featureNames: [String] {
    switch self {
    case .numeric(let encoding): encoding.featureNames
    case .categorical(let encoding): encoding.featureNames
    }
  }
}

extension Column {
  /// The first of `rows` (all when nil) whose value is missing.
  fileprivate func firstMissing(_ rows: [Int]?, _ count: Int) -> Int? {
    let isMissing: (Int) -> Bool =
      switch values {
      case .numeric(let values): { values[$0].isNaN }
      case .categorical(let codes, _): { codes[$0] < 0 }
      }
    return rows?.first(where: isMissing)
      ?? (rows == nil ? (0..<count).first(where: isMissing) : nil)
  }
}
