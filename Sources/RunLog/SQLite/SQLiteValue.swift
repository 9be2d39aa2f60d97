/// A value to bind to a statement.
package enum SQLiteValue: Hashable, Sendable {
  /// NULL.
  case null
  /// A 64-bit integer.
  case integer(Int64)
  /// A double. NaN is refused when it is bound: SQLite would store it as NULL.
  case real(Double)
  /// Text, bound by its length: it may hold NUL.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// A count, or NULL.
  package init(_ value: Int?) {
    self = value.map { .integer(Int64($0)) } ?? .null
  }

  /// A 32-bit integer, or NULL.
  package init(_ value: Int32?) {
    self = value.map { .integer(Int64($0)) } ?? .null
  }

  /// A double, or NULL.
  package init(_ value: Double?) {
    self = value.map { .real($0) } ?? .null
  }

  /// Text, or NULL.
  package init(_ value: String?) {
    self = value.map { .text($0) } ?? .null
  }

  /// 1 or 0.
  package init(_ value: Bool) {
    self = .integer(value ? 1 : 0)
  }

  /// A time as text, or NULL.
  package init(_ value: Timestamp?) {
    self = value.map { .text($0.text) } ?? .null
  }

  /// A double whose NaN becomes NULL; the caller keeps the fact in a flag column.
  package init(flagged value: Double?) {
    self = value.flatMap { $0.isNaN ? nil : $0 }.map { .real($0) } ?? .null
  }
}
