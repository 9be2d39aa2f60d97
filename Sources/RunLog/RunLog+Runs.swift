extension RunLog {
  /// Records a dataset, or that a known one was dropped again.
  package func record(_ dataset: DatasetRecord) throws(RunLogError) {
    try database.run(
      """
      INSERT INTO datasets (sha256, name, rows, columns, bytes, archive, first_seen, last_seen)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (sha256) DO UPDATE SET
        name = excluded.name, archive = coalesce(excluded.archive, archive),
        last_seen = max(last_seen, excluded.last_seen)
      """,
      [
        .text(dataset.sha256), .text(dataset.name), SQLiteValue(dataset.rows),
        SQLiteValue(dataset.columns), SQLiteValue(dataset.bytes), SQLiteValue(dataset.archive),
        SQLiteValue(dataset.firstSeen), SQLiteValue(dataset.lastSeen),
      ])
  }

  /// Commits what the runs of a job that goes on have left: their beginnings, their ends, and the
  /// events about them.
  ///
  /// The same id again goes on with the run, as after a kill. A run of the same trial under
  /// another id that never ended is given up.
  /// - Throws: `runAlreadyDone`; nothing of the batch is written then.
  package func commit(_ batch: RunBatch) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      var shared = SharedRows()
      for result in batch.runs {
        try giveUpOthers(than: result.run)
        try write(result, &shared)
      }
      for event in batch.events { try self.event(event) }
    }
  }

  /// Ends the runs of the same trial that another try has left behind.
  private func giveUpOthers(than run: RunRecord) throws(RunLogError) {
    try database.run(
      """
      UPDATE runs SET state = 'failed', stop_reason = 'interrupted', finished_at = ?
      WHERE job = ? AND ordinal = ? AND state = 'running' AND id <> ?
      """,
      [SQLiteValue(run.startedAt), .text(run.job), SQLiteValue(run.ordinal), .text(run.id)])
  }

  /// Commits a job: the one point at which it becomes done, in one transaction.
  ///
  /// - Parameters:
  ///   - job: the job's id; it must be running.
  ///   - runs: its runs that were not committed before, with all that they leave.
  ///   - models: the versions that it published; a current one replaces the model's current one.
  ///   - dataset: the data, where they were not recorded before.
  ///   - identity: the job's identity, where it was not recorded before.
  ///   - receipt: where the receipt will lie.
  ///   - best: the id of the study's best run, which may have been committed before.
  ///   - addition: what was found out about a run that was committed before.
  ///   - now: the time.
  /// - Throws: `jobState` where the job is settled already; nothing is changed then.
  package func finish(
    job: String, runs: [RunResult], models: [ModelRecord] = [], dataset: DatasetRecord? = nil,
    identity: String? = nil, receipt: String? = nil, best: String? = nil,
    addition: RunAddition? = nil, at now: Timestamp = .now
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.running], to: .done,
        set: """
          state = 'done', finished_at = ?, identity = coalesce(?, identity), receipt = ?,
          retry_at = NULL, retry_reason = NULL
          """,
        [SQLiteValue(now), SQLiteValue(identity), SQLiteValue(receipt)])
      if let dataset { try record(dataset) }
      var shared = SharedRows()
      for result in runs { try write(result, &shared) }
      if let addition {
        let number = try database.integer(
          "SELECT number FROM runs WHERE id = ?", [.text(addition.run)])
        try write(addition.metrics, run: number)
        try write(addition.findings, run: number, &shared)
      }
      for model in models {
        try write(model)
        if model.isCurrent { try record(model, cause: .job) }
      }
      if let best {
        try database.run(
          "UPDATE runs SET is_best = (id = ?) WHERE job = ?", [.text(best), .text(job)])
      }
      try endUnfinishedRuns(of: job, reason: "interrupted", at: now)
      try event(.step("done", job: job, "its models are published", at: now))
    }
  }

  /// Ends the runs of a job that never ended themselves.
  func endUnfinishedRuns(
    of job: String, reason: String, at now: Timestamp
  ) throws(RunLogError) {
    try database.run(
      """
      UPDATE runs SET state = 'failed', stop_reason = coalesce(stop_reason, ?), finished_at = ?
      WHERE job = ? AND state = 'running'
      """,
      [.text(reason), SQLiteValue(now), .text(job)])
  }

  /// Writes all that a run leaves.
  private func write(_ result: RunResult, _ shared: inout SharedRows) throws(RunLogError) {
    let number = try write(result.run)
    try write(result.parameters, run: number, &shared)
    try write(result.epochs, run: number)
    try write(result.metrics, run: number)
    try write(result.findings, run: number, &shared)
  }

  /// Inserts a run or changes the one that was begun.
  private static let runStatement: String = {
    let columns = [
      "id", "job", "model", "name", "ordinal", "state", "started_at", "finished_at",
      "seconds_read", "seconds_split", "seconds_train", "seconds_save", "seconds_total",
      "samples_per_second", "epochs_run", "stop_reason", "dataset", "threads", "engine_version",
      "checkpoint", "weights_sha256", "is_best",
    ]
    let slots = columns.map { _ in "?" }.joined(separator: ", ")
    // When a run that was begun goes on or ends, its start and its place stay as they were.
    let changed = columns.filter { !["id", "job", "ordinal", "started_at"].contains($0) }
      .map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return """
      INSERT INTO runs (\(columns.joined(separator: ", "))) VALUES (\(slots))
      ON CONFLICT (id) DO UPDATE SET \(changed)
      WHERE runs.state <> 'done' AND runs.job = excluded.job
      RETURNING number
      """
  }()

  /// Inserts a run or changes the one that was begun; gives its number.
  private func write(_ run: RunRecord) throws(RunLogError) -> Int {
    let values: [SQLiteValue] = [
      .text(run.id), .text(run.job), .text(run.model), .text(run.name), SQLiteValue(run.ordinal),
      .text(run.state.rawValue), SQLiteValue(run.startedAt), SQLiteValue(run.finishedAt),
      SQLiteValue(run.seconds.read), SQLiteValue(run.seconds.split),
      SQLiteValue(run.seconds.train), SQLiteValue(run.seconds.save),
      SQLiteValue(run.seconds.total), SQLiteValue(run.samplesPerSecond),
      SQLiteValue(run.epochsRun), SQLiteValue(run.stopReason), SQLiteValue(run.dataset),
      SQLiteValue(run.threads), SQLiteValue(run.engineVersion), SQLiteValue(run.checkpoint),
      SQLiteValue(run.weightsSHA256), SQLiteValue(run.isBest),
    ]
    let numbers = try database.rows(Self.runStatement, values) { row throws(RunLogError) in
      try row.integer()
    }
    guard let number = numbers.first else { throw .runAlreadyDone(id: run.id) }
    return number
  }

  /// Writes the row of a version; a current one takes the place of the one before.
  func write(_ model: ModelRecord) throws(RunLogError) {
    if model.isCurrent {
      try database.run(
        "UPDATE models SET is_current = 0 WHERE model = ? AND is_current = 1",
        [.text(model.model)])
    }
    try database.run(
      """
      INSERT INTO models (model, run, checkpoint, is_current, created_at) VALUES (?, ?, ?, ?, ?)
      """,
      [
        .text(model.model), .text(model.run), .text(model.checkpoint),
        SQLiteValue(model.isCurrent), SQLiteValue(model.createdAt),
      ])
  }
}
