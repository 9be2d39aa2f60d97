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
  ///
  /// - Parameters:
  ///   - search: where the condition's metrics and settings are looked for.
  ///   - run: what gives the run's number to the condition.
  func conditions(
    _ search: RunCondition.Search, run: String = "runs.number"
  ) -> (sql: String, values: [SQLiteValue]) {
    let wanted = [
      ("runs.model", model), ("runs.job", job), ("runs.dataset", dataset),
      ("runs.state", state?.rawValue),
    ].filter { $0.1 != nil }
    let rest = condition?.sql(search, run: run)
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
    let (conditions, values) = filter.conditions(.everywhere)
    let order: String
    switch sort {
    case .newest:
      if let limit, let newest = try newestRuns(filter, limit) { return newest }
      order = "number DESC"
    case .oldest: order = "number"
    case .slowest: order = "seconds_total DESC"
    case .field(.metric(let part, let name), let descending):
      return try runs(
        filter: filter, sort: .metric(part, name, descending: descending), limit: limit)
    case .field(.column(let column), let descending):
      return try ranked(.column(column, descending: descending), filter, limit)
    case .field(.setting(let key), let descending):
      return try ranked(.setting(key, descending: descending), filter, limit)
    case .metric(let part, let name, let descending):
      return try ranked(.metric(part, name, descending: descending), filter, limit)
    }
    return try runs(
      from: "runs", where: "\(conditions) ORDER BY runs.\(order) LIMIT ?",
      values + [SQLiteValue(limit ?? -1)])
  }

  /// The newest runs that meet a condition, where enough of them are among the newest of all; nil
  /// where all runs have to be searched, or where that is as fast.
  ///
  /// What many runs meet, the newest meet too, and a set of all that meet it would be slow to make;
  /// what few meet is found by its index at once, and a look at all runs would be slow.
  private func newestRuns(
    _ filter: RunFilter, _ limit: Int
  ) throws(RunLogError) -> [RunRecord]? {
    guard filter.condition != nil else { return nil }
    let first = try database.integer("SELECT max(number) FROM runs") - 5000
    let (conditions, values) = filter.conditions(.from(run: first))
    let found = try runs(
      from: "runs",
      where: "\(conditions) AND runs.number >= ? ORDER BY runs.number DESC LIMIT ?",
      values + [SQLiteValue(first), SQLiteValue(limit)])
    return found.count == limit || first <= 1 ? found : nil
  }

  /// Runs in the order of something that has an index, those that do not have it last.
  private func ranked(
    _ source: RankedSource, _ filter: RunFilter, _ limit: Int?
  ) throws(RunLogError) -> [RunRecord] {
    let (own, ownValues) = filter.conditions(.everywhere, run: source.run)
    let ranked = try runs(
      from: source.tables,
      where: """
        \(source.rows) AND \(own) ORDER BY \(source.order) LIMIT ?
        """, source.values + ownValues + [SQLiteValue(limit ?? -1)])
    if let limit, ranked.count >= limit { return ranked }
    let (conditions, values) = filter.conditions(.everywhere)
    return try ranked
      + runs(
        from: "runs", where: "\(conditions) AND \(source.rest) ORDER BY runs.number DESC LIMIT ?",
        values + source.values + [SQLiteValue(limit.map { $0 - ranked.count } ?? -1)])
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
      SELECT key, value FROM parameters CROSS JOIN settings ON settings.number = setting
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
