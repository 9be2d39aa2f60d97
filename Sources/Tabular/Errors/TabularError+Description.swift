extension Place: CustomStringConvertible {
  /// `file:line:column`, as far as they are known.
  package var description: String {
    var text = file
    if let line {
      text += ":\(line)"
      if let column { text += ":\(column)" }
    }
    return text
  }
}

extension TabularError: CustomStringConvertible {
  /// One line: where, what was expected, what was found, and how to mend it.
  package var description: String {
    if case .badRows(let errors, let total) = self { return Self.list(errors, total) }
    var text = place.map { "\($0): " } ?? ""
    text += message
    if let name = place?.columnName, namesColumn { text += " in column \(Excerpt.quoted(name))" }
    if let hint { text += "; \(hint)" }
    return text
  }

  /// Whether the message is about the cell of a column that it does not name itself.
  private var namesColumn: Bool {
    switch self {
    case .notANumber, .infinite, .numberOutOfRange, .missingValue, .missingTarget, .dateColumn,
      .badWeight, .unknownClass, .targetIsText, .missingGroup, .unknownPart:
      true
    default: false
    }
  }

  private static func list(_ errors: [TabularError], _ total: Int) -> String {
    let lines = errors.map(\.description).joined(separator: "\n")
    let rest = total - errors.count
    return rest > 0 ? lines + "\nand \(rest) more bad rows" : lines
  }

  private var message: String {
    switch self {
    case .cannotRead(_, let errno): "cannot be read: \(systemMessage(errno))"
    case .cannotWrite(_, let errno): "cannot be written: \(systemMessage(errno))"
    case .badGzip(_, let fault): fault.message
    case .inflatesBeyondLimit(_, let limit): "inflates to more than \(limit) bytes"
    case .cannotReadTwice(_, let column):
      "column \(Excerpt.quoted(column)) changes between numbers and text, and this input "
        + "cannot be read twice"
    case .changedWhileReading: "changed while it was read"
    case .utf16: "this is UTF-16"
    case .nulByte(let place): "NUL byte\(offset(place))"
    case .invalidUTF8(let place): "not valid UTF-8\(offset(place))"
    case .loneCarriageReturn: "a CR without LF outside quotes"
    case .unterminatedQuote: "the quote opened here is never closed"
    case .textAfterQuote(_, let found):
      "expected a delimiter or the end of the line after the closing quote, found "
        + Excerpt.quoted(found)
    case .quoteInUnquotedField(_, let found):
      "a quote inside an unquoted field: \(Excerpt.quoted(found))"
    case .raggedRow(_, let expected, let found, _):
      "expected \(count(expected, "field")), found \(found)"
    case .blankLine(_, let expected):
      "expected \(count(expected, "field")), found a blank line before the end of the file"
    case .lineTooLong(_, let limit): "the record is longer than \(limit) bytes"
    case .fieldTooLong(_, let limit, _): "the field is longer than \(limit) bytes"
    case .tooManyColumns(_, let limit): "more than \(limit) columns"
    default: tableMessage
    }
  }

  private var tableMessage: String {
    switch self {
    case .noRows: "no rows"
    case .blankHeader(_, let columns):
      "the header has no name for column "
        + columns.prefix(10).map(String.init).joined(separator: ", ")
    case .duplicateHeader(_, let names):
      "the header has the same name twice: \(Excerpt.list(names))"
    case .unknownColumns(_, let names, let available):
      "no column \(Excerpt.list(names)); there are \(Excerpt.list(available))"
        + (names.count == 1 ? Spelling.suggestion(for: names[0], among: available) : "")
    case .columnChosenTwice(_, let name, let choices):
      "column \(Excerpt.quoted(name)) is listed twice: \(choices.joined(separator: ", "))"
    case .noFeatures: "no column is left to learn from"
    case .notANumber(_, let found, _): "expected a number, found \(Excerpt.quoted(found))"
    case .infinite(_, let found): "expected a finite number, found \(Excerpt.quoted(found))"
    case .numberOutOfRange(_, let found):
      "the number is out of range: \(Excerpt.quoted(found))"
    case .missingValue: "expected a value, found none"
    case .missingTarget(_, let lines, let total):
      "the target is missing in \(count(total, "row")): line "
        + lines.map(String.init).joined(separator: ", ")
        + (total > lines.count ? " and \(total - lines.count) more" : "")
    case .dateColumn(_, let found):
      "expected numbers or categories, found the date \(Excerpt.quoted(found))"
    case .badWeight(_, let found): "expected a weight of at least 0, found \(found)"
    default: taskMessage
    }
  }

  private var taskMessage: String {
    switch self {
    case .oneClass(let place, let name):
      "the target \(Excerpt.quoted(place.columnName ?? "")) has one class only: "
        + Excerpt.quoted(name)
    case .tooManyClasses(let place, let limit):
      "the target \(Excerpt.quoted(place.columnName ?? "")) has more than \(limit) classes"
    case .targetIsText(_, let found):
      "expected a number, found \(Excerpt.quoted(found))"
    case .tooFewRowsForFolds(let rows, let folds):
      "\(folds) folds need as many training rows, of one class at least; there are \(rows)"
    case .tooFewRows(let rows, let testFraction):
      "\(count(rows, "row")) cannot be split with a test fraction of \(testFraction)"
    case .classTooSmall(let name, let rows):
      "class \(Excerpt.quoted(name)) has \(count(rows, "row")); "
        + "a stratified split needs at least 2"
    case .moreClassesThanRows(let part, let classes, let rows):
      "\(count(rows, "\(part) row")) cannot hold \(classes) classes"
    case .missingColumns(_, let names, let available, _):
      "no column \(Excerpt.list(names)); there are \(Excerpt.list(available))"
    case .unknownClass(_, let found, let classes):
      "expected one of \(Excerpt.list(classes)), found \(Excerpt.quoted(found))"
    default: splitMessage
    }
  }

  private var splitMessage: String {
    switch self {
    case .tooFewGroups(let place, let groups, let testFraction):
      "\(count(groups, "group")) in column \(Excerpt.quoted(place.columnName ?? "")) cannot be "
        + "split with a test fraction of \(testFraction)"
    case .missingGroup: "expected the name of the row's group, found none"
    case .unknownPart(_, let found):
      "expected \"train\", \"validation\" or \"test\", found "
        + (found.isEmpty ? "none" : Excerpt.quoted(found))
    case .noTrainRows(let place):
      "no row is marked \"train\" in column \(Excerpt.quoted(place.columnName ?? ""))"
    case .unknownPositive(_, let found, let classes) where classes.count == 2:
      "the positive class \(Excerpt.quoted(found)) is none of the classes: "
        + Excerpt.list(classes) + Spelling.suggestion(for: found, among: classes)
    case .unknownPositive(_, let found, let classes):
      "the positive class \(Excerpt.quoted(found)) goes with two classes; the target has "
        + (classes.isEmpty ? "numbers" : "\(classes.count)")
    default: code
    }
  }
}

extension GzipFault {
  fileprivate var message: String {
    switch self {
    case .notGzip: "this is not gzip data"
    case .truncated: "the gzip data ends too early"
    case .corrupt: "the gzip data is corrupt"
    case .trailingBytes: "something that is not gzip follows the gzip data"
    }
  }
}

private func offset(_ place: Place) -> String { place.byteOffset.map { " at byte \($0)" } ?? "" }

private func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}
