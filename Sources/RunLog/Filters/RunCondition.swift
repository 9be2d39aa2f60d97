/// A condition on a run, such as `test_accuracy > 0.9 and network.activation = tanh`.
///
/// It becomes SQL in which every name and value of the user's is bound to a `?`.
package indirect enum RunCondition: Hashable, Sendable {
  /// One comparison.
  case comparison(RunField, Comparison, Literal)
  /// All of them hold.
  case all([RunCondition])
  /// One of them holds.
  case any([RunCondition])
  /// It does not hold.
  case not(RunCondition)

  /// How two values are compared; the raw values are the signs.
  package enum Comparison: String, CaseIterable, Hashable, Sendable {
    /// The same.
    case equal = "="
    /// Not the same.
    case unequal = "!="
    /// Less.
    case less = "<"
    /// Less or the same.
    case atMost = "<="
    /// More.
    case more = ">"
    /// More or the same.
    case atLeast = ">="
    /// The text occurs in it; case does not count.
    case contains = "~"
  }

  /// The right side of a comparison.
  package struct Literal: Hashable, Sendable {
    /// What the text stands for.
    package enum Value: Hashable, Sendable {
      /// A number in plain decimal notation.
      case number(Double)
      /// `nan`: a metric that is not a number.
      case notANumber
      /// Text, in quotes or as a bare word.
      case text
      /// `true` or `false`.
      case bool(Bool)
      /// `null`: the run has no such value.
      case null
      /// A list or an object in JSON.
      case json
    }

    /// The text, without quotes; JSON without blanks between its signs.
    package let source: String
    /// What it stands for.
    package let value: Value
  }

  /// The condition on a row of `runs`, and a value for each `?`.
  var sql: (sql: String, values: [SQLiteValue]) {
    switch self {
    case .all(let parts): return Self.joined(parts, " AND ")
    case .any(let parts): return Self.joined(parts, " OR ")
    case .not(let part):
      let (sql, values) = part.sql
      // A comparison with a value that there is not gives NULL, whose NOT is NULL too.
      return ("NOT coalesce(\(sql), 0)", values)
    case .comparison(.column(let column), let comparison, let literal):
      return Self.column(column, comparison, literal)
    case .comparison(.metric(let part, let name), let comparison, let literal):
      let (sql, values) = Self.metric(comparison, literal)
      return Self.exists(
        "metrics", "part = ? AND metrics.name = ?", [.text(part.rawValue), .text(name)], sql,
        values)
    case .comparison(.setting(let key), let comparison, let literal):
      let (sql, values) = Self.setting(comparison, literal)
      return Self.exists("parameters", "key = ?", [.text(key)], sql, values)
    }
  }

  private static func joined(
    _ parts: [RunCondition], _ word: String
  ) -> (String, [SQLiteValue]) {
    let parts = parts.map(\.sql)
    return ("(" + parts.map(\.sql).joined(separator: word) + ")", parts.flatMap(\.values))
  }

  /// A condition on a row that belongs to the run; nil for "there is no such row".
  private static func exists(
    _ table: String, _ key: String, _ keyValues: [SQLiteValue], _ condition: String?,
    _ values: [SQLiteValue]
  ) -> (String, [SQLiteValue]) {
    let row = "EXISTS (SELECT 1 FROM \(table) WHERE run = runs.number AND \(key)"
    guard let condition else { return ("NOT \(row))", keyValues) }
    return ("\(row) AND (\(condition)))", keyValues + values)
  }

  private static func column(
    _ column: RunColumn, _ comparison: Comparison, _ literal: Literal
  ) -> (String, [SQLiteValue]) {
    if literal.value == .null {
      return ("\(column.sql) IS \(comparison == .equal ? "" : "NOT ")NULL", [])
    }
    let value: SQLiteValue
    switch literal.value {
    case .number(let number) where column.isNumeric: value = .real(number)
    case .bool(let flag) where column.isNumeric: value = SQLiteValue(flag)
    default: value = .text(literal.source)
    }
    if comparison == .contains {
      return ("instr(lower(\(column.sql)), lower(?)) > 0", [.text(literal.source)])
    }
    return ("\(column.sql) \(comparison.rawValue) ?", [value])
  }

  /// The condition on a row of `metrics`; nil where there must be none.
  private static func metric(
    _ comparison: Comparison, _ literal: Literal
  ) -> (String?, [SQLiteValue]) {
    switch (literal.value, comparison) {
    case (.null, .equal): (nil, [])
    case (.null, _): ("true", [])
    case (.notANumber, .equal): ("value IS NULL", [])
    case (.notANumber, _): ("value IS NOT NULL", [])
    // NaN is not equal to any number.
    case (.number(let number), .unequal): ("value IS NULL OR value <> ?", [.real(number)])
    case (.number(let number), _): ("value \(comparison.rawValue) ?", [.real(number)])
    default: ("false", [])
    }
  }

  /// The condition on a row of `parameters`, whose values are JSON; nil where there must be none.
  private static func setting(
    _ comparison: Comparison, _ literal: Literal
  ) -> (String?, [SQLiteValue]) {
    let isNumber = "json_type(value) IN ('integer', 'real')"
    let isText = "json_type(value) = 'text'"
    let content = "json_extract(value, '$')"
    let source = SQLiteValue.text(literal.source)
    if comparison == .contains {
      return (
        "instr(lower(CASE WHEN \(isText) THEN \(content) ELSE value END), lower(?)) > 0", [source]
      )
    }
    switch literal.value {
    case .null:
      return comparison == .equal ? (nil, []) : ("true", [])
    case .number(let number) where comparison == .equal || comparison == .unequal:
      // A label such as "1" is text in the config and looks like a number on the command line.
      let same = "(\(isNumber) AND \(content) = ?) OR (\(isText) AND \(content) = ?)"
      return (comparison == .equal ? same : "NOT (\(same))", [.real(number), source])
    case .number(let number):
      return ("\(isNumber) AND \(content) \(comparison.rawValue) ?", [.real(number)])
    case .bool, .json:
      return ("value \(comparison == .equal ? "=" : "<>") ?", [source])
    case .text, .notANumber:
      guard comparison != .unequal else {
        return ("NOT (\(isText) AND \(content) = ?)", [source])
      }
      return ("\(isText) AND \(content) \(comparison.rawValue) ?", [source])
    }
  }
}
