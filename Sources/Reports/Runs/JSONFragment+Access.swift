extension JSONFragment {
  /// The number that this is; nil where it is something else.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The whole number that this is; nil where it is something else.
  var count: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The text that this is; nil where it is something else.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The values of the list that this is; none where it is something else.
  var list: [JSONFragment] {
    if case .array(let values) = self { values } else { [] }
  }
}
