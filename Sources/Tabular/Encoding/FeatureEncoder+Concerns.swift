/// Why the score of a row deserves less trust.
package struct RowConcern: Equatable, Sendable {
  /// What is unusual about a value.
  package enum Kind: Equatable, Sendable {
    /// It is missing, and the training rows' statistics stand in for it.
    case imputed
    /// It is a category that has no feature: training did not see it, or too rarely.
    case unseen(String)
    /// It is a number below the smallest or above the largest of the training rows.
    case outOfRange(Double)
  }

  /// The row's index in the table.
  package let row: Int
  /// The column's name.
  package let column: String
  /// What is unusual.
  package let kind: Kind

  /// Describes a concern.
  package init(row: Int, column: String, kind: Kind) {
    self.row = row
    self.column = column
    self.kind = kind
  }
}

extension FeatureEncoder {
  /// What is unusual about the rows of a table, by row and then in the order of the columns.
  ///
  /// - Complexity: One pass over each column; memory only for what is unusual.
  package func concerns(_ table: Table) -> [RowConcern] {
    var found: [RowConcern] = []
    for encoding in columns {
      guard let column = table.column(encoding.name) else { continue }
      switch (column.values, encoding) {
      case (.numeric(let values), .numeric(let encoding)):
        found += concerns(values, encoding)
      case (.categorical(let codes, let levels), .categorical(let encoding)):
        found += concerns(codes, levels, encoding)
      default: preconditionFailure("column \(column.name) was read as another kind")
      }
    }
    // Stable, so that the columns of a row keep their order.
    return found.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }
      .map(\.element)
  }

  private func concerns(_ values: [Double], _ encoding: NumericEncoding) -> [RowConcern] {
    let low = encoding.minimum ?? -.infinity
    let high = encoding.maximum ?? .infinity
    return values.indices.compactMap { row in
      let value = values[row]
      // One test for nearly all values: a NaN fails it too.
      if value >= low, value <= high { return nil }
      let kind: RowConcern.Kind = value.isNaN ? .imputed : .outOfRange(value)
      return RowConcern(row: row, column: encoding.name, kind: kind)
    }
  }

  private func concerns(_ codes: [Int32], _ levels: [String], _ encoding: CategoricalEncoding)
    -> [RowConcern]
  {
    let isKnown = encoding.areKnown(levels)
    return codes.indices.compactMap { row in
      let code = Int(codes[row])
      if code < 0 { return RowConcern(row: row, column: encoding.name, kind: .imputed) }
      if isKnown[code] { return nil }
      return RowConcern(row: row, column: encoding.name, kind: .unseen(levels[code]))
    }
  }
}
