/// Writes values of any `Encodable` type as a JSON text, straight into its bytes.
///
/// It gives the bytes that Foundation's `JSONEncoder` gives with `.sortedKeys` and
/// `.withoutEscapingSlashes`. That one makes a tree of boxes first, and asks of each value whether it
/// is a dictionary with texts as keys: of a study of short trainings it took the seventh part.
///
/// Values are written as they come, so a container that a type asks for within another one is to be
/// filled before the outer one is written to again, which all code that Swift makes does. The keys of
/// dictionaries are spelled like those of other objects; those of a `JSONValue` stay as they are.
package struct JSONTextEncoder: Encoder {
  /// The text and the spelling that the encoders of one document share.
  fileprivate final class Output {
    var writer: JSONWriter
    let spelling: JSONSpelling

    init(_ style: JSONWriter.Style, _ spelling: JSONSpelling, depth: Int) {
      writer = JSONWriter(style, spelling, depth: depth)
      self.spelling = spelling
    }
  }

  package var userInfo: [CodingUserInfoKey: Any] { [:] }
  fileprivate let output: Output
  /// How many objects and arrays are open around this encoder's value.
  fileprivate let depth: Int

  /// The text of a value, without a newline at its end.
  ///
  /// - Parameter depth: how many objects and arrays of another text will be around it.
  /// - Throws: `EncodingError` for a number that is not finite where the spelling has no string for it.
  package static func encode(
    _ value: some Encodable, _ style: JSONWriter.Style, _ spelling: JSONSpelling, depth: Int = 0
  ) throws -> [UInt8] {
    let output = Output(style, spelling, depth: depth)
    try JSONTextEncoder(output: output, depth: 0).encode(value)
    return output.writer.finish()
  }

  package var codingPath: [any CodingKey] { output.writer.path(through: depth) }

  /// Writes a value whose text there is already.
  func write(_ fragment: JSONFragment) { output.writer.fragment(fragment) }

  package func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    begin(isObject: true)
    return KeyedEncodingContainer(KeyedOutput(output: output, depth: depth + 1))
  }

  package func unkeyedContainer() -> any UnkeyedEncodingContainer {
    begin(isObject: false)
    return UnkeyedOutput(output: output, depth: depth + 1)
  }

  package func singleValueContainer() -> any SingleValueEncodingContainer { self }

  /// Begins the value as an object or an array; a type may do so again to go on with it.
  private func begin(isObject: Bool) {
    output.end(to: depth + 1)
    if output.writer.depth == depth {
      if isObject { output.writer.beginObject() } else { output.writer.beginArray() }
    }
    precondition(output.writer.isInObject == isObject, "a value that is an object and an array")
  }
}

extension JSONTextEncoder: SingleValueEncodingContainer {
  package func encodeNil() { output.writer.null() }

  package func encode(_ value: Bool) { output.writer.bool(value) }

  package func encode(_ value: String) { output.writer.string(value) }

  package func encode(_ value: Double) throws {
    if value.isFinite { output.writer.number(value) } else { try encode(notFinite: value) }
  }

  package func encode(_ value: Float) throws {
    if value.isFinite { output.writer.number(value) } else { try encode(notFinite: Double(value)) }
  }

  package func encode(_ value: some FixedWidthInteger & Encodable) {
    output.writer.integer(value)
  }

  package func encode<Value: Encodable>(_ value: Value) throws {
    let start = output.writer.count
    if Value.self == JSONValue.self, let value = value as? JSONValue {
      value.write(to: &output.writer)
    } else {
      try value.encode(to: self)
    }
    // A value without members.
    if output.writer.count == start { output.writer.beginObject() }
    output.end(to: depth)
  }

  private func encode(notFinite value: Double) throws {
    guard let text = output.spelling.text(of: value) else {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(codingPath: codingPath, debugDescription: "JSON has no \(value)"))
    }
    output.writer.string(text)
  }
}

extension JSONTextEncoder.Output {
  /// Ends what is open beyond so many objects and arrays.
  fileprivate func end(to depth: Int) {
    while writer.depth > depth { writer.end() }
  }

  /// Goes back to a container, to write on.
  ///
  /// - Precondition: it has not ended.
  fileprivate func goBack(to depth: Int) {
    end(to: depth)
    precondition(writer.depth == depth, "a container is written to after it has ended")
  }
}

/// The members of an object.
private struct KeyedOutput<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let output: JSONTextEncoder.Output
  /// How many objects and arrays are open with this one.
  let depth: Int

  var codingPath: [any CodingKey] { output.writer.path(through: depth - 1) }

  func encodeNil(forKey key: Key) { value(of: key).encodeNil() }

  // The most frequent types, without the way through the requirement of `Encodable`.
  func encode(_ value: String, forKey key: Key) { self.value(of: key).encode(value) }
  func encode(_ value: Bool, forKey key: Key) { self.value(of: key).encode(value) }
  func encode(_ value: Int, forKey key: Key) { self.value(of: key).encode(value) }
  func encode(_ value: Double, forKey key: Key) throws { try self.value(of: key).encode(value) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try self.value(of: key).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    value(of: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    value(of: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { next("super") }

  func superEncoder(forKey key: Key) -> any Encoder { value(of: key) }

  private func value(of key: Key) -> JSONTextEncoder { next(key.stringValue) }

  /// Begins a member.
  private func next(_ key: String) -> JSONTextEncoder {
    output.goBack(to: depth)
    output.writer.key(key)
    return JSONTextEncoder(output: output, depth: depth)
  }
}

/// The values of an array.
private struct UnkeyedOutput: UnkeyedEncodingContainer {
  let output: JSONTextEncoder.Output
  /// How many objects and arrays are open with this one.
  let depth: Int
  private(set) var count = 0

  init(output: JSONTextEncoder.Output, depth: Int) {
    self.output = output
    self.depth = depth
  }

  var codingPath: [any CodingKey] { output.writer.path(through: depth - 1) }

  mutating func encodeNil() { next().encodeNil() }

  mutating func encode<Value: Encodable>(_ value: Value) throws { try next().encode(value) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { next() }

  /// Begins an element.
  private mutating func next() -> JSONTextEncoder {
    output.goBack(to: depth)
    output.writer.element()
    count += 1
    return JSONTextEncoder(output: output, depth: depth)
  }
}
