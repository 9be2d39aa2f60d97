import Glibc

extension TabularError {
  /// How to mend it; nil when the message says it all.
  package var hint: String? {
    switch self {
    case .badGzip(_, .notGzip): "take the .gz off its name, or compress it"
    case .inflatesBeyondLimit: "if that is meant, unpack it first, or raise limits.inflated_bytes"
    case .cannotReadTwice: "list the column under columns.numeric or columns.categorical"
    case .utf16: "convert to UTF-8"
    case .nulByte: "convert to UTF-8 text without NUL"
    case .invalidUTF8: "convert to UTF-8"
    case .loneCarriageReturn: "end lines with LF or CRLF, or put the field in quotes"
    case .textAfterQuote: "write a quote inside a quoted field twice"
    case .quoteInUnquotedField: "put the field in quotes and write the quote twice"
    case .raggedRow(_, _, _, let delimiter?), .noFeatures(_, let delimiter?),
      .missingColumns(_, _, _, let delimiter?):
      Self.delimiterHint(delimiter)
    case .raggedRow(_, let expected, let found, nil) where found > expected:
      "put fields that contain the delimiter in quotes; "
        + "numbers take a decimal point, not a comma (a locale setting where the file comes from)"
    case .blankLine(_, 1): "write an empty field as \"\""
    case .lineTooLong, .fieldTooLong(_, _, true):
      "a closing quote may be missing; otherwise raise the limit"
    case .fieldTooLong, .tooManyColumns: "is this a CSV? otherwise raise the limit"
    case .blankHeader(_, let columns):
      columns == [1]
        ? "name every column; pandas writes without its index by to_csv(index=False)"
        : "name every column"
    case .duplicateHeader: "give every column its own name"
    case .columnChosenTwice: "keep one of them"
    case .noFeatures: "the file needs at least one column besides the target"
    case .notANumber(_, _, let lookalike): Self.hint(lookalike)
    case .infinite: "leave the cell empty if the value is missing"
    case .missingValue: "choose a policy under preprocess.missing, or fill the cell"
    case .missingTarget: "drop these rows or fill the target in"
    case .dateColumn:
      "turn dates into numbers, such as days or the month, "
        + "or list the column under columns.ignore or columns.categorical"
    case .targetIsText, .tooManyClasses: "choose the other task, or another target"
    case .oneClass: "there is nothing to learn from it; check the target"
    case .tooFewRowsForFolds: "add rows, or ask for fewer folds"
    case .tooFewRows: "add rows, change split.test_fraction, or set split.method to none"
    case .classTooSmall, .moreClassesThanRows: "add rows, or split at random"
    case .tooFewGroups: "change split.test_fraction, or split by another column"
    case .missingGroup: "give every row a group, or split by another column"
    case .unknownPart: "mark every row, or choose another split.method"
    case .noTrainRows: "mark the rows to train on"
    default: nil
    }
  }

  private static func delimiterHint(_ delimiter: String) -> String {
    "the delimiter seems to be \(Excerpt.quoted(delimiter)): set `delimiter` in the config, "
      + "or give --delimiter to predict"
  }

  private static func hint(_ lookalike: NumberLookalike) -> String {
    switch lookalike {
    case .word:
      "leave the cell empty if the value is missing, "
        + "or list the column under columns.categorical if it holds categories"
    case .decimalComma:
      "write a decimal point, not a comma (a locale setting where the file comes from)"
    case .hexadecimal:
      "write decimal numbers, or list the column under columns.categorical"
    case .groupedDigits: "write digits without separators between them"
    case .date:
      "turn dates into numbers, or list the column under columns.ignore or columns.categorical"
    }
  }
}

/// What the system calls an error number.
func systemMessage(_ number: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 128)
  guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
