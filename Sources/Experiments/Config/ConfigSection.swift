/// One object of a config while it is read: hands out typed, checked values and knows which keys it
/// was asked for.
///
/// What was asked for is what is allowed: `finish()` refuses every other key, so that no key can be
/// silently ignored and the list of allowed keys is written once.
package struct ConfigSection {
  /// The file's name, for messages; nil where the whole object came from the command line.
  package let file: String?
  private let path: [String]
  private let node: ConfigNode
  private var allowed: [String] = []

  /// Opens the object of a key; a missing key is an empty object, so that all of it takes its
  /// defaults.
  ///
  /// - Throws: `ConfigError` where the value is not an object.
  package init(_ node: ConfigNode?, file: String?, path: [String] = []) throws(ConfigError) {
    self.node = node ?? .empty
    self.file = file
    self.path = path
    if self.node.members == nil {
      throw error(
        at: self.node, key: nil, .wrongType(expected: "an object {…}", found: "\(self.node)"))
    }
  }

  /// Reads the object that a file holds.
  ///
  /// - Throws: `ConfigError` where the bytes are no JSON5, or no object.
  package init(parsing bytes: [UInt8], file: String) throws(ConfigError) {
    try self.init(try JSON5Reader.parse(bytes, file: file), file: file)
  }

  /// The members in the order of the file, for objects whose keys are paths of other keys.
  var members: [ConfigNode.Member] { node.members ?? [] }

  /// The raw value of a key, marked as known; nil for a missing key or `null`.
  package mutating func node(_ key: String) -> ConfigNode? {
    allowed.append(key)
    guard let value = node[key], value.value != .null else { return nil }
    return value
  }

  /// The section below a key.
  mutating func section(_ key: String) throws(ConfigError) -> ConfigSection {
    try ConfigSection(node(key), file: file, path: path + [key])
  }

  /// A number within a range.
  package mutating func number(
    _ key: String, default standard: Double, in range: some RangeExpression<Double>,
    _ expected: String
  ) throws(ConfigError) -> Double {
    guard let node = node(key) else { return standard }
    guard case .number(let number) = node.value else {
      throw error(at: node, key: key, .wrongType(expected: expected, found: "\(node)"))
    }
    guard number.isFinite, range.contains(number) else {
      throw error(at: node, key: key, .outOfRange(expected: expected, found: "\(node)"))
    }
    return number
  }

  /// A whole number within a range.
  package mutating func integer(
    _ key: String, default standard: Int, in range: ClosedRange<Int>
  ) throws(ConfigError) -> Int {
    guard let node = node(key) else { return standard }
    return try integer(node, key: key, in: range)
  }

  /// A list of whole numbers within a range.
  mutating func integers(
    _ key: String, default standard: [Int], in range: ClosedRange<Int>, limit: Int
  ) throws(ConfigError) -> [Int] {
    guard let node = node(key) else { return standard }
    guard case .array(let items) = node.value else {
      throw error(
        at: node, key: key,
        .wrongType(expected: "a list of whole numbers such as [100]", found: "\(node)"))
    }
    guard items.count <= limit else {
      throw error(
        at: node, key: key, .outOfRange(expected: "at most \(limit) items", found: "\(items.count)")
      )
    }
    return try items.map { item throws(ConfigError) in try integer(item, key: key, in: range) }
  }

  /// True or false.
  mutating func flag(_ key: String, default standard: Bool) throws(ConfigError) -> Bool {
    guard let node = node(key) else { return standard }
    guard case .bool(let flag) = node.value else {
      throw error(at: node, key: key, .wrongType(expected: "true or false", found: "\(node)"))
    }
    return flag
  }

  /// A text, or nil where the key is missing.
  mutating func text(_ key: String) throws(ConfigError) -> String? {
    guard let node = node(key) else { return nil }
    return try text(node, key: key)
  }

  /// A label as the data have it, or nil where the key is missing: a text, a number or a truth.
  mutating func label(_ key: String) throws(ConfigError) -> String? {
    guard let node = node(key) else { return nil }
    switch node.value {
    case .string(let text): return text
    case .number, .bool: return "\(node)"
    default:
      throw error(at: node, key: key, .wrongType(expected: "a label", found: "\(node)"))
    }
  }

  /// A list of texts, without repetitions.
  mutating func texts(_ key: String) throws(ConfigError) -> [String] {
    guard let node = node(key) else { return [] }
    guard case .array(let items) = node.value else {
      throw error(
        at: node, key: key, .wrongType(expected: "a list such as [\"a\", \"b\"]", found: "\(node)"))
    }
    return try items.map { item throws(ConfigError) in try text(item, key: key) }
  }

  /// One of the values of a closed choice.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, default standard: Choice
  ) throws(ConfigError) -> Choice {
    try choice(key) ?? standard
  }

  /// One of the values of a closed choice, or nil where the key is missing.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String
  ) throws(ConfigError) -> Choice? {
    guard let node = node(key) else { return nil }
    let found = try text(node, key: key)
    guard let choice = Choice(rawValue: found) else {
      let allowed = Choice.allCases.map(\.rawValue)
      throw error(at: node, key: key, .unknownValue(allowed: allowed, found: found))
    }
    return choice
  }

  /// Refuses every key that nothing asked for.
  package func finish() throws(ConfigError) {
    for member in members where !allowed.contains(member.key) {
      throw ConfigError(
        file: member.line == nil ? nil : file, line: member.line,
        keyPath: (path + [member.key]).joined(separator: "."),
        problem: .unknownKey(allowed: allowed.sorted()))
    }
  }

  /// An error about a value of this section.
  func error(at node: ConfigNode, key: String?, _ problem: ConfigError.Problem) -> ConfigError {
    let keyPath = (path + [key].compactMap(\.self)).joined(separator: ".")
    return ConfigError(
      file: node.line == nil ? nil : file, line: node.line,
      keyPath: keyPath.isEmpty ? nil : keyPath, problem: problem)
  }

  private func integer(
    _ node: ConfigNode, key: String, in range: ClosedRange<Int>
  ) throws(ConfigError) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number) = node.value else {
      throw error(at: node, key: key, .wrongType(expected: expected, found: "\(node)"))
    }
    guard let whole = Int(exactly: number), range.contains(whole) else {
      throw error(at: node, key: key, .outOfRange(expected: expected, found: "\(node)"))
    }
    return whole
  }

  private func text(_ node: ConfigNode, key: String) throws(ConfigError) -> String {
    guard case .string(let text) = node.value else {
      throw error(at: node, key: key, .wrongType(expected: "a text in quotes", found: "\(node)"))
    }
    return text
  }
}
