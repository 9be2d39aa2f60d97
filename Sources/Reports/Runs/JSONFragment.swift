import FoundationEssentials

/// Any JSON value, so that a setting's JSON text can stand inside a larger object.
package enum JSONFragment: Hashable, Sendable, Codable {
  /// null.
  case null
  /// true or false.
  case bool(Bool)
  /// A number without a fraction that fits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONFragment])
  /// Values by key.
  case object([String: JSONFragment])

  /// Parses JSON text.
  ///
  /// - Throws: `DecodingError` where it is not JSON.
  package init(text: String) throws {
    self = try JSONDecoder().decode(JSONFragment.self, from: Data(text.utf8))
  }

  /// Reads whichever kind of value comes.
  ///
  /// A decoder answers for one kind at a time, and a no is an error that takes long to make: the
  /// kinds of which there are most come first.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = Self.attempt(Double.self, container) {
      let whole = value.magnitude <= 0x1p53 ? Int(exactly: value) : nil
      self = whole.map { JSONFragment.integer($0) } ?? .number(value)
    } else if let value = Self.attempt(String.self, container) {
      self = .string(value)
    } else if let value = Self.attempt([JSONFragment].self, container) {
      self = .array(value)
    } else if let value = Self.attempt([String: JSONFragment].self, container) {
      self = .object(value)
    } else {
      self = .bool(try container.decode(Bool.self))
    }
  }

  /// Writes the value itself, without a wrapper.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// A value of one kind; nil where it is of another, which is an answer here and no failure.
  private static func attempt<Value: Decodable>(
    _ type: Value.Type, _ container: any SingleValueDecodingContainer
  ) -> Value? {
    do { return try container.decode(type) } catch { return nil }
  }
}
