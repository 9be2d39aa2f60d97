/// What the cells of a column turned out to be when they were read as numbers.
struct ColumnFacts {
  /// Cells that are no numbers, by kind; all other cells are numbers.
  var missing = 0
  var infinite = 0
  var outOfRange = 0
  /// All digits with a leading zero: numbers that are names.
  var codes = 0
  /// Texts that are not numbers, by what they look like.
  var words = 0
  var malformed = 0
  var decimalCommas = 0
  var dates = 0

  /// The error of the first cell that is neither a number nor missing.
  var firstError: TabularError?
  /// The lines of the first missing cells, at most `lineLimit` of them.
  var missingLines: [Int] = []
  static let lineLimit = 10

  /// Cells that are neither numbers nor missing.
  var bad: Int { infinite + outOfRange + words + malformed + decimalCommas + dates }

  /// Takes note of a cell that is no number.
  ///
  /// - Parameter place: Where it is.
  /// - Returns: The error that it is in a numeric column; nil when it is missing.
  @discardableResult
  mutating func note(_ outcome: CellNumber, _ field: CSVField, at place: Place) -> TabularError? {
    let error: TabularError
    switch outcome {
    case .number: return nil
    case .missing:
      noteMissing(line: place.line ?? 0)
      return nil
    case .infinite:
      infinite += 1
      error = .infinite(place, found: field.excerpt)
    case .outOfRange:
      outOfRange += 1
      error = .numberOutOfRange(place, found: field.excerpt)
    case .notANumber:
      let lookalike = NumberLookalike.of(field.bytes)
      switch lookalike {
      case .word: words += 1
      case .decimalComma: decimalCommas += 1
      case .hexadecimal, .groupedDigits: malformed += 1
      case .date: dates += 1
      }
      error = .notANumber(place, found: field.excerpt, lookalike: lookalike)
    }
    if firstError == nil { firstError = error }
    return error
  }

  /// Takes note of a missing cell on a line.
  mutating func noteMissing(line: Int) {
    missing += 1
    if missingLines.count < Self.lineLimit { missingLines.append(line) }
  }

  /// What a column of `rows` rows is.
  enum Verdict {
    case numeric, text
    case refused(TabularError)
  }

  /// Decides what a column without a declared kind is.
  ///
  /// - Only numbers: numeric; but text as soon as one cell has leading zeros.
  /// - Only dates: refused, with advice.
  /// - Numbers and texts: refused at the first text when every text is a malformed number (`1,5`,
  ///   `1_000`, `0x10`, `inf`, `1e400`), when there is one text only, or when at most one in ten
  ///   cells is a text. Otherwise text.
  /// - No numbers: text; but refused when every cell is a malformed number other than hexadecimal.
  func verdict(rows: Int) -> Verdict {
    let values = rows - missing
    let numbers = values - bad
    guard codes == 0 else { return .text }
    guard let firstError else { return .numeric }
    if dates == values { return .refused(dateError(firstError)) }
    if numbers == 0 {
      return decimalCommas + infinite + outOfRange == values ? .refused(firstError) : .text
    }
    let isMalformed = words == 0 && dates == 0
    let isFew = bad * 10 <= values || bad == 1 && numbers > 1
    return isMalformed || isFew ? .refused(firstError) : .text
  }

  private func dateError(_ error: TabularError) -> TabularError {
    guard case .notANumber(let place, let found, _) = error else { return error }
    return .dateColumn(place, found: found)
  }
}
