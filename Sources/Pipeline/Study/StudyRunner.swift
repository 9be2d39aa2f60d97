import Experiments
import Files
import Perceptron
import RunLog
import Threads

/// Leads the runs of a study: as many side by side as there are cores for, on threads besides this one, while
/// another one commits what those before have left.
///
/// What a run computes depends on nothing but its config, its data and the place in the random
/// stream that it was given before it began; so it does not matter what runs beside it.
struct StudyRunner {
  let job: StudyJob
  let log: RunLog
  /// The study's runs, and with folds the last one, once it is known.
  var trials: [Study.Trial]
  var states: [TrialState]
  var starts: [RandomStart?]
  var streams: RandomStreams
  var encodings: [EncodingKey: EncodedRows] = [:]
  var folds: [Int: PreparedData] = [:]
  var estimate: StudyEstimate?
  var hasToldEstimate = false
  /// What an interrupted try has committed, by the run's place in the study.
  private var committed: [Int: RunRecord] = [:]
  /// Names of runs of this job that must not be trained over.
  private var takenIDs: Set<String> = []
  var running = 0
  /// The threads on which the runs train and are committed.
  let pool = WorkerPool()
  var commits: RunCommits
  let mailbox = TrialMailbox()
  let abandoned = StopSignal()

  /// Prepares the runs.
  init(_ job: StudyJob, log: RunLog) {
    self.job = job
    self.log = log
    trials = job.study.trials
    states = job.study.trials.map { _ in .waiting }
    starts = job.study.trials.map { _ in nil }
    streams = RandomStreams(for: job.study)
    commits = RunCommits(
      CommitQueue(log: log, store: job.store, resume: job.resume, mailbox: mailbox), pool: pool)
  }

  /// Trains every run that is not committed yet, and chooses one.
  ///
  /// - Returns: the runs in their order; that of a job of one run is not committed yet, and the last ones of
  ///   a study may still be on their way into the run log: see `settleCommits`.
  /// - Throws: `TrainingStopped` where that was asked for; the error of a run that failed, and for
  ///   a job of one run, or where every run diverged, that of the training.
  mutating func run(_ progress: (TrainingProgress) -> Void) throws -> StudyOutcome {
    do {
      return try trained(progress)
    } catch {
      // What a stopped study has left must be on record; of several faults the first one is told.
      let problem = problemOfCommits()
      throw error is TrainingStopped ? problem ?? error : error
    }
  }

  private mutating func trained(
    _ progress: (TrainingProgress) -> Void
  ) throws -> StudyOutcome {
    try findCommittedRuns()
    for ordinal in trials.indices { try keepCommittedRun(ordinal) }
    if let discard = job.study.earlyDiscard { try discardEarly(discard, progress) }
    try pass(trials.indices.filter { !states[$0].hasEnded }, progress)
    let chosen = try chosen()
    guard job.study.foldCount != nil else { return outcome(chosen.setting, chosen.ordinal) }
    trials.append(job.study.finalTrial(chosen.setting))
    states.append(.waiting)
    starts.append(nil)
    let last = trials.count - 1
    try keepCommittedRun(last)
    if !states[last].hasEnded { try pass([last], progress) }
    if case .diverged(_, let error?) = states[last] { throw error }
    guard case .done = states[last] else {
      throw Failure(
        code: "diverged", message: "the chosen setting diverged on all training rows", exitCode: 65)
    }
    return outcome(chosen.setting, last)
  }

  private func chosen() throws -> (setting: Int, ordinal: Int) {
    let results = states.map(\.result)
    if let chosen = StudySelection.chosen(job.study, results) { return chosen }
    for case .diverged(_, let error?) in states { throw error }
    throw Failure(
      code: "diverged", message: "every run of the study diverged; see its runs", exitCode: 65)
  }

  private func outcome(_ setting: Int, _ ordinal: Int) -> StudyOutcome {
    StudyOutcome(
      trials: trials, results: states.compactMap(\.result), setting: setting, ordinal: ordinal)
  }

  // MARK: - What was done before

  /// Looks what an interrupted try has committed.
  private mutating func findCommittedRuns() throws {
    let runs = try log.runs(filter: RunFilter(job: job.job))
    takenIDs = Set(runs.filter { $0.state == .done }.map(\.id))
    guard job.isResumed else { return }
    for run in try log.latestRuns(job: job.job) { committed[run.ordinal] = run }
  }

  /// Takes over a run that was committed, as done or as diverged.
  private mutating func keepCommittedRun(_ ordinal: Int) throws {
    guard let run = committed[ordinal], run.name == trials[ordinal].name else { return }
    switch run.state {
    case .done:
      guard let checkpoint = run.checkpoint,
        try FileSystem.exists(job.root.directory.appending(checkpoint))
      else { return }
      states[ordinal] = .done(try log.result(of: run))
    case .failed where run.stopReason == TrialState.divergedReason:
      states[ordinal] = .diverged(try log.result(of: run), nil)
    case .failed, .running: return
    }
  }

  /// A name for a run that the run log has not as done.
  func runID(_ ordinal: Int) -> String {
    let first = JobID.run(ordinal, of: job.job, among: job.study.runCount)
    var (name, number) = (first, 2)
    while takenIDs.contains(name) {
      name = "\(first)-r\(number)"
      number += 1
    }
    return name
  }

  // MARK: - Giving up early

  /// Trains all settings for a part of their epochs, gives up those that are behind, and so on.
  private mutating func discardEarly(
    _ discard: Study.EarlyDiscard, _ progress: (TrainingProgress) -> Void
  ) throws {
    let count = job.study.settings.count
    let looks = discard.looks(settings: count)
    var alive = Array(job.study.settings.indices)
    for look in 0..<looks {
      let epochs = trials.map {
        discard.epoch(ofLook: look, of: looks, epochs: $0.config.training.epochs)
      }
      try pass(open(alive), pauseAt: epochs, progress)
      let kept = discard.kept(afterLook: look, settings: count)
      let ranked = alive.map { ($0, validationLoss(of: $0, after: epochs)) }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
      try pass(open(Array(ranked.dropFirst(kept))), limits: epochs, progress)
      alive = ranked.prefix(kept).sorted()
    }
  }

  /// The runs of some settings that have not ended.
  private func open(_ settings: [Int]) -> [Int] {
    trials.indices.filter { settings.contains(trials[$0].setting) && !states[$0].hasEnded }
  }

  /// The mean validation loss of a setting's runs after so many epochs of each; a run that had
  /// ended by itself before is taken at its end.
  private func validationLoss(of setting: Int, after epochs: [Int]) -> Double {
    let ordinals = trials.indices.filter { trials[$0].setting == setting }
    let losses = ordinals.map { ordinal in
      states[ordinal].validationLoss(after: epochs[ordinal]) ?? .infinity
    }
    let mean = losses.reduce(0, +) / Double(losses.count)
    return mean.isNaN ? .infinity : mean
  }
}
