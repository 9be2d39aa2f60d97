import Numerics

/// Writes the features of the columns of one table.
///
/// Columns of one kind are kept together: a tile has few rows, and asking each time what comes next
/// would take a good part of the time.
struct FeatureWriters {
  /// What they write.
  let form: FeatureForm
  private let numbers: [NumberWriter]
  private let categories: [CategoryWriter]

  /// Prepares to write the columns of a table that has all of the encoder's.
  init(_ table: Table, _ encoder: FeatureEncoder) {
    var form = FeatureForm()
    let befores = encoder.columns.map { encoding in
      defer { form.append(encoding) }
      return form
    }
    var numbers: [NumberWriter] = []
    var categories: [CategoryWriter] = []
    for (encoding, before) in zip(encoder.columns, befores) {
      guard let column = table.column(encoding.name) else {
        preconditionFailure("the table has no column \(encoding.name)")
      }
      switch (column.values, encoding) {
      case (.numeric(let values), .numeric(let encoding)):
        numbers.append(NumberWriter(values, encoding, after: before, of: form))
      case (.categorical(let codes, let levels), .categorical(let encoding)):
        categories.append(CategoryWriter(codes, levels, encoding, after: before, of: form))
      default: preconditionFailure("column \(column.name) was read as another kind")
      }
    }
    (self.form, self.numbers, self.categories) = (form, numbers, categories)
  }

  /// Writes some rows.
  @inline(__always)
  func write<Scalar: Real>(_ tile: borrowing RowTile<Scalar>) {
    for index in numbers.indices { numbers[index].write(tile) }
    for index in categories.indices { categories[index].write(tile) }
  }
}

extension FeatureForm {
  /// Adds the features of a column.
  fileprivate mutating func append(_ encoding: FeatureEncoder.ColumnEncoding) {
    switch encoding {
    case .numeric(let encoding):
      append(numbers: 1)
      if encoding.hasMissingIndicator { append(oneOf: 1) }
    case .categorical(let encoding): append(oneOf: encoding.width)
    }
  }
}
