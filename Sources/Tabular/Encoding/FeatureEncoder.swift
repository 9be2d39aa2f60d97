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
  ///   - threads: The threads that share the columns; no result depends on it.
  package init(
    fitting table: Table, rows: [Int], settings: PreprocessSettings, threads: Int = 1
  ) {
    self.settings = settings
    let rows = rows.ascending(below: table.rowCount)
    let count = table.columns.count
    let lanes = min(max(1, threads), count)
    let start = UnsafeMutablePointer<ColumnEncoding?>.allocate(capacity: count)
    start.initialize(repeating: nil, count: count)
    defer {
      start.deinitialize(count: count)
      start.deallocate()
    }
    Lanes.run(lanes) { lane in
      let sample = SampleBuffer(rows)
      for index in stride(from: lane, to: count, by: lanes) {
        start[index] = Self.encoding(of: table.columns[index], sample, rows, settings)
      }
    }
    columns = (0..<count).compactMap { start[$0] }
  }

  private static func encoding(
    of column: Column, _ sample: SampleBuffer, _ rows: [Int], _ settings: PreprocessSettings
  ) -> ColumnEncoding {
    switch column.values {
    case .numeric(let values):
      values.withUnsafeBufferPointer { values in
        .numeric(
          NumericEncoding(name: column.name, fitting: sample.of(values), settings: settings))
      }
    case .categorical(let codes, let levels):
      .categorical(
        CategoricalEncoding(
          name: column.name, codes: codes, levels: levels, isBoolean: column.isBoolean,
          rows: rows, settings: settings))
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
