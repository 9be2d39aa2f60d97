import RunLog

/// What the runs of a job have left for the run log and is not committed yet.
///
/// A commit waits for the disk several times, and a run may take no more than milliseconds: what
/// comes within a twentieth of a second is one transaction. A kill loses no more than that; the runs are
/// trained again then, with the same bits, and their model files are replaced.
struct RunCommits {
  private let log: RunLog
  private let resume: ResumeFolder
  private var batch = RunBatch()
  /// The places of the batch's runs, by their ids.
  private var places: [String: Int] = [:]
  /// When what waits is to be committed; nil where nothing does.
  private(set) var due: ContinuousClock.Instant?

  private static let pause = Duration.milliseconds(50)

  /// Starts with nothing to commit.
  ///
  /// - Parameter resume: the resume files of the runs, which go when their end is on record.
  init(log: RunLog, resume: ResumeFolder) {
    self.log = log
    self.resume = resume
  }

  /// Takes in that a run has begun.
  mutating func begin(_ run: RunRecord, parameters: [ParameterRow]) {
    append(RunResult(run: run, parameters: parameters))
    wait()
  }

  /// Takes in that a run has ended.
  mutating func end(_ result: RunResult) {
    if let place = places[result.run.id] {
      // Runs are numbered in the order of their start.
      batch.runs[place] = result
    } else {
      append(result)
    }
    wait()
  }

  /// Takes in something to be said.
  mutating func tell(_ event: EventRecord) {
    batch.events.append(event)
    wait()
  }

  /// Leaves a run that has begun to the caller to record, if nothing was said of it.
  mutating func forget(_ run: RunRecord) {
    guard let place = places[run.id], batch.events.allSatisfy({ $0.run != run.id }) else { return }
    let others = batch.runs.enumerated().filter { $0.offset != place }.map(\.element)
    batch.runs = []
    places = [:]
    others.forEach { append($0) }
  }

  private mutating func append(_ result: RunResult) {
    places[result.run.id] = batch.runs.count
    batch.runs.append(result)
  }

  /// Commits what has waited long enough.
  mutating func commitIfDue() throws {
    if let due, due <= .now { try commit() }
  }

  /// Commits all that there is if a run has ended.
  mutating func commitEnds() throws {
    if batch.runs.contains(where: { $0.run.state != .running }) { try commit() }
  }

  /// Commits all that there is; what cannot be committed is not tried again.
  mutating func commit() throws {
    due = nil
    guard !batch.isEmpty else { return }
    let waiting = batch
    batch = RunBatch()
    places = [:]
    try log.commit(waiting)
    for result in waiting.runs where result.run.state != .running {
      try resume.remove(run: result.run.ordinal)
    }
  }

  private mutating func wait() {
    due = due ?? .now + Self.pause
  }
}
