/// How rows are written.
package enum RowFormat: Hashable, Sendable {
  /// CSV by RFC 4180, with LF at the end of each row and a header.
  case csv(delimiter: UInt8)
  /// JSON Lines: an object a row, UTF-8, LF at the end of each.
  case jsonLines
}

/// Text and fields as the cells of a CSV.
enum CSVCell {
  private static let quote = UInt8(ascii: "\"")

  /// Appends a text: quoted where needed, and with a `'` in front where a spreadsheet would take it
  /// for a formula.
  static func append(_ text: String, delimiter: UInt8, to buffer: TextBuffer) {
    var text = text
    text.withUTF8 { append($0, delimiter: delimiter, to: buffer) }
  }

  /// Appends the bytes of a text in the same way.
  static func append(
    _ text: UnsafeBufferPointer<UInt8>, delimiter: UInt8, to buffer: TextBuffer
  ) {
    let isFormula = startsFormula(text)
    guard isFormula || needsQuotes(text, delimiter) else { return buffer.append(text) }
    buffer.append(quote)
    if isFormula { buffer.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == quote { buffer.append(quote) }
      buffer.append(byte)
    }
    buffer.append(quote)
  }

  /// Appends a field as another CSV has it, but so that a spreadsheet takes it for text.
  static func appendSafe(_ field: UnsafeBufferPointer<UInt8>, to buffer: TextBuffer) {
    let isQuoted = field.first == quote
    let value = UnsafeBufferPointer(rebasing: isQuoted ? field.dropFirst().dropLast() : field[...])
    guard startsFormula(value) else { return buffer.append(field) }
    buffer.append(quote)
    buffer.append(UInt8(ascii: "'"))
    buffer.append(value)
    buffer.append(quote)
  }

  /// Whether a spreadsheet would take a text for a formula (OWASP, "CSV Injection"); a number never
  /// is one.
  static func startsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      DecimalNumber.double(String(decoding: text, as: UTF8.self)) == nil
    default: false
    }
  }

  /// Whether a text has a byte that would end or quote a field.
  private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Bool {
    text.contains {
      $0 == delimiter || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
  }
}

/// Texts as JSON strings.
enum JSONCell {
  /// Appends a text in quotes, escaped as RFC 8259 demands; bytes that are no UTF-8 become U+FFFD.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to buffer: TextBuffer) {
    // Nearly all texts need no escape; only those with bytes from 0x80 can be broken.
    let isPlain = text.allSatisfy {
      $0 >= 0x20 && $0 < 0x80 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    buffer.append(UInt8(ascii: "\""))
    if isPlain { buffer.append(text) } else { appendEscaped(text, to: buffer) }
    buffer.append(UInt8(ascii: "\""))
  }

  /// Appends a text in quotes.
  static func append(_ text: String, to buffer: TextBuffer) {
    var text = text
    text.withUTF8 { append($0, to: buffer) }
  }

  /// Appends the value of a CSV's field as a string.
  static func append(field: UnsafeBufferPointer<UInt8>, to buffer: TextBuffer) {
    let quote = UInt8(ascii: "\"")
    guard field.first == quote else { return append(field, to: buffer) }
    let inside = UnsafeBufferPointer(rebasing: field.dropFirst().dropLast())
    guard inside.contains(quote) else { return append(inside, to: buffer) }
    var value: [UInt8] = []
    var index = 0
    while index < inside.count {
      value.append(inside[index])
      index += inside[index] == quote ? 2 : 1
    }
    value.withUnsafeBufferPointer { append($0, to: buffer) }
  }

  private static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to buffer: TextBuffer) {
    for byte in String(decoding: text, as: UTF8.self).utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
      case UInt8(ascii: "\n"): buffer.append("\\n")
      case UInt8(ascii: "\r"): buffer.append("\\r")
      case UInt8(ascii: "\t"): buffer.append("\\t")
      case ..<0x20: buffer.append("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: buffer.append(byte)
      }
    }
  }
}
