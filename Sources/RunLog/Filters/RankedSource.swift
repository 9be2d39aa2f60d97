/// Where runs are read in the order of something that they have, and which runs do not have it.
struct RankedSource {
  /// The tables, the one in whose order they are read first.
  let tables: String
  /// The column of the first of them that gives a run's number.
  let run: String
  /// Which rows of them.
  let rows: String
  /// A value for each `?` of `rows`, and as many of `rest`.
  let values: [SQLiteValue]
  /// The terms of the order.
  let order: String
  /// The condition on a run that is in none of these rows.
  let rest: String

  /// The runs by one of their columns, and of equal ones the newest first.
  static func column(_ column: RunColumn, descending: Bool) -> RankedSource {
    RankedSource(
      tables: "runs", run: "runs.number", rows: "\(column.sql) IS NOT NULL", values: [],
      order: "\(column.sql) \(direction(descending)), runs.number DESC",
      rest: "\(column.sql) IS NULL")
  }

  /// The runs by a metric, without those where it is not a number.
  static func metric(_ part: MetricPart, _ name: String, descending: Bool) -> RankedSource {
    let rows = "part = ? AND metrics.name = ? AND value IS NOT NULL"
    return RankedSource(
      tables: "metrics CROSS JOIN runs ON runs.number = metrics.run", run: "metrics.run",
      rows: rows, values: [.text(part.rawValue), .text(name)],
      order: "value \(direction(descending))",
      rest: "NOT EXISTS (SELECT 1 FROM metrics WHERE run = runs.number AND \(rows))")
  }

  /// The runs by a setting that is not `null`, and of equal ones the newest first.
  static func setting(_ key: String, descending: Bool) -> RankedSource {
    let direction = direction(descending)
    let rows = "key = ? AND content IS NOT NULL"
    return RankedSource(
      tables: """
        settings CROSS JOIN parameters ON setting = settings.number
        CROSS JOIN runs ON runs.number = parameters.run
        """, run: "parameters.run", rows: rows, values: [.text(key)],
      // The number lets the index settle the order: two texts can be the same content (1, 1.0).
      order: "content \(direction), settings.number \(direction), parameters.run DESC",
      rest: """
        NOT EXISTS (
          SELECT 1 FROM parameters CROSS JOIN settings ON settings.number = setting
          WHERE run = runs.number AND \(rows))
        """)
  }

  private static func direction(_ descending: Bool) -> String { descending ? "DESC" : "ASC" }
}
