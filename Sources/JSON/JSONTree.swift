/// A JSON text that was taken apart: what the documents of models and runs are read from.
package enum JSONTree: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number as it was written, and the double next to it, which is finite.
  case number(String, Double)
  case string(String)
  case array([JSONTree])
  /// The members in the order of the text.
  case object([Member])

  /// One member of an object.
  package struct Member: Equatable, Sendable {
    /// The key as it was written.
    package let key: String
    /// The key as a coding key spells it: `trainRows` for `train_rows`.
    package let codingKey: String
    /// What stands behind the key.
    package let value: JSONTree

    /// Makes a member; of its key the coding key is made.
    package init(key: String, value: JSONTree) {
      self.key = key
      self.value = value
      codingKey = JSONSpelling.camelCase(key)
    }
  }

  /// The first member with a key, as the key was written; nil where there is none.
  package subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text; nil for any other value.
  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The number; nil for any other value.
  package var number: Double? {
    guard case .number(_, let value) = self else { return nil }
    return value
  }

  /// The whole number, also one that is written with a point or an exponent; nil for any other value.
  package var integer: Int? {
    guard case .number(let text, let value) = self else { return nil }
    return Int(text) ?? Int(exactly: value)
  }

  /// The values of an array; none for any other value.
  package var list: [JSONTree] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  /// The value without what only reading needs; of members with the same key the first one counts.
  package var value: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(_, let value): .number(value)
    case .string(let value): .string(value)
    case .array(let values): .array(values.map(\.value))
    case .object(let members):
      .object(
        Dictionary(
          members.map { ($0.key, $0.value.value) }, uniquingKeysWith: { first, _ in first })
      )
    }
  }
}
