import FoundationEssentials

/// A random text and the records that Python's csv module reads from it; nil when it refuses it.
struct SoupCase: Decodable {
  let text: String
  let rows: [[String]]?

  /// The cases that `make_csv_soup.py` prints.
  static func parse(_ lines: [UInt8]) throws -> [SoupCase] {
    let decoder = JSONDecoder()
    return try lines.split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(SoupCase.self, from: Data($0))
    }
  }

  /// Whether our reader may refuse the text with an error of this code.
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
}
