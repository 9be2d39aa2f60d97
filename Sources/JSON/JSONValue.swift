/// A JSON value of any shape: how the resolved config and the metrics travel through `model.json`.
///
/// Source: RFC 8259. Numbers are doubles, so an integer beyond 2⁵³ does not survive.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Takes an integer, which must lie within ±2⁵³.
  package static func integer(_ value: Int) -> JSONValue {
    precondition(value.magnitude <= 1 << 53, "a JSON number is a double")
    return .number(Double(value))
  }

  /// The value of a key when this is an object that has it.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The value as JSON on one line, the keys of every object in the order of their UTF-8 bytes.
  ///
  /// Equal values give equal texts. Infinities and NaN, which JSON does not have, become `null`.
  package var text: String {
    var writer = JSONWriter(.canonical, .plain)
    write(to: &writer)
    return writer.finishText()
  }

  /// Writes the value as the next one of a text; infinities and NaN become null, and the keys stay as
  /// they are.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let value) where value.isFinite: writer.number(value)
    case .number: writer.null()
    case .string(let value): writer.string(value)
    case .array(let values):
      writer.array(of: values) { $0.write(to: &$1) }
    case .object(let members):
      writer.beginObject()
      for (key, value) in members {
        writer.key(key, isSpelled: true)
        value.write(to: &writer)
      }
      writer.end()
    }
  }
}

extension JSONValue: CustomStringConvertible {
  /// The same as `text`.
  package var description: String { text }
}

extension JSONValue: Codable {
  /// Takes what stands there out of a tree: no other decoder can tell what that is without a guess at
  /// each kind.
  package init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? JSONTreeDecoder else {
      throw DecodingError.typeMismatch(
        JSONValue.self,
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "a JSON value is read from a tree"))
    }
    self = decoder.tree.value
  }

  /// Writes the value; infinities and NaN become null.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value) where value.isFinite: try container.encode(value)
    case .number: try container.encodeNil()
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}
