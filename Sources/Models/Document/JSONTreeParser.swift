/// Takes a JSON text apart.
///
/// Source: RFC 8259, without its leeway: UTF-8 only, a byte order mark is passed over, nothing
/// follows the value. Depth is bounded, so that a hostile file cannot overflow the stack.
package struct JSONTreeParser {
  /// How deep values may lie within each other.
  package static let depthLimit = 64

  private let bytes: [UInt8]
  private var position = 0

  /// Parses a whole text.
  ///
  /// - Throws: `badDocument` without a key path.
  package static func parse(_ bytes: [UInt8]) throws(ModelError) -> JSONTree {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw wrong("is not UTF-8") }
    var parser = JSONTreeParser(bytes)
    parser.skipSpace()
    let tree = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.notJSON() }
    return tree
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private mutating func value(depth: Int) throws(ModelError) -> JSONTree {
    guard depth <= Self.depthLimit else {
      throw Self.wrong("values are nested more than \(Self.depthLimit) deep")
    }
    switch peek {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try values(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func members(depth: Int) throws(ModelError) -> [JSONTree.Member] {
    position += 1
    var members: [JSONTree.Member] = []
    skipSpace()
    if take("}") { return members }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw notJSON() }
      let key = try string()
      skipSpace()
      guard take(":") else { throw notJSON() }
      skipSpace()
      members.append(JSONTree.Member(key: key, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw notJSON() }
    return members
  }

  private mutating func values(depth: Int) throws(ModelError) -> [JSONTree] {
    position += 1
    var values: [JSONTree] = []
    skipSpace()
    if take("]") { return values }
    repeat {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw notJSON() }
    return values
  }

  private mutating func word(_ word: String, _ value: JSONTree) throws(ModelError) -> JSONTree {
    guard bytes[position...].starts(with: word.utf8) else { throw notJSON() }
    position += word.utf8.count
    return value
  }

  // MARK: - Numbers

  private mutating func number() throws(ModelError) -> JSONTree {
    let start = position
    _ = take("-")
    let leading = position
    guard digits() else { throw notJSON() }
    guard bytes[leading] != UInt8(ascii: "0") || position == leading + 1 else { throw notJSON() }
    if take(".") {
      guard digits() else { throw notJSON() }
    }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() else { throw notJSON() }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw Self.wrong("\(text) is beyond the range of numbers")
    }
    return .number(text, value)
  }

  /// Passes over digits; false where there are none.
  private mutating func digits() -> Bool {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  // MARK: - Strings

  private mutating func string() throws(ModelError) -> String {
    position += 1
    let start = position
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case ..<0x20: throw notJSON()
      default: position += 1
      }
    }
    throw notJSON()
  }

  /// Reads on from the first escape of a string that began at `start`.
  private mutating func escapedString(from start: Int) throws(ModelError) -> String {
    var content = Array(bytes[start..<position])
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content += try escape().utf8
      case ..<0x20: throw notJSON()
      default: content.append(byte)
      }
    }
    throw notJSON()
  }

  private mutating func escape() throws(ModelError) -> String {
    guard let byte = peek else { throw notJSON() }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(UnicodeScalar(byte))
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw notJSON()
    }
  }

  /// Reads the digits after `\u`; a surrogate pair makes one character.
  private mutating func unicodeEscape() throws(ModelError) -> String {
    var units = [try hexUnit()]
    if UTF16.isLeadSurrogate(units[0]), take("\\") {
      guard take("u") else { throw notJSON() }
      units.append(try hexUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw notJSON() }
    return text
  }

  private mutating func hexUnit() throws(ModelError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw notJSON()
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: UnicodeScalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func notJSON() -> ModelError { Self.wrong("is not JSON from byte \(position + 1) on") }

  private static func wrong(_ problem: String) -> ModelError {
    .badDocument(keyPath: "", problem: problem)
  }
}
