import FoundationEssentials
import Tabular

/// A random text and what Python's csv module and `float` read from it.
struct SoupCase: Decodable {
  let text: String
  let delimiter: String
  /// The records; nil when csv refuses the text.
  let rows: [[String]]?
  /// The bits of `float(cell)` for each cell of `rows`; nil when `float` refuses it.
  let numbers: [[String?]]?

  /// The cases that `make_csv_soup.py` prints.
  static func parse(_ lines: [UInt8]) throws -> [SoupCase] {
    let decoder = JSONDecoder()
    return try lines.split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(SoupCase.self, from: Data($0))
    }
  }

  /// How the text is to be read.
  var format: CSVFormat { CSVFormat(delimiter: Array(delimiter.utf8)[0]) }

  /// The documented differences: whether our reader may refuse the text with an error of this code.
  func allows(_ code: String) -> Bool {
    guard let rows else { return true }
    switch code {
    // Python takes a quote inside an unquoted field for text.
    case "quote-in-unquoted-field": return text.contains("\"")
    // Python takes a lone CR for the end of a line.
    case "lone-carriage-return": return text.unicodeScalars.contains("\r")
    // Python gives a blank line as a record without fields.
    case "blank-line":
      return rows.reversed().drop { $0.isEmpty }.contains { $0.isEmpty }
        || text.hasPrefix("\n") || text.hasPrefix("\r\n")
    // Python lets records differ in length.
    case "ragged-row": return Set(rows.filter { !$0.isEmpty }.map(\.count)).count > 1
    default: return false
    }
  }

  /// The documented differences: whether our numbers may lack what Python's `float` reads.
  static func mayRefuse(_ cell: String, bits: UInt64) -> Bool {
    let value = Double(bitPattern: bits)
    // Words, and numbers that round to infinity.
    if !value.isFinite { return true }
    // Underscores between digits, digits of other scripts, other white space than spaces and tabs.
    return cell.unicodeScalars.contains {
      $0 == "_" || !$0.isASCII || "\n\r\u{b}\u{c}".unicodeScalars.contains($0)
    }
  }
}
