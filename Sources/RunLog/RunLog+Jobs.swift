// The steps of a job's life. Each is one transaction that changes the job and adds the event that
// says so; each checks in the same statement that the job stands where the step begins.
extension RunLog {
  /// Records that the files of some jobs are about to be claimed: all of them, or none.
  package func insertIntents(_ jobs: [JobRecord]) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      for job in jobs { try insert(job, state: .intent, attempts: 0, startedAt: nil) }
    }
  }

  /// Records that a job's files are about to be claimed.
  package func insertIntent(_ job: JobRecord) throws(RunLogError) {
    try insertIntents([job])
  }

  /// Records a job that begins at once, as a command in the foreground does.
  package func insertRunning(_ job: JobRecord, at now: Timestamp = .now) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try insert(job, state: .running, attempts: 1, startedAt: now)
      try event(.step("started", job: job.id, "attempt 1", at: now))
    }
  }

  private func insert(
    _ job: JobRecord, state: JobState, attempts: Int, startedAt: Timestamp?
  ) throws(RunLogError) {
    try database.run(
      """
      INSERT INTO jobs
        (id, identity, name, source, state, attempts, config_file, data_file, received_at,
         started_at, owner, scored_model)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(job.id), SQLiteValue(job.identity), .text(job.name), .text(job.source.rawValue),
        .text(state.rawValue), SQLiteValue(attempts), job.configFile?.value ?? .null,
        job.dataFile?.value ?? .null, SQLiteValue(job.receivedAt), SQLiteValue(startedAt),
        SQLiteValue(job.owner), SQLiteValue(job.scoredModel),
      ])
  }

  /// Records that the files of some jobs lie in their work folders; again is no error.
  package func markClaimed(jobs: [String], at now: Timestamp = .now) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      for job in jobs {
        try move(job, from: [.intent, .claimed], to: .claimed, set: "state = 'claimed'", [])
        try event(.step("claimed", job: job, "its files are in work/\(job)", at: now))
      }
    }
  }

  /// Records that a job's files lie in the work folder; again is no error.
  package func markClaimed(job: String, at now: Timestamp = .now) throws(RunLogError) {
    try markClaimed(jobs: [job], at: now)
  }

  /// Forgets a job whose files were never claimed: they were gone, or belong to another job now.
  package func withdrawIntent(job: String) throws(RunLogError) {
    try database.alone { () throws(RunLogError) in
      try database.run("DELETE FROM jobs WHERE id = ? AND state = 'intent'", [.text(job)])
      guard database.changes == 1 else { throw try refusal(of: job, wanted: .intent) }
    }
  }

  /// Counts an attempt before it begins, so that a job which takes the process down is known.
  ///
  /// - Parameters:
  ///   - job: the job's id.
  ///   - identity: the SHA-256 over data, resolved config and version, where it is known by now.
  ///   - progress: how far the job has come on the disk, in any words. Where they differ from those
  ///     of the attempt before, that one was not in vain, and this one counts as the first.
  ///   - now: the time of the attempt.
  /// - Returns: the number of this attempt, from 1.
  @discardableResult
  package func countAttempt(
    job: String, identity: String? = nil, progress: String? = nil, at now: Timestamp = .now
  ) throws(RunLogError) -> Int {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.claimed, .running], to: .running,
        set: """
          state = 'running',
          attempts = CASE WHEN ?1 IS NULL OR progress IS ?1 THEN attempts + 1 ELSE 1 END,
          progress = ?1, identity = coalesce(?2, identity), started_at = coalesce(started_at, ?3),
          retry_at = NULL, retry_reason = NULL
          """,
        [SQLiteValue(progress), SQLiteValue(identity), SQLiteValue(now)])
      let attempt = try database.integer("SELECT attempts FROM jobs WHERE id = ?", [.text(job)])
      try event(.step("started", job: job, "attempt \(attempt)", at: now))
      return attempt
    }
  }

  /// Records that an attempt ended without a crash and without an end: the process was asked to
  /// stop. The attempt does not count against the job.
  package func pause(job: String, at now: Timestamp = .now) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.running], to: .running, set: "attempts = max(attempts - 1, 0)", [])
      try event(.step("stopped", job: job, "goes on after the next start", at: now))
    }
  }

  /// Records that an attempt met what passes by itself, and when the next one begins. The attempt
  /// does not count as a crash.
  package func postpone(
    job: String, until retryAt: Timestamp, reason: String, at now: Timestamp = .now
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.intent, .claimed, .running], to: .running,
        set: """
          attempts = CASE WHEN state = 'running' THEN max(attempts - 1, 0) ELSE attempts END,
          retries = retries + 1, retry_at = ?, retry_reason = ?
          """,
        [SQLiteValue(retryAt), .text(reason)])
      try event(
        .step("retrying", job: job, "\(reason); again at \(retryAt.text)", .warning, at: now))
    }
  }

  /// Records what a job trains on, its identity and what is to be said of them, once the data were hashed and the
  /// config resolved: in one transaction, since each waits for the disk as long as a small training takes.
  package func setData(
    _ dataset: DatasetRecord, identity: String, events: [EventRecord], job: String
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.claimed, .running], to: .running, set: "identity = ?", [.text(identity)])
      try record(dataset)
      for event in events { try self.event(event) }
    }
  }

  /// Settles a job whose file was scored.
  package func finishScoring(
    job: String, receipt: String?, at now: Timestamp = .now
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.running], to: .done,
        set: """
          state = 'done', finished_at = ?, receipt = ?, retry_at = NULL, retry_reason = NULL
          """,
        [SQLiteValue(now), SQLiteValue(receipt)])
      try event(.step("done", job: job, "its scores are made", at: now))
    }
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
          error_file = ?, error_line = ?, error_column = ?, error_byte_offset = ?, receipt = ?,
          retry_at = NULL, retry_reason = NULL
          """,
        [
          SQLiteValue(now), .text(error.code), .text(error.message), SQLiteValue(error.exitCode),
          SQLiteValue(error.file), SQLiteValue(error.line), SQLiteValue(error.column),
          SQLiteValue(error.byteOffset), SQLiteValue(receipt),
        ])
      try endUnfinishedRuns(of: job, reason: "job failed", at: now)
      try event(.step("failed", job: job, error.message, .error, at: now))
    }
  }

  /// Settles a job as the same as one that was done before.
  package func duplicate(
    job: String, of original: String, identity: String? = nil, receipt: String? = nil,
    at now: Timestamp = .now
  ) throws(RunLogError) {
    try database.transaction { () throws(RunLogError) in
      try move(
        job, from: [.intent, .claimed, .running], to: .duplicate,
        set: """
          state = 'duplicate', duplicate_of = ?, identity = coalesce(?, identity),
          receipt = ?, finished_at = ?, retry_at = NULL, retry_reason = NULL
          """,
        [.text(original), SQLiteValue(identity), SQLiteValue(receipt), SQLiteValue(now)])
      try event(.step("duplicate", job: job, "the same as job \(original)", at: now))
    }
  }

  /// Records where a settled job's receipt lies.
  package func setReceipt(_ receipt: String, job: String) throws(RunLogError) {
    try database.alone { () throws(RunLogError) in
      try database.run("UPDATE jobs SET receipt = ? WHERE id = ?", [.text(receipt), .text(job)])
      guard database.changes == 1 else { throw .noSuchJob(id: job) }
    }
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
    try database.alone { () throws(RunLogError) in
      try database.run(
        "UPDATE jobs SET \(assignments) WHERE id = ? AND state IN (\(allowed))",
        values + [.text(job)])
      guard database.changes == 1 else { throw try refusal(of: job, wanted: wanted) }
    }
  }

  private func refusal(of job: String, wanted: JobState) throws(RunLogError) -> RunLogError {
    guard let found = try self.job(job) else { return .noSuchJob(id: job) }
    return .jobState(id: job, found: found.state, wanted: wanted)
  }
}

extension EventRecord {
  /// The event of one step of a job's life.
  static func step(
    _ code: String, job: String, _ message: String, _ level: EventLevel = .info,
    at now: Timestamp
  ) -> EventRecord {
    EventRecord(level: level, code: code, message: message, job: job, at: now)
  }
}
