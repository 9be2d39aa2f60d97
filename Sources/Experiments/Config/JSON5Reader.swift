import JSON

/// Reads a config file's text: JSON5 with comments, trailing commas, single quotes and bare keys.
///
/// Grammar: https://spec.json5.org. Foundation's decoder takes JSON5 too, but drops what a message
/// needs (line and column), the order of the keys and a key that stands twice; so does a `JSONTree`,
/// and what is refused there with a byte is told here in words. Depth and size are bounded, so that
/// a hostile file can neither overflow the stack nor fill the memory.
struct JSON5Reader {
  /// Largest config file, in bytes.
  static let byteLimit = 64 * 1024
  /// Deepest nesting of objects and arrays.
  static let depthLimit = 32

  private var scanner: JSONScanner
  private let file: String
  private var line = 1
  private var lineStart = 0

  /// Parses a whole text.
  ///
  /// - Parameters:
  ///   - bytes: the file's content, UTF-8, with or without a byte order mark.
  ///   - file: the name that messages show.
  /// - Throws: `ConfigError` with the line (and, for syntax, the column) of what is wrong.
  static func parse(_ bytes: [UInt8], file: String) throws(ConfigError) -> ConfigNode {
    guard bytes.count <= byteLimit else {
      throw ConfigError(file: file, problem: .tooLarge(bytes: bytes.count, limit: byteLimit))
    }
    var reader = try JSON5Reader(bytes, file: file)
    try reader.skipSpace()
    let node = try reader.value(depth: 0)
    try reader.skipSpace()
    guard reader.scanner.isAtEnd else {
      throw reader.syntaxError("more text after the end of the config")
    }
    return node
  }

  private init(_ bytes: [UInt8], file: String) throws(ConfigError) {
    do throws(JSONError) {
      scanner = try JSONScanner(bytes, takesSingleQuotes: true, depthLimit: Self.depthLimit)
    } catch {
      throw ConfigError(
        file: file, line: 1, problem: .syntax(found: "text that is not UTF-8", column: 1))
    }
    self.file = file
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(ConfigError) -> ConfigNode {
    do throws(JSONError) {
      try scanner.check(depth: depth)
    } catch {
      throw ConfigError(file: file, line: line, problem: .tooDeep(limit: Self.depthLimit))
    }
    let start = line
    let value: ConfigNode.Value
    switch scanner.peek {
    case UInt8(ascii: "{"): value = .object(try object(depth: depth))
    case UInt8(ascii: "["): value = .array(try array(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .string(try string())
    case .some(let byte) where Self.startsNumber(byte): value = .number(try number())
    case .some:
      switch word() {
      case "true": value = .bool(true)
      case "false": value = .bool(false)
      case "null": value = .null
      case let other: throw syntaxError(other.isEmpty ? unexpected : "the bare word `\(other)`")
      }
    case nil: throw syntaxError(unexpected)
    }
    return ConfigNode(value: value, line: start)
  }

  private mutating func object(depth: Int) throws(ConfigError) -> [ConfigNode.Member] {
    scanner.position += 1
    var members: [ConfigNode.Member] = []
    var lines: [String: Int] = [:]
    while true {
      try skipSpace()
      if scanner.take("}") { return members }
      let keyLine = line
      let key = try key()
      if let first = lines.updateValue(keyLine, forKey: key) {
        throw ConfigError(
          file: file, line: keyLine, keyPath: key, problem: .duplicateKey(firstLine: first))
      }
      try skipSpace()
      guard scanner.take(":") else { throw syntaxError("\(unexpected) where `:` belongs") }
      try skipSpace()
      members.append(.init(key: key, line: keyLine, node: try value(depth: depth + 1)))
      try skipSpace()
      if !scanner.take(",") {
        guard scanner.take("}") else { throw syntaxError("\(unexpected) where `,` or `}` belongs") }
        return members
      }
    }
  }

  private mutating func array(depth: Int) throws(ConfigError) -> [ConfigNode] {
    scanner.position += 1
    var nodes: [ConfigNode] = []
    while true {
      try skipSpace()
      if scanner.take("]") { return nodes }
      nodes.append(try value(depth: depth + 1))
      try skipSpace()
      if !scanner.take(",") {
        guard scanner.take("]") else { throw syntaxError("\(unexpected) where `,` or `]` belongs") }
        return nodes
      }
    }
  }

  private mutating func key() throws(ConfigError) -> String {
    if scanner.peek == UInt8(ascii: "\"") || scanner.peek == UInt8(ascii: "'") {
      return try string()
    }
    let word = word()
    guard !word.isEmpty else { throw syntaxError("\(unexpected) where a key belongs") }
    return word
  }

  private mutating func string() throws(ConfigError) -> String {
    do throws(JSONError) {
      return try scanner.string()
    } catch {
      switch error {
      case .controlCharacter:
        throw syntaxError("a control character in a string; write it as an escape such as \\n")
      case .unknownEscape: throw syntaxError("an escape that JSON does not know")
      case .notHexadecimal: throw syntaxError("an escape without four hexadecimal digits")
      case .halfSurrogatePair: throw syntaxError("half a surrogate pair")
      case .endlessString: throw endless("a string")
      case .unexpected, .notUTF8, .beyondRange, .tooDeep: throw syntaxError(unexpected)
      }
    }
  }

  /// Reads a plain decimal number: `0x10`, `Infinity` and `NaN` have no place in a config.
  private mutating func number() throws(ConfigError) -> Double {
    let start = scanner.position
    while let byte = scanner.peek, Self.continuesNumber(byte) { scanner.position += 1 }
    var text = Substring(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
    if text.first == "+" { text = text.dropFirst() }
    let plain = text.utf8.allSatisfy { Self.startsNumber($0) || $0 == 0x65 || $0 == 0x45 }
    guard plain, let number = Double(text.last == "." ? text.dropLast() : text) else {
      scanner.position = start
      throw syntaxError("`\(text)`, which is not a plain decimal number")
    }
    return number
  }

  private static func startsNumber(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
  }

  private static func continuesNumber(_ byte: UInt8) -> Bool {
    startsNumber(byte) || isWord(byte)
  }

  // MARK: - Text

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func word() -> String {
    let start = scanner.position
    while let byte = scanner.peek, Self.isWord(byte) { scanner.position += 1 }
    return String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
  }

  /// Passes over blanks and comments: all that an end of a line can stand in.
  private mutating func skipSpace() throws(ConfigError) {
    while true {
      let start = scanner.position
      scanner.skipBlanks()
      countLines(from: start)
      guard scanner.peek == UInt8(ascii: "/") else { return }
      try skipComment()
    }
  }

  private mutating func skipComment() throws(ConfigError) {
    let start = scanner.position
    let text = scanner.bytes[start...]
    if text.starts(with: "//".utf8) {
      scanner.position = text.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
    } else if text.starts(with: "/*".utf8) {
      var end = start + 2
      while !text[end...].starts(with: "*/".utf8) {
        guard end < text.endIndex else { throw endless("a comment") }
        end += 1
      }
      scanner.position = end + 2
      countLines(from: start)
    } else {
      throw syntaxError(unexpected)
    }
  }

  /// Counts the lines that ended since a position.
  private mutating func countLines(from start: Int) {
    for index in start..<scanner.position where scanner.bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
  }

  /// What stands at the current position, for a message.
  private var unexpected: String {
    guard !scanner.isAtEnd else { return "the end of the file" }
    let text = String(decoding: scanner.bytes[scanner.position...].prefix(4), as: UTF8.self)
    return "`\(text.first.map(String.init) ?? "")`"
  }

  /// The error that something which began on this line goes on to the end of the file.
  private func endless(_ what: String) -> ConfigError {
    ConfigError(
      file: file, line: line, problem: .syntax(found: "\(what) that never ends", column: nil))
  }

  private func syntaxError(_ found: String) -> ConfigError {
    ConfigError(
      file: file, line: line,
      problem: .syntax(found: found, column: scanner.position - lineStart + 1))
  }
}
