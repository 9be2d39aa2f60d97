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

  /// Where the metrics and settings that a condition asks for are looked for.
  enum Search: Hashable, Sendable {
    /// Among all: each comparison makes the set of the runs that meet it.
    case everywhere
    /// Among those of the runs from a number on.
    case from(run: Int)
  }

  /// The condition on a row of `runs`, and a value for each `?`.
  ///
  /// - Parameter run: what gives the run's number; where another table is read first, its column lets
  ///   a run be judged before its row is read.
  func sql(
    _ search: Search, run: String = "runs.number"
  ) -> (sql: String, values: [SQLiteValue]) {
    switch self {
    case .all(let parts): return Self.joined(parts, " AND ", search, run)
    case .any(let parts): return Self.joined(parts, " OR ", search, run)
    case .not(let part):
      let (sql, values) = part.sql(search, run: run)
      // A comparison with a value that there is not gives NULL, whose NOT is NULL too.
      return ("NOT coalesce(\(sql), 0)", values)
    case .comparison(.column(let column), let comparison, let literal):
      return Self.column(column, comparison, literal, search, run)
    case .comparison(.metric(let part, let name), let comparison, let literal):
      let (condition, values) = Self.metric(comparison, literal)
      // Of one run the value is looked up; of many the index of the values has them together.
      let rows =
        switch search {
        case .everywhere: "\(run) IN (SELECT run FROM metrics WHERE part = ? AND "
        case .from: "EXISTS (SELECT 1 FROM metrics WHERE run = \(run) AND part = ? AND "
        }
      return Self.inRows(
        rows + "metrics.name = ?", [.text(part.rawValue), .text(name)], condition, values, ")")
    case .comparison(.setting(let key), let comparison, let literal):
      let (condition, values) = Self.setting(comparison, literal)
      let end: String
      switch search {
      case .everywhere: end = "))"
      case .from(let first): end = ") AND run >= \(first))"
      }
      return Self.inRows(
        """
        \(run) IN (
          SELECT run FROM parameters WHERE setting IN (SELECT number FROM settings WHERE key = ?
        """, [.text(key)], condition, values, end)
    }
  }

  private static func joined(
    _ parts: [RunCondition], _ word: String, _ search: Search, _ run: String
  ) -> (String, [SQLiteValue]) {
    let parts = parts.map { $0.sql(search, run: run) }
    return ("(" + parts.map(\.sql).joined(separator: word) + ")", parts.flatMap(\.values))
  }

  /// That there is a row which belongs to the run and meets a condition; nil for that there is no
  /// row of the key at all.
  private static func inRows(
    _ rows: String, _ keyValues: [SQLiteValue], _ condition: String?, _ values: [SQLiteValue],
    _ end: String
  ) -> (String, [SQLiteValue]) {
    guard let condition else { return ("NOT \(rows)\(end)", keyValues) }
    return ("\(rows) AND (\(condition))\(end)", keyValues + values)
  }

  private static func column(
    _ column: RunColumn, _ comparison: Comparison, _ literal: Literal, _ search: Search,
    _ run: String
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
      let contains = "instr(lower(\(column.sql)), lower(?)) > 0"
      // The inner query reads nothing but the column's index, where there is one.
      let sql =
        search == .everywhere
        ? "\(run) IN (SELECT number FROM runs WHERE \(contains))" : contains
      return (sql, [.text(literal.source)])
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

  /// The condition on a row of `settings`; nil where the run must have none of the key.
  private static func setting(
    _ comparison: Comparison, _ literal: Literal
  ) -> (String?, [SQLiteValue]) {
    let isNumber = "typeof(content) IN ('integer', 'real') AND value NOT IN ('true', 'false')"
    let isText = "value >= '\"' AND value < '#'"
    let source = SQLiteValue.text(literal.source)
    if comparison == .contains {
      return (
        "instr(lower(CASE WHEN \(isText) THEN content ELSE value END), lower(?)) > 0", [source]
      )
    }
    switch literal.value {
    case .null:
      return comparison == .equal ? (nil, []) : ("true", [])
    case .number(let number) where comparison == .equal || comparison == .unequal:
      // A label such as "1" is text in the config and looks like a number on the command line.
      let same = "(\(isNumber) AND content = ?) OR (\(isText) AND content = ?)"
      return (comparison == .equal ? same : "NOT (\(same))", [.real(number), source])
    case .number(let number):
      return ("\(isNumber) AND content \(comparison.rawValue) ?", [.real(number)])
    case .bool, .json:
      return ("value \(comparison == .equal ? "=" : "<>") ?", [source])
    case .text, .notANumber:
      guard comparison != .unequal else {
        return ("NOT (\(isText) AND content = ?)", [source])
      }
      return ("\(isText) AND content \(comparison.rawValue) ?", [source])
    }
  }
}
