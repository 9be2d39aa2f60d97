import FoundationEssentials

/// Reads a config file's text: JSON5 with comments, trailing commas, single quotes and bare keys.
///
/// Foundation's decoder takes JSON5 too, but drops what a message needs (line and column), the
/// order of the keys and a key that stands twice. Grammar: https://spec.json5.org. Depth and size
/// are bounded, so that a hostile file can neither overflow the stack nor fill the memory.
struct JSON5Reader {
  /// Largest config file, in bytes.
  static let byteLimit = 64 * 1024
  /// Deepest nesting of objects and arrays.
  static let depthLimit = 32

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
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
    var reader = JSON5Reader(bytes: bytes, file: file)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw reader.syntaxError("text that is not UTF-8")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    try reader.skipSpace()
    let node = try reader.value(depth: 0)
    try reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.syntaxError("more text after the end of the config")
    }
    return node
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(ConfigError) -> ConfigNode {
    guard depth <= Self.depthLimit else {
      throw ConfigError(file: file, line: line, problem: .tooDeep(limit: Self.depthLimit))
    }
    let start = line
    let value: ConfigNode.Value
    switch peek {
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
    position += 1
    var members: [ConfigNode.Member] = []
    var lines: [String: Int] = [:]
    while true {
      try skipSpace()
      if take("}") { return members }
      let keyLine = line
      let key = try key()
      if let first = lines.updateValue(keyLine, forKey: key) {
        throw ConfigError(
          file: file, line: keyLine, keyPath: key, problem: .duplicateKey(firstLine: first))
      }
      try skipSpace()
      guard take(":") else { throw syntaxError("\(unexpected) where `:` belongs") }
      try skipSpace()
      members.append(.init(key: key, line: keyLine, node: try value(depth: depth + 1)))
      try skipSpace()
      if !take(",") {
        guard take("}") else { throw syntaxError("\(unexpected) where `,` or `}` belongs") }
        return members
      }
    }
  }

  private mutating func array(depth: Int) throws(ConfigError) -> [ConfigNode] {
    position += 1
    var nodes: [ConfigNode] = []
    while true {
      try skipSpace()
      if take("]") { return nodes }
      nodes.append(try value(depth: depth + 1))
      try skipSpace()
      if !take(",") {
        guard take("]") else { throw syntaxError("\(unexpected) where `,` or `]` belongs") }
        return nodes
      }
    }
  }

  private mutating func key() throws(ConfigError) -> String {
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
    let word = word()
    guard !word.isEmpty else { throw syntaxError("\(unexpected) where a key belongs") }
    return word
  }

  private mutating func string() throws(ConfigError) -> String {
    let quote = bytes[position]
    let start = line
    position += 1
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case quote: return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content += try escape().utf8
      case ..<0x20:
        position -= 1
        throw syntaxError("a control character in a string; write it as an escape such as \\n")
      default: content.append(byte)
      }
    }
    throw ConfigError(
      file: file, line: start, problem: .syntax(found: "a string that never ends", column: nil))
  }

  private mutating func escape() throws(ConfigError) -> String {
    guard let byte = peek else { return "" }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return try unicodeEscape()
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return String(UnicodeScalar(byte))
    default:
      position -= 1
      throw syntaxError("an escape that JSON does not know")
    }
  }

  /// Reads the digits after `\u`; a surrogate pair makes one character.
  private mutating func unicodeEscape() throws(ConfigError) -> String {
    var units = [try hexUnit()]
    if UTF16.isLeadSurrogate(units[0]), peek == UInt8(ascii: "\\"),
      position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      units.append(try hexUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw syntaxError("half a surrogate pair")
    }
    return text
  }

  private mutating func hexUnit() throws(ConfigError) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw syntaxError("an escape without four hexadecimal digits") }
    position += 4
    return unit
  }

  /// Reads a plain decimal number: `0x10`, `Infinity` and `NaN` have no place in a config.
  private mutating func number() throws(ConfigError) -> Double {
    let start = position
    while let byte = peek, Self.continuesNumber(byte) { position += 1 }
    var text = Substring(decoding: bytes[start..<position], as: UTF8.self)
    if text.first == "+" { text = text.dropFirst() }
    let plain = text.utf8.allSatisfy { Self.startsNumber($0) || $0 == 0x65 || $0 == 0x45 }
    guard plain, let number = Double(text.last == "." ? text.dropLast() : text) else {
      position = start
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

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: UnicodeScalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func word() -> String {
    let start = position
    while let byte = peek, Self.isWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpace() throws(ConfigError) {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "\n"): newLine()
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(ConfigError) {
    let start = line
    let next = position + 1 < bytes.count ? bytes[position + 1] : 0
    switch next {
    case UInt8(ascii: "/"):
      while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
    case UInt8(ascii: "*"):
      position += 2
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
          position += 2
          return
        }
        if bytes[position] == UInt8(ascii: "\n") { newLine() } else { position += 1 }
      }
      throw ConfigError(
        file: file, line: start, problem: .syntax(found: "a comment that never ends", column: nil))
    default: throw syntaxError(unexpected)
    }
  }

  private mutating func newLine() {
    position += 1
    line += 1
    lineStart = position
  }

  /// What stands at the current position, for a message.
  private var unexpected: String {
    guard position < bytes.count else { return "the end of the file" }
    let text = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    return "`\(text.first.map(String.init) ?? "")`"
  }

  private func syntaxError(_ found: String) -> ConfigError {
    ConfigError(
      file: file, line: line, problem: .syntax(found: found, column: position - lineStart + 1))
  }
}
