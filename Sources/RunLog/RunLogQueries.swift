/// The questions that the run log answers, to its writer and to every reader alike.
package protocol RunLogQueries {
  /// The connection.
  var database: Database { get }
}

extension RunLogQueries {
  /// A job by its id.
  package func job(_ id: String) throws(RunLogError) -> JobRecord? {
    try jobs(where: "id = ?", [.text(id)]).first
  }

  /// Jobs, newest first.
  ///
  /// - Parameters:
  ///   - state: only those in it.
  ///   - limit: at most so many.
  package func jobs(state: JobState? = nil, limit: Int? = nil) throws(RunLogError) -> [JobRecord] {
    let tail = "ORDER BY number DESC LIMIT ?"
    let limit = SQLiteValue(limit ?? -1)
    guard let state else { return try jobs(where: "true \(tail)", [limit]) }
    return try jobs(where: "state = ? \(tail)", [.text(state.rawValue), limit])
  }

  /// Jobs that a kill may have left half done, oldest first.
  ///
  /// - Parameter source: where they came from. A command's job may be running now, in a process of
  ///   its own; only jobs from the inbox are the daemon's to settle.
  package func unfinishedJobs(
    source: JobSource = .inbox
  ) throws(RunLogError) -> [JobRecord] {
    try jobs(
      where: "state IN ('intent', 'claimed', 'running') AND source = ? ORDER BY number",
      [.text(source.rawValue)])
  }

  /// The newest done job with an identity, and its runs that are done, in order.
  package func findDone(
    identity: String
  ) throws(RunLogError) -> (job: JobRecord, runs: [RunRecord])? {
    let jobs = try jobs(
      where: "identity = ? AND state = 'done' ORDER BY number DESC LIMIT 1", [.text(identity)])
    guard let job = jobs.first else { return nil }
    return (job, try latestRuns(job: job.id).filter { $0.state == .done })
  }

  /// A dataset by the SHA-256 of its bytes.
  package func dataset(_ sha256: String) throws(RunLogError) -> DatasetRecord? {
    try datasets(where: "sha256 = ?", [.text(sha256)]).first
  }

  /// The dataset of a name that was dropped last.
  package func newestDataset(named name: String) throws(RunLogError) -> DatasetRecord? {
    try datasets(where: "name = ? ORDER BY last_seen DESC LIMIT 1", [.text(name)]).first
  }

  /// The versions of a model, newest first.
  package func models(named name: String) throws(RunLogError) -> [ModelRecord] {
    try models(where: "model = ? ORDER BY number DESC", [.text(name)])
  }

  /// The current version of a model.
  package func currentModel(named name: String) throws(RunLogError) -> ModelRecord? {
    try models(where: "model = ? AND is_current = 1", [.text(name)]).first
  }

  /// The current versions of all models, by name; at most so many.
  package func currentModels(limit: Int? = nil) throws(RunLogError) -> [ModelRecord] {
    try models(where: "is_current = 1 ORDER BY model LIMIT ?", [SQLiteValue(limit ?? -1)])
  }

  /// Events, newest first.
  package func events(
    job: String? = nil, limit: Int? = nil
  ) throws(RunLogError) -> [EventRecord] {
    let (condition, values) = job.map { ("job = ?", [SQLiteValue.text($0)]) } ?? ("true", [])
    return try database.rows(
      "SELECT \(EventRecord.columns) FROM events WHERE \(condition) ORDER BY id DESC LIMIT ?",
      values + [SQLiteValue(limit ?? -1)]
    ) { row throws(RunLogError) in try EventRecord(row: &row) }
  }

  private func jobs(
    where condition: String, _ values: [SQLiteValue]
  ) throws(RunLogError) -> [JobRecord] {
    try database.rows("SELECT \(JobRecord.columns) FROM jobs WHERE \(condition)", values) {
      row throws(RunLogError) in try JobRecord(row: &row)
    }
  }

  private func datasets(
    where condition: String, _ values: [SQLiteValue]
  ) throws(RunLogError) -> [DatasetRecord] {
    try database.rows("SELECT \(DatasetRecord.columns) FROM datasets WHERE \(condition)", values) {
      row throws(RunLogError) in try DatasetRecord(row: &row)
    }
  }

  private func models(
    where condition: String, _ values: [SQLiteValue]
  ) throws(RunLogError) -> [ModelRecord] {
    try database.rows("SELECT \(ModelRecord.columns) FROM models WHERE \(condition)", values) {
      row throws(RunLogError) in try ModelRecord(row: &row)
    }
  }
}
