extension RunLogQueries {
  /// How many jobs stand in each state.
  package func jobCounts() throws(RunLogError) -> [JobState: Int] {
    let rows = try database.rows("SELECT state, count(*) FROM jobs GROUP BY state") {
      row throws(RunLogError) in
      (state: try row.choice(of: JobState.self), count: try row.integer())
    }
    return Dictionary(rows.map { ($0.state, $0.count) }, uniquingKeysWith: +)
  }

  /// Whether some dataset of this length is on record: one of another length cannot be the same.
  package func hasDataset(bytes: Int) throws(RunLogError) -> Bool {
    try database.integer(
      "SELECT EXISTS (SELECT 1 FROM datasets WHERE bytes = ?)", [SQLiteValue(bytes)]) == 1
  }

  /// How many of a job's runs are done.
  package func doneRunCount(job: String) throws(RunLogError) -> Int {
    // The plus keeps the planner from going through all runs that are done.
    try database.integer(
      "SELECT count(*) FROM runs WHERE job = ? AND +state = 'done'", [.text(job)])
  }

  /// The settled jobs that ended last, the newest first.
  package func settledJobs(limit: Int) throws(RunLogError) -> [JobRecord] {
    var settled: [JobRecord] = []
    for state in JobState.allCases where state.isSettled {
      settled += try jobs(state: state, limit: limit)
    }
    settled.sort { ($0.finishedAt ?? $0.receivedAt) > ($1.finishedAt ?? $1.receivedAt) }
    return Array(settled.prefix(limit))
  }
}
