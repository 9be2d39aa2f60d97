/// Where in a file something is: as much of it as is known.
package struct Place: Equatable, Sendable {
  /// The file's name as shown to people.
  package var file: String
  /// The line, from 1, counting every LF also inside quotes.
  package var line: Int?
  /// The column's number, from 1.
  package var column: Int?
  /// The column's name in the header.
  package var columnName: String?
  /// The offset from the first byte of the (inflated) text.
  package var byteOffset: Int?

  /// Describes a place; whatever is not known stays nil.
  package init(
    _ file: String, line: Int? = nil, column: Int? = nil, columnName: String? = nil,
    byteOffset: Int? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.columnName = columnName
    self.byteOffset = byteOffset
  }
}

/// Why gzip data cannot be inflated.
package enum GzipFault: String, Equatable, Sendable {
  case notGzip, truncated, corrupt, trailingBytes
}

/// What a text that is no number looks like, for the advice that goes with it.
package enum NumberLookalike: String, Equatable, Sendable {
  case word, decimalComma, hexadecimal, groupedDigits, date
}

/// A reason why text cannot become a table, a table cannot be split or encoded, or rows cannot be
/// scored.
package enum TabularError: Error, Equatable, Sendable {
  // The bytes.
  case cannotRead(file: String, errno: Int32)
  case cannotWrite(file: String, errno: Int32)
  case badGzip(file: String, fault: GzipFault)
  case inflatesBeyondLimit(file: String, limit: Int)
  case cannotReadTwice(file: String, column: String)
  case changedWhileReading(file: String)

  // The text.
  case utf16(Place)
  case nulByte(Place)
  case invalidUTF8(Place)
  case loneCarriageReturn(Place)
  case unterminatedQuote(Place)
  case textAfterQuote(Place, found: String)
  case quoteInUnquotedField(Place, found: String)
  case raggedRow(Place, expected: Int, found: Int, otherDelimiter: String?)
  case blankLine(Place, expected: Int)
  case lineTooLong(Place, limit: Int)
  case fieldTooLong(Place, limit: Int, isQuoted: Bool)
  case tooManyColumns(Place, limit: Int)

  // The header and the choices made for it.
  case noRows(Place)
  case blankHeader(Place, columns: [Int])
  case duplicateHeader(Place, names: [String])
  case unknownColumns(Place, names: [String], available: [String])
  case columnChosenTwice(Place, name: String, choices: [String])
  case noFeatures(Place, otherDelimiter: String?)

  // The cells.
  case notANumber(Place, found: String, lookalike: NumberLookalike)
  case infinite(Place, found: String)
  case numberOutOfRange(Place, found: String)
  case missingValue(Place)
  case missingTarget(Place, lines: [Int], count: Int)
  case dateColumn(Place, found: String)
  case badWeight(Place, found: Double)

  // The target, the split, the rows to score.
  case oneClass(Place, name: String)
  case tooManyClasses(Place, limit: Int)
  case targetIsText(Place, found: String)
  case tooFewRows(rows: Int, testFraction: Double)
  /// Some fold would have no rows; with classes, `rows` are those of the largest.
  case tooFewRowsForFolds(rows: Int, folds: Int)
  case classTooSmall(name: String, rows: Int)
  case moreClassesThanRows(part: String, classes: Int, rows: Int)
  case tooFewGroups(Place, groups: Int, testFraction: Double)
  case missingGroup(Place)
  case unknownPart(Place, found: String)
  case noTrainRows(Place)
  case unknownPositive(Place, found: String, classes: [String])
  case missingColumns(
    Place, names: [String], available: [String], otherDelimiter: String?)
  case unknownClass(Place, found: String, classes: [String])
  case badRows([TabularError], total: Int)
}

extension TabularError {
  /// A short stable name of the kind of error, for receipts and scripts.
  package var code: String {
    switch self {
    case .cannotRead: "cannot-read"
    case .cannotWrite: "cannot-write"
    case .badGzip: "bad-gzip"
    case .inflatesBeyondLimit: "inflates-beyond-limit"
    case .cannotReadTwice: "cannot-read-twice"
    case .changedWhileReading: "changed-while-reading"
    case .utf16: "utf-16"
    case .nulByte: "nul-byte"
    case .invalidUTF8: "invalid-utf-8"
    case .loneCarriageReturn: "lone-carriage-return"
    case .unterminatedQuote: "unterminated-quote"
    case .textAfterQuote: "text-after-quote"
    case .quoteInUnquotedField: "quote-in-unquoted-field"
    case .raggedRow: "ragged-row"
    case .blankLine: "blank-line"
    case .lineTooLong: "line-too-long"
    case .fieldTooLong: "field-too-long"
    case .tooManyColumns: "too-many-columns"
    case .noRows: "no-rows"
    case .blankHeader: "blank-header"
    case .duplicateHeader: "duplicate-header"
    case .unknownColumns: "unknown-columns"
    case .columnChosenTwice: "column-chosen-twice"
    case .noFeatures: "no-features"
    case .notANumber: "not-a-number"
    case .infinite: "infinite-number"
    case .numberOutOfRange: "number-out-of-range"
    case .missingValue: "missing-value"
    case .missingTarget: "missing-target"
    case .dateColumn: "date-column"
    case .badWeight: "bad-weight"
    case .oneClass: "one-class"
    case .tooManyClasses: "too-many-classes"
    case .targetIsText: "target-is-text"
    case .tooFewRows: "too-few-rows"
    case .tooFewRowsForFolds: "too-few-rows"
    case .classTooSmall: "class-too-small"
    case .moreClassesThanRows: "more-classes-than-rows"
    case .tooFewGroups: "too-few-groups"
    case .missingGroup: "missing-group"
    case .unknownPart: "unknown-part"
    case .noTrainRows: "no-train-rows"
    case .unknownPositive: "unknown-positive"
    case .missingColumns: "missing-columns"
    case .unknownClass: "unknown-class"
    case .badRows: "bad-rows"
    }
  }

  /// Whether a choice of the config is at fault and not the file: it names what the file lacks.
  package var isChoice: Bool {
    switch self {
    case .unknownColumns, .columnChosenTwice, .unknownPositive: true
    default: false
    }
  }

  /// Where it is: for several bad rows, where the first one is; nil when no file is involved.
  package var place: Place? {
    switch self {
    case .cannotRead(let file, _), .cannotWrite(let file, _), .badGzip(let file, _),
      .inflatesBeyondLimit(let file, _), .changedWhileReading(let file):
      Place(file)
    case .cannotReadTwice(let file, let column): Place(file, columnName: column)
    case .utf16(let place), .nulByte(let place), .invalidUTF8(let place),
      .loneCarriageReturn(let place), .unterminatedQuote(let place), .textAfterQuote(let place, _),
      .quoteInUnquotedField(let place, _), .raggedRow(let place, _, _, _),
      .blankLine(let place, _), .lineTooLong(let place, _), .fieldTooLong(let place, _, _),
      .tooManyColumns(let place, _), .noRows(let place), .blankHeader(let place, _),
      .duplicateHeader(let place, _), .unknownColumns(let place, _, _),
      .columnChosenTwice(let place, _, _), .noFeatures(let place, _), .notANumber(let place, _, _),
      .infinite(let place, _), .numberOutOfRange(let place, _), .missingValue(let place),
      .missingTarget(let place, _, _), .dateColumn(let place, _), .badWeight(let place, _),
      .oneClass(let place, _), .tooManyClasses(let place, _), .targetIsText(let place, _),
      .missingColumns(let place, _, _, _), .unknownClass(let place, _, _),
      .tooFewGroups(let place, _, _), .missingGroup(let place), .unknownPart(let place, _),
      .noTrainRows(let place), .unknownPositive(let place, _, _):
      place
    case .badRows(let errors, _): errors.first?.place
    case .tooFewRows, .tooFewRowsForFolds, .classTooSmall, .moreClassesThanRows: nil
    }
  }

  /// The line, from 1.
  package var line: Int? { place?.line }
  /// The column's number, from 1.
  package var column: Int? { place?.column }
  /// The offset of the first wrong byte in the (inflated) text.
  package var byteOffset: Int? { place?.byteOffset }
}
