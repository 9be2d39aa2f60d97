/// Takes a JSON text apart.
///
/// Source: RFC 8259, without its leeway: UTF-8 only, a byte order mark is passed over, nothing
/// follows the value. Depth is bounded, so that a hostile file cannot overflow the stack.
package struct JSONTreeParser {
  /// How deep values may lie within each other.
  package static let depthLimit = 64

  private var scanner: JSONScanner

  /// Parses a whole text.
  ///
  /// - Throws: `JSONError`.
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONTree {
    var parser = JSONTreeParser(scanner: try JSONScanner(bytes, depthLimit: depthLimit))
    parser.scanner.skipBlanks()
    let tree = try parser.value(depth: 0)
    parser.scanner.skipBlanks()
    guard parser.scanner.isAtEnd else { throw parser.scanner.unexpected }
    return tree
  }

  /// Parses a whole text.
  ///
  /// - Throws: `JSONError`.
  package static func parse(_ text: String) throws(JSONError) -> JSONTree {
    try parse(Array(text.utf8))
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONTree {
    try scanner.check(depth: depth)
    switch scanner.peek {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try values(depth: depth))
    case UInt8(ascii: "\""): return .string(try scanner.string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONTree.Member] {
    scanner.position += 1
    var members: [JSONTree.Member] = []
    scanner.skipBlanks()
    if scanner.take("}") { return members }
    repeat {
      scanner.skipBlanks()
      guard scanner.peek == UInt8(ascii: "\"") else { throw scanner.unexpected }
      let key = try scanner.string()
      scanner.skipBlanks()
      guard scanner.take(":") else { throw scanner.unexpected }
      scanner.skipBlanks()
      members.append(JSONTree.Member(key: key, value: try value(depth: depth + 1)))
      scanner.skipBlanks()
    } while scanner.take(",")
    guard scanner.take("}") else { throw scanner.unexpected }
    return members
  }

  private mutating func values(depth: Int) throws(JSONError) -> [JSONTree] {
    scanner.position += 1
    var values: [JSONTree] = []
    scanner.skipBlanks()
    if scanner.take("]") { return values }
    repeat {
      scanner.skipBlanks()
      values.append(try value(depth: depth + 1))
      scanner.skipBlanks()
    } while scanner.take(",")
    guard scanner.take("]") else { throw scanner.unexpected }
    return values
  }

  private mutating func word(_ word: String, _ value: JSONTree) throws(JSONError) -> JSONTree {
    guard scanner.bytes[scanner.position...].starts(with: word.utf8) else {
      throw scanner.unexpected
    }
    scanner.position += word.utf8.count
    return value
  }

  // MARK: - Numbers

  private mutating func number() throws(JSONError) -> JSONTree {
    let start = scanner.position
    _ = scanner.take("-")
    let leading = scanner.position
    guard digits() else { throw scanner.unexpected }
    guard scanner.bytes[leading] != UInt8(ascii: "0") || scanner.position == leading + 1 else {
      throw scanner.unexpected
    }
    if scanner.take(".") {
      guard digits() else { throw scanner.unexpected }
    }
    if scanner.take("e") || scanner.take("E") {
      if !scanner.take("+") { _ = scanner.take("-") }
      guard digits() else { throw scanner.unexpected }
    }
    let text = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else { throw .beyondRange(text) }
    return .number(text, value)
  }

  /// Passes over digits; false where there are none.
  private mutating func digits() -> Bool {
    let start = scanner.position
    while let byte = scanner.peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      scanner.position += 1
    }
    return scanner.position > start
  }
}
