/// Whose history is asked for.
package enum HistorySubject: Hashable, Sendable {
  /// Everybody's.
  case all
  /// A job's, with that of its runs.
  case job(String)
  /// A run's, with its job's.
  case run(RunRecord)
}

extension RunLogQueries {
  /// Everything that the run log holds about a run and what belongs to it, of one moment where the
  /// caller holds a snapshot.
  package func detail(of run: RunRecord) throws(RunLogError) -> RunDetail {
    RunDetail(
      result: try result(of: run), job: try job(run.job),
      dataset: try run.dataset.flatMap { sha256 throws(RunLogError) in try dataset(sha256) },
      versions: try models(ofRun: run.id), events: try events(of: .run(run)))
  }

  /// A job or a run by its name, for its history.
  ///
  /// - Parameter name: a job's id, a run's id or the unique beginning of one. A run of its own
  ///   bears its job's id: then it is the job.
  /// - Throws: `noSuchRun`, `ambiguousRun`.
  package func historySubject(_ name: String) throws(RunLogError) -> HistorySubject {
    if try job(name) != nil { return .job(name) }
    return .run(try run(name))
  }

  /// Events of the log and the steps of jobs and runs as events, oldest first.
  ///
  /// - Parameters:
  ///   - levels: only those.
  ///   - limit: at most so many, the newest; nil for all.
  package func history(
    of subject: HistorySubject, levels: Set<EventLevel> = Set(EventLevel.allCases),
    limit: Int? = nil
  ) throws(RunLogError) -> [EventRecord] {
    var history = try events(of: subject, levels: levels, limit: limit)
    for job in try jobs(of: subject, limit: limit) { history += job.steps }
    for run in try runs(of: subject, limit: limit) { history += run.steps }
    // Of the same moment, a job's reception comes before its runs, and its end after them.
    let sorted = history.filter { levels.contains($0.level) }.enumerated().sorted {
      ($0.element.at, $0.element.rank, $0.offset) < ($1.element.at, $1.element.rank, $1.offset)
    }.map(\.element)
    return limit.map { Array(sorted.suffix($0)) } ?? sorted
  }

  /// The rows of `events`, oldest first.
  private func events(
    of subject: HistorySubject, levels: Set<EventLevel> = Set(EventLevel.allCases),
    limit: Int? = nil
  ) throws(RunLogError) -> [EventRecord] {
    let names = levels.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    let condition: (sql: String, values: [SQLiteValue]) =
      switch subject {
      case .all: ("true", [])
      case .job(let job): ("job = ?", [.text(job)])
      case .run(let run):
        (
          "id IN (SELECT id FROM events WHERE run = ?1 UNION SELECT id FROM events WHERE job = ?2 "
            + "AND run IS NULL)", [.text(run.id), .text(run.job)]
        )
      }
    return try database.rows(
      """
      SELECT \(EventRecord.columns) FROM events
      WHERE \(condition.sql) AND level IN (\(names)) ORDER BY id DESC LIMIT ?
      """, condition.values + [SQLiteValue(limit ?? -1)]
    ) { row throws(RunLogError) in try EventRecord(row: &row) }.reversed()
  }

  private func jobs(
    of subject: HistorySubject, limit: Int?
  ) throws(RunLogError) -> [JobRecord] {
    switch subject {
    case .all: try jobs(limit: limit)
    case .job(let id): try job(id).map { [$0] } ?? []
    case .run(let run): try job(run.job).map { [$0] } ?? []
    }
  }

  private func runs(
    of subject: HistorySubject, limit: Int?
  ) throws(RunLogError) -> [RunRecord] {
    switch subject {
    case .all: try runs(sort: .newest, limit: limit)
    case .job(let id): try runs(filter: RunFilter(job: id), sort: .newest, limit: limit)
    case .run(let run): [run]
    }
  }

  private func models(ofRun run: String) throws(RunLogError) -> [ModelRecord] {
    try database.rows(
      "SELECT \(ModelRecord.columns) FROM models WHERE run = ? ORDER BY number DESC", [.text(run)]
    ) { row throws(RunLogError) in try ModelRecord(row: &row) }
  }
}

extension EventRecord {
  /// Where an event stands among those of the same moment.
  fileprivate var rank: Int {
    switch code {
    case "received": 0
    case "claimed": 1
    case "started": 2
    case "run-begun": 3
    case "run-done", "run-failed": 5
    case "done", "failed", "duplicate": 6
    default: 4
    }
  }
}

extension JobRecord {
  /// What is on record about the job's way besides the events that each step writes.
  fileprivate var steps: [EventRecord] {
    [EventRecord(level: .info, code: "received", message: name, job: id, at: receivedAt)]
  }
}

extension RunRecord {
  /// What is on record about the run's way, as events.
  fileprivate var steps: [EventRecord] {
    var steps = [
      EventRecord(
        level: .info, code: "run-begun", message: name, job: job, run: id, at: startedAt)
    ]
    guard let finishedAt, state != .running else { return steps }
    let epochs = epochsRun.map { ", \($0) epochs" } ?? ""
    // That all epochs were run is no news.
    let reason = stopReason.flatMap { $0 == "epochs" ? nil : ", stopped: \($0)" } ?? ""
    steps.append(
      EventRecord(
        level: state == .failed ? .error : .info, code: "run-\(state.rawValue)",
        message: name + epochs + reason, job: job, run: id, at: finishedAt))
    return steps
  }
}
