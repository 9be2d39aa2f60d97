/// How many jobs are settled, by outcome, and what they took.
package struct JobTotals: Hashable, Sendable {
  package var done = 0
  package var failed = 0
  package var duplicate = 0
  /// When the last job ended that did not fail.
  package var lastSuccess: Timestamp?
  /// Seconds of training in all their runs.
  package var trainingSeconds = 0.0

  /// No jobs.
  package init() {}
}

extension RunLogQueries {
  /// The totals of all jobs that came from one side.
  package func totals(source: JobSource = .inbox) throws(RunLogError) -> JobTotals {
    var totals = JobTotals()
    let rows = try database.rows(
      """
      SELECT state, count(*), max(finished_at) FROM jobs
      WHERE source = ? AND state IN ('done', 'failed', 'duplicate') GROUP BY state
      """, [.text(source.rawValue)]
    ) { row throws(RunLogError) in
      (state: try row.choice() as JobState, count: try row.integer(), last: try row.timeOrNil())
    }
    for (state, count, last) in rows {
      switch state {
      case .done: totals.done = count
      case .failed: totals.failed = count
      case .duplicate: totals.duplicate = count
      case .intent, .claimed, .running: continue
      }
      if state != .failed, let last {
        totals.lastSuccess = max(totals.lastSuccess ?? last, last)
      }
    }
    totals.trainingSeconds =
      try database.rows(
        """
        SELECT coalesce(sum(runs.seconds_train), 0.0)
        FROM runs JOIN jobs ON jobs.id = runs.job WHERE jobs.source = ?
        """, [.text(source.rawValue)]
      ) { row throws(RunLogError) in try row.real() }.first ?? 0
    return totals
  }
}
