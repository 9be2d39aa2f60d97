/// Which runs to list; nil asks for all.
package struct RunFilter: Hashable, Sendable {
  /// The model's name.
  package var model: String?
  /// The job's id.
  package var job: String?
  /// The SHA-256 of the data.
  package var dataset: String?
  /// Where the run stands.
  package var state: RunState?
  /// What else must hold.
  package var condition: RunCondition?

  /// States a filter.
  package init(
    model: String? = nil, job: String? = nil, dataset: String? = nil, state: RunState? = nil,
    condition: RunCondition? = nil
  ) {
    self.model = model
    self.job = job
    self.dataset = dataset
    self.state = state
    self.condition = condition
  }

  /// The conditions on `runs`, and a value for each `?`.
  var conditions: (sql: String, values: [SQLiteValue]) {
    let wanted = [
      ("runs.model", model), ("runs.job", job), ("runs.dataset", dataset),
      ("runs.state", state?.rawValue),
    ].filter { $0.1 != nil }
    let rest = condition?.sql
    return (
      (["true"] + wanted.map { "\($0.0) = ?" } + (rest.map { [$0.sql] } ?? []))
        .joined(separator: " AND "),
      wanted.map { SQLiteValue($0.1) } + (rest?.values ?? [])
    )
  }
}

/// The order of a list of runs.
package enum RunSort: Hashable, Sendable {
  /// The last begun first.
  case newest
  /// The first begun first.
  case oldest
  /// The one that took longest first.
  case slowest
  /// By a metric; runs without it, or where it is not a number, come last.
  case metric(MetricPart, String, descending: Bool)
  /// By any field; runs without it come last, and of equal ones the newest first.
  case field(RunField, descending: Bool)
}

extension RunLogQueries {
  /// Runs that a filter takes, in the wanted order.
  ///
  /// - Parameters:
  ///   - filter: which.
  ///   - sort: in which order.
  ///   - limit: at most so many.
  package func runs(
    filter: RunFilter = RunFilter(), sort: RunSort = .newest, limit: Int? = nil
  ) throws(RunLogError) -> [RunRecord] {
    let (conditions, values) = filter.conditions
    let limit = limit ?? -1
    let order: String
    switch sort {
    case .newest: order = "number DESC"
    case .oldest: order = "number"
    case .slowest: order = "seconds_total DESC"
    case .field(.metric(let part, let name), let descending):
      return try runs(
        filter: filter, sort: .metric(part, name, descending: descending), limit: limit)
    case .field(let field, let descending):
      let (key, keyValues) = field.sortKey
      return try runs(
        from: "(SELECT *, \(key) AS sort_key FROM runs) AS runs",
        where: """
          \(conditions)
          ORDER BY sort_key IS NULL, sort_key \(descending ? "DESC" : "ASC"), number DESC LIMIT ?
          """, keyValues + values + [SQLiteValue(limit)])
    case .metric(let part, let name, let descending):
      let key: [SQLiteValue] = [.text(part.rawValue), .text(name)]
      let ranked = try runs(
        from: "metrics CROSS JOIN runs ON runs.number = metrics.run",
        where: """
          metrics.part = ? AND metrics.name = ? AND metrics.value IS NOT NULL AND \(conditions)
          ORDER BY metrics.value \(descending ? "DESC" : "ASC") LIMIT ?
          """, key + values + [SQLiteValue(limit)])
      guard limit < 0 || ranked.count < limit else { return ranked }
      return try ranked
        + runs(
          from: "runs",
          where: """
            \(conditions) AND NOT EXISTS (
              SELECT 1 FROM metrics WHERE run = runs.number AND part = ? AND metrics.name = ?
              AND value IS NOT NULL)
            ORDER BY runs.number DESC LIMIT ?
            """, values + key + [SQLiteValue(limit < 0 ? -1 : limit - ranked.count)])
    }
    return try runs(
      from: "runs", where: "\(conditions) ORDER BY runs.\(order) LIMIT ?",
      values + [SQLiteValue(limit)])
  }

  /// A run by its id, or by the first characters of it where no other id starts so.
  ///
  /// - Throws: `noSuchRun`, `ambiguousRun`.
  package func run(_ idOrPrefix: String) throws(RunLogError) -> RunRecord {
    if let run = try runs(from: "runs", where: "runs.id = ?", [.text(idOrPrefix)]).first {
      return run
    }
    // No text that starts with the prefix sorts after it with U+10FFFF behind.
    let matches = try runs(
      from: "runs", where: "runs.id >= ? AND runs.id < ? ORDER BY runs.id LIMIT 5",
      [.text(idOrPrefix), .text(idOrPrefix + "\u{10FFFF}")])
    guard let run = matches.first, !idOrPrefix.isEmpty else { throw .noSuchRun(id: idOrPrefix) }
    guard matches.count == 1 else {
      throw .ambiguousRun(prefix: idOrPrefix, candidates: matches.map(\.id))
    }
    return run
  }

  /// The last run of each trial of a job, in the study's order.
  package func latestRuns(job: String) throws(RunLogError) -> [RunRecord] {
    try runs(
      from: "runs",
      where: """
        runs.job = ?1 AND runs.number = (
          SELECT max(number) FROM runs AS later WHERE later.job = ?1
          AND later.ordinal = runs.ordinal)
        ORDER BY runs.ordinal
        """, [.text(job)])
  }

  /// Where the checkpoints with given weights lie, the newest first.
  package func checkpoints(weightsSHA256: String) throws(RunLogError) -> [String] {
    try database.rows(
      """
      SELECT checkpoint FROM runs WHERE weights_sha256 = ? AND checkpoint IS NOT NULL
      ORDER BY number DESC
      """, [.text(weightsSHA256)]
    ) { row throws(RunLogError) in try row.text() }
  }

  /// All epochs of a run, in order.
  package func epochs(of run: String) throws(RunLogError) -> [EpochRow] {
    try database.rows(
      """
      SELECT \(EpochRow.columns) FROM epochs
      WHERE run = (SELECT number FROM runs WHERE id = ?) ORDER BY epoch
      """, [.text(run)]
    ) { row throws(RunLogError) in try EpochRow(row: &row) }
  }

  /// All metrics of a run, by part and name.
  package func metrics(of run: String) throws(RunLogError) -> [MetricRow] {
    try database.rows(
      """
      SELECT \(MetricRow.columns) FROM metrics
      WHERE run = (SELECT number FROM runs WHERE id = ?) ORDER BY part, name
      """, [.text(run)]
    ) { row throws(RunLogError) in try MetricRow(row: &row) }
  }

  /// All settings of a run, by key.
  package func parameters(of run: String) throws(RunLogError) -> [ParameterRow] {
    try database.rows(
      """
      SELECT key, value FROM parameters
      WHERE run = (SELECT number FROM runs WHERE id = ?) ORDER BY key
      """, [.text(run)]
    ) { row throws(RunLogError) in
      ParameterRow(key: try row.text(), value: try row.text())
    }
  }

  /// What was found out about a run besides its metrics, by name.
  package func findings(of run: String) throws(RunLogError) -> [FindingRow] {
    try database.rows(
      """
      SELECT name, value FROM findings
      WHERE run = (SELECT number FROM runs WHERE id = ?) ORDER BY name
      """, [.text(run)]
    ) { row throws(RunLogError) in
      FindingRow(name: try row.text(), value: try row.text())
    }
  }

  /// Everything that the log holds of a run; without the epochs where they are not wanted.
  package func result(
    of run: RunRecord, withEpochs: Bool = true
  ) throws(RunLogError) -> RunResult {
    RunResult(
      run: run, parameters: try parameters(of: run.id),
      epochs: withEpochs ? try epochs(of: run.id) : [], metrics: try metrics(of: run.id),
      findings: try findings(of: run.id))
  }

  private func runs(
    from tables: String, where condition: String, _ values: [SQLiteValue]
  ) throws(RunLogError) -> [RunRecord] {
    try database.rows("SELECT \(RunRecord.columns) FROM \(tables) WHERE \(condition)", values) {
      row throws(RunLogError) in try RunRecord(row: &row)
    }
  }
}
