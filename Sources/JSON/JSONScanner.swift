/// Goes over the bytes of a text: what JSON and JSON5 have in common below their values.
///
/// Whoever reads a grammar with it looks at the next byte, and asks for what that byte begins. After
/// an error the position is that of the byte at fault. Numbers are not here: RFC 8259 has a grammar
/// for them, and a config takes what a person may write for one.
package struct JSONScanner {
  /// The whole text, UTF-8.
  package let bytes: [UInt8]
  /// The index of the next byte.
  package var position = 0
  private let takesSingleQuotes: Bool
  private let depthLimit: Int

  /// Begins at a text's start, behind its byte order mark.
  ///
  /// - Parameters:
  ///   - takesSingleQuotes: whether `\'` is an escape, as in JSON5.
  ///   - depthLimit: how deep values may lie within each other, so that no stack runs out.
  /// - Throws: `notUTF8`.
  package init(
    _ bytes: [UInt8], takesSingleQuotes: Bool = false, depthLimit: Int
  ) throws(JSONError) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    self.bytes = bytes
    self.takesSingleQuotes = takesSingleQuotes
    self.depthLimit = depthLimit
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Checks that a value may lie this deep; the outermost lies at 0.
  ///
  /// - Throws: `tooDeep`.
  package func check(depth: Int) throws(JSONError) {
    guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit) }
  }

  // MARK: - Bytes

  /// The next byte; nil at the end.
  package var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Whether all of the text was passed over.
  package var isAtEnd: Bool { position == bytes.count }

  /// The error that the next byte does not belong where it stands.
  package var unexpected: JSONError { .unexpected(byte: position + 1) }

  /// Passes over a character of ASCII; false where another one is next.
  package mutating func take(_ character: UnicodeScalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Passes over blanks and the ends of lines.
  package mutating func skipBlanks() {
    var index = position
    while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
    position = index
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  // MARK: - Strings

  /// Reads a string, whose quotation mark is the next byte and ends it, too.
  ///
  /// - Throws: `controlCharacter`, `unknownEscape`, `notHexadecimal`, `halfSurrogatePair`,
  ///   `endlessString`.
  package mutating func string() throws(JSONError) -> String {
    let quote = bytes[position]
    let start = position + 1
    var index = start
    while index < bytes.count, bytes[index] != quote, Self.isPlain(bytes[index]) { index += 1 }
    position = index
    guard index < bytes.count, bytes[index] == quote else {
      return try escapedString(from: start, quote)
    }
    position = index + 1
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Whether a byte of a string stands for itself and needs no look at it.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\\")
  }

  /// Reads on from the first byte of a string that is not plain; the string began at `start`.
  private mutating func escapedString(
    from start: Int, _ quote: UInt8
  ) throws(JSONError) -> String {
    var content = Array(bytes[start..<position])
    while let byte = peek {
      switch byte {
      case quote:
        position += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        content += try escape().utf8
      case ..<0x20: throw .controlCharacter(byte: position + 1)
      default:
        position += 1
        content.append(byte)
      }
    }
    throw .endlessString(byte: position + 1)
  }

  /// Reads what stands behind a backslash.
  private mutating func escape() throws(JSONError) -> String {
    guard let byte = peek else { throw .endlessString(byte: position + 1) }
    let text: String
    switch byte {
    case UInt8(ascii: "n"): text = "\n"
    case UInt8(ascii: "t"): text = "\t"
    case UInt8(ascii: "r"): text = "\r"
    case UInt8(ascii: "b"): text = "\u{8}"
    case UInt8(ascii: "f"): text = "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      text = String(UnicodeScalar(byte))
    case UInt8(ascii: "'") where takesSingleQuotes: text = "'"
    case UInt8(ascii: "u"):
      position += 1
      return try unicodeEscape()
    default: throw .unknownEscape(byte: position + 1)
    }
    position += 1
    return text
  }

  /// Reads the digits after `\u`; a surrogate pair makes one character.
  private mutating func unicodeEscape() throws(JSONError) -> String {
    var units = [try hexadecimalUnit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: [0x5C, 0x75]) {
      position += 2
      units.append(try hexadecimalUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .halfSurrogatePair(byte: position + 1)
    }
    return text
  }

  private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    let digits = bytes[position...].prefix(4)
    for byte in digits {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw .notHexadecimal(byte: position + 1)
      }
      unit = unit << 4 | UInt16(digit)
    }
    guard digits.count == 4 else { throw .notHexadecimal(byte: position + 1) }
    position += 4
    return unit
  }
}
