/// Reads values of any `Decodable` type out of a JSON tree.
///
/// It does what Foundation's `JSONDecoder` does. That one asks of each type that it meets whether it
/// is a dictionary with texts as keys, and such a question searches all conformances of the program:
/// to read a small `model.json` took longer than all else that scoring a few rows needs.
package struct JSONTreeDecoder: Decoder {
  package let codingPath: [any CodingKey]
  package let userInfo: [CodingUserInfoKey: Any] = [:]
  let tree: JSONTree
  fileprivate let spelling: JSONSpelling

  /// Reads a value out of a whole tree.
  ///
  /// - Throws: `DecodingError`.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from tree: JSONTree, _ spelling: JSONSpelling = .snakeCase
  ) throws -> Value {
    try JSONTreeDecoder(tree, codingPath: [], spelling).decode(type)
  }

  fileprivate init(_ tree: JSONTree, codingPath: [any CodingKey], _ spelling: JSONSpelling) {
    self.tree = tree
    self.codingPath = codingPath
    self.spelling = spelling
  }

  package func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<
    Key
  > {
    guard case .object(let members) = tree else { throw mismatch([String: JSONValue].self) }
    return KeyedDecodingContainer(
      KeyedMembers(members: members, codingPath: codingPath, spelling: spelling))
  }

  package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = tree else { throw mismatch([JSONValue].self) }
    return UnkeyedValues(values: values, codingPath: codingPath, spelling)
  }

  package func singleValueContainer() -> any SingleValueDecodingContainer { self }

  /// The error that the value is not of a type.
  private func mismatch(_ type: any Any.Type) -> DecodingError {
    .typeMismatch(
      type,
      DecodingError.Context(codingPath: codingPath, debugDescription: "another type was found"))
  }
}

extension JSONTreeDecoder: SingleValueDecodingContainer {
  package func decodeNil() -> Bool { tree == .null }

  package func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let value) = tree else { throw mismatch(type) }
    return value
  }

  package func decode(_ type: String.Type) throws -> String {
    guard case .string(let value) = tree else { throw mismatch(type) }
    return value
  }

  package func decode(_ type: Double.Type) throws -> Double {
    switch tree {
    case .number(_, let value): return value
    case .string(let text):
      guard let value = spelling.number(of: text) else { throw mismatch(type) }
      return value
    default: throw mismatch(type)
    }
  }

  package func decode(_ type: Float.Type) throws -> Float {
    if case .string = tree { return Float(try decode(Double.self)) }
    guard case .number(let text, _) = tree, let value = Float(text), value.isFinite else {
      throw mismatch(type)
    }
    return value
  }

  package func decode(_ type: Int.Type) throws -> Int { try whole(type) }
  package func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
  package func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
  package func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
  package func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
  package func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
  package func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
  package func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
  package func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
  package func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }

  /// A whole number, also one that is written with a point or an exponent: `3.0`, `1e3`.
  private func whole<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard case .number(let text, let value) = tree,
      let number = Number(text) ?? Number(exactly: value)
    else { throw mismatch(type) }
    return number
  }

  package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // Most values are texts or numbers, and these need no container.
    let plain: (any Sendable)? =
      switch tree {
      case .string(let value) where type == String.self: value
      case .number(_, let value) where type == Double.self: value
      default: nil
      }
    if let plain = plain as? Value { return plain }
    return try Value(from: self)
  }
}

/// A path and one key more. To add an array of one key would cast that array at run time.
private func longer(_ path: [any CodingKey], by key: some CodingKey) -> [any CodingKey] {
  var path = path
  path.append(key)
  return path
}

/// The members of an object.
private struct KeyedMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [JSONTree.Member]
  let codingPath: [any CodingKey]
  let spelling: JSONSpelling

  var allKeys: [Key] {
    members.compactMap { Key(stringValue: spelling.isSnakeCase ? $0.codingKey : $0.key) }
  }

  func contains(_ key: Key) -> Bool { value(of: key) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(of: key).decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(of: key).decode(type)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try presentDecoder(of: key)?.decode(type)
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try presentDecoder(of: key)?.decode(type)
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try presentDecoder(of: key)?.decode(type)
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try presentDecoder(of: key)?.decode(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try presentDecoder(of: key)?.decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(of: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(of: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    JSONTreeDecoder(.object(members), codingPath: codingPath, spelling)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(of: key) }

  /// The first member counts where several have one key.
  private func value(of key: Key) -> JSONTree? {
    let name = key.stringValue
    // By place, so that no member is copied that is passed over.
    for place in members.indices
    where (spelling.isSnakeCase ? members[place].codingKey : members[place].key) == name {
      return members[place].value
    }
    return nil
  }

  private func decoder(of key: Key) throws -> JSONTreeDecoder {
    guard let value = value(of: key) else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: codingPath, debugDescription: "no such member"))
    }
    return JSONTreeDecoder(value, codingPath: longer(codingPath, by: key), spelling)
  }

  /// Nil where there is no such member, and where it is null: looked for once instead of three times.
  private func presentDecoder(of key: Key) -> JSONTreeDecoder? {
    guard let value = value(of: key) else { return nil }
    if case .null = value { return nil }
    return JSONTreeDecoder(value, codingPath: longer(codingPath, by: key), spelling)
  }
}

/// The values of an array.
private struct UnkeyedValues: UnkeyedDecodingContainer {
  let values: [JSONTree]
  let codingPath: [any CodingKey]
  private let spelling: JSONSpelling
  private(set) var currentIndex = 0

  init(
    values: [JSONTree], codingPath: [any CodingKey], _ spelling: JSONSpelling
  ) {
    self.values = values
    self.codingPath = codingPath
    self.spelling = spelling
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  mutating func decodeNil() throws -> Bool {
    let isNull = try next { $0.decodeNil() }
    if !isNull { currentIndex -= 1 }
    return isNull
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next { try $0.decode(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try next { $0 } }

  /// Reads the next value and goes on behind it, unless reading throws.
  private mutating func next<Value>(
    _ read: (JSONTreeDecoder) throws -> Value
  ) throws -> Value {
    let path = longer(codingPath, by: JSONPathKey.index(currentIndex))
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Value.self, DecodingError.Context(codingPath: path, debugDescription: "the array ends"))
    }
    let value = try read(JSONTreeDecoder(values[currentIndex], codingPath: path, spelling))
    currentIndex += 1
    return value
  }
}
