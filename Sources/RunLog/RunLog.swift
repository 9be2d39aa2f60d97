/// The run log, open for writing: one connection, which one thread uses at a time.
///
/// Every operation is one transaction; when it returns, what it wrote is on the disk. Operations
/// on a job check its state in the same statement that changes it, so that nothing is settled
/// twice.
package struct RunLog: RunLogQueries {
  /// The connection.
  package let database: Database

  /// Opens the run log of a root, makes it where it is missing, and brings an old one up to date.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - create: makes a missing file; its folder must exist.
  /// - Throws: `noSuchFile`, `cannotOpen`, `notADatabase`, `foreignDatabase`, `newerVersion`.
  package init(path: String, create: Bool = true) throws(RunLogError) {
    try self.init(path: path, create: create, migrator: .current)
  }

  /// Opens a run log with given migrations.
  package init(path: String, create: Bool, migrator: Migrator) throws(RunLogError) {
    database = try Database(path: path, access: .readWrite(create: create))
    // First whose file it is: the journal mode of a foreign one is not ours to change.
    try migrator.migrate(database)
    let mode = try database.rows("PRAGMA journal_mode = DELETE") { row throws(RunLogError) in
      try row.text()
    }
    guard mode == ["delete"] else {
      throw .journalMode(path: path, found: mode.first ?? "unknown")
    }
  }

  /// Records that a job's files are about to be claimed.
  package func insertIntent(_ job: JobRecord) throws(RunLogError) {
    try database.run(
      """
      INSERT INTO jobs (id, identity, name, state, config_file, data_file, received_at)
      VALUES (?, ?, ?, 'intent', ?, ?, ?)
      """,
      [
        .text(job.id), SQLiteValue(job.identity), .text(job.name),
        job.configFile?.value ?? .null, job.dataFile?.value ?? .null, SQLiteValue(job.receivedAt),
      ])
  }

  /// Records that a job's files lie in the work folder; again is no error.
  package func markClaimed(job: String) throws(RunLogError) {
    try move(job, from: [.intent, .claimed], to: .claimed, set: "state = 'claimed'", [])
  }

  /// Forgets a job whose files were never claimed: they were gone, or belong to another job now.
  package func withdrawIntent(job: String) throws(RunLogError) {
    try database.run("DELETE FROM jobs WHERE id = ? AND state = 'intent'", [.text(job)])
    guard database.changes == 1 else { throw try refusal(of: job, wanted: .intent) }
  }

  /// Counts an attempt before it begins, so that a job which takes the process down is known.
  ///
  /// - Parameters:
  ///   - job: the job's id.
  ///   - identity: the SHA-256 over data, resolved config and version, where it is known by now.
  ///   - now: the time of the attempt.
  /// - Returns: the number of this attempt, from 1.
  @discardableResult
  package func countAttempt(
    job: String, identity: String? = nil, at now: Timestamp = .now
  ) throws(RunLogError) -> Int {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.claimed, .running], to: .running,
        set: """
          state = 'running', attempts = attempts + 1, identity = coalesce(?, identity),
          started_at = coalesce(started_at, ?)
          """,
        [SQLiteValue(identity), SQLiteValue(now)])
      return try database.integer("SELECT attempts FROM jobs WHERE id = ?", [.text(job)])
    }
  }

  /// Records a job's identity, once the data were hashed and the config resolved.
  package func setIdentity(_ identity: String, job: String) throws(RunLogError) {
    try move(
      job, from: [.claimed, .running], to: .running, set: "identity = ?", [.text(identity)])
  }

  /// Settles a job as failed; its runs that have not ended fail with it.
  package func fail(
    job: String, error: JobFailure, receipt: String? = nil, at now: Timestamp = .now
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.intent, .claimed, .running], to: .failed,
        set: """
          state = 'failed', finished_at = ?, error_code = ?, error_message = ?, exit_code = ?,
          error_file = ?, error_line = ?, error_column = ?, error_byte_offset = ?, receipt = ?
          """,
        [
          SQLiteValue(now), .text(error.code), .text(error.message), SQLiteValue(error.exitCode),
          SQLiteValue(error.file), SQLiteValue(error.line), SQLiteValue(error.column),
          SQLiteValue(error.byteOffset), SQLiteValue(receipt),
        ])
      try endUnfinishedRuns(of: job, reason: "job failed", at: now)
    }
  }

  /// Settles a job as the same as one that was done before.
  package func duplicate(
    job: String, of original: String, identity: String? = nil, receipt: String? = nil,
    at now: Timestamp = .now
  ) throws(RunLogError) {
    try move(
      job, from: [.intent, .claimed, .running], to: .duplicate,
      set: """
        state = 'duplicate', duplicate_of = ?, identity = coalesce(?, identity),
        receipt = ?, finished_at = ?
        """,
      [.text(original), SQLiteValue(identity), SQLiteValue(receipt), SQLiteValue(now)])
  }

  /// Records where a settled job's receipt lies.
  package func setReceipt(_ receipt: String, job: String) throws(RunLogError) {
    try database.run("UPDATE jobs SET receipt = ? WHERE id = ?", [.text(receipt), .text(job)])
    guard database.changes == 1 else { throw .noSuchJob(id: job) }
  }

  /// Records an event.
  package func event(_ event: EventRecord) throws(RunLogError) {
    try database.run(
      "INSERT INTO events (at, job, run, level, code, message) VALUES (?, ?, ?, ?, ?, ?)",
      [
        SQLiteValue(event.at), SQLiteValue(event.job), SQLiteValue(event.run),
        .text(event.level.rawValue), .text(event.code), .text(event.message),
      ])
  }

  /// Changes a job that is in one of the given states.
  ///
  /// - Parameters:
  ///   - assignments: the SET clause.
  ///   - values: one for each `?` of it.
  /// - Throws: `noSuchJob`, or `jobState` where it is in another state.
  func move(
    _ job: String, from states: [JobState], to wanted: JobState, set assignments: String,
    _ values: [SQLiteValue]
  ) throws(RunLogError) {
    let allowed = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    try database.run(
      "UPDATE jobs SET \(assignments) WHERE id = ? AND state IN (\(allowed))",
      values + [.text(job)])
    guard database.changes == 1 else { throw try refusal(of: job, wanted: wanted) }
  }

  private func refusal(of job: String, wanted: JobState) throws(RunLogError) -> RunLogError {
    guard let found = try self.job(job) else { return .noSuchJob(id: job) }
    return .jobState(id: job, found: found.state, wanted: wanted)
  }
}
