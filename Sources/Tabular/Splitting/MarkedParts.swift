/// A split that the data marks row by row.
enum MarkedParts {
  /// The part that a cell names.
  private enum Part: CaseIterable {
    case train, validation, test

    /// The texts that name it, in any case.
    var names: [String] {
      switch self {
      case .train: ["train", "training"]
      case .validation: ["validation", "valid", "val"]
      case .test: ["test", "testing"]
      }
    }
  }

  /// Takes the parts from the table's split column; rows keep the order of the file.
  ///
  /// - Throws: `unknownPart` at the first cell that names none, `noTrainRows`.
  static func split(_ table: Table) throws(TabularError) -> Split {
    guard let column = table.splitColumn else { preconditionFailure("the table marks no parts") }
    let partOfLevel = column.levels.map { level in
      Part.allCases.first { $0.names.contains(level.lowercased()) }
    }
    var rows: [Part: [Int]] = [:]
    for (row, code) in column.codes.enumerated() {
      guard code >= 0, let part = partOfLevel[Int(code)] else {
        throw .unknownPart(
          column.place(ofRow: row, in: table), found: code < 0 ? "" : column.levels[Int(code)])
      }
      rows[part, default: []].append(row)
    }
    guard let train = rows[.train] else {
      throw .noTrainRows(Place(table.file, column: column.number, columnName: column.name))
    }
    return Split(train: train, validation: rows[.validation] ?? [], test: rows[.test] ?? [])
  }
}

extension SplitColumn {
  /// Where the column's cell of a row stands.
  func place(ofRow row: Int, in table: Table) -> Place {
    Place(table.file, line: table.lines.line(ofRow: row), column: number, columnName: name)
  }
}
