import Experiments
import Files
import Models
import Perceptron
import RunLog
import Threads

/// Leads the runs of a study: as many side by side as there are cores for, each on a thread of its
/// own, while this thread alone writes the run log.
///
/// What a run computes depends on nothing but its config, its data and the place in the random
/// stream that it was given before it began; so it does not matter what runs beside it.
struct StudyRunner {
  private let job: StudyJob
  private let log: RunLog
  private var states: [TrialState]
  private var starts: [RandomStart?]
  private var streams: RandomStreams
  private var encodings: [EncodingKey: EncodedRows] = [:]
  private var estimate: StudyEstimate?
  private var hasToldEstimate = false
  /// Names of runs of this job that must not be trained over.
  private var takenIDs: Set<String> = []
  private var running = 0
  private let mailbox = TrialMailbox()
  private let abandoned = StopSignal()

  /// Prepares the runs.
  init(_ job: StudyJob, log: RunLog) {
    self.job = job
    self.log = log
    states = job.study.trials.map { _ in .waiting }
    starts = job.study.trials.map { _ in nil }
    streams = RandomStreams(for: job.study)
  }

  /// Trains every run that is not committed yet.
  ///
  /// - Returns: the runs in their order; the last of a job of one run is not committed yet.
  /// - Throws: `TrainingStopped` where that was asked for; the error of a run that failed, and for
  ///   a job of one run, or where every run diverged, that of the training.
  mutating func run(_ progress: (TrainingProgress) -> Void) throws -> [RunResult] {
    try keepCommittedRuns()
    try pass(states.indices.filter { states[$0].result == nil }, progress)
    let results = states.compactMap(\.result)
    if !results.contains(where: { $0.run.state == .done }) {
      for case .diverged(_, let error?) in states { throw error }
      throw Failure(
        code: "diverged", message: "every run of the study diverged; see its runs", exitCode: 65)
    }
    return results
  }

  // MARK: - What was done before

  /// Takes over the runs that an interrupted try has committed.
  private mutating func keepCommittedRuns() throws {
    let runs = try log.runs(filter: RunFilter(job: job.job))
    takenIDs = Set(runs.filter { $0.state == .done }.map(\.id))
    guard job.isResumed else { return }
    for run in try log.latestRuns(job: job.job) where states.indices.contains(run.ordinal) {
      guard run.name == job.study.trials[run.ordinal].name else { continue }
      switch run.state {
      case .done:
        guard let checkpoint = run.checkpoint,
          try FileSystem.exists(job.root.directory.appending(checkpoint))
        else { continue }
        states[run.ordinal] = .done(try log.result(of: run))
      case .failed where run.stopReason == TrialState.divergedReason:
        states[run.ordinal] = .diverged(try log.result(of: run), nil)
      case .failed, .running: continue
      }
    }
  }

  /// A name for a run that the run log has not as done.
  private func runID(_ ordinal: Int) -> String {
    let first = JobID.run(ordinal, of: job.job, among: job.study.trials.count)
    var (name, number) = (first, 2)
    while takenIDs.contains(name) {
      name = "\(first)-r\(number)"
      number += 1
    }
    return name
  }

  // MARK: - Training

  /// Trains runs side by side until each of them has ended.
  private mutating func pass(
    _ ordinals: [Int], _ progress: (TrainingProgress) -> Void
  ) throws {
    var waiting = ordinals[...]
    var free = job.threads
    var cores: [Int: Int] = [:]
    var failure: (any Error)?
    while true {
      while failure == nil, !job.interruption.stop.isRequested, let next = waiting.first {
        do {
          let rows = try encoding(of: next)
          let need = try experiment(next).usefulThreads(rows)
          guard need <= free || running == 0 else { break }
          try begin(next, rows)
          cores[next] = need
          free -= need
          waiting.removeFirst()
        } catch {
          failure = error
          abandoned.request()
        }
      }
      guard running > 0 else { break }
      for event in mailbox.take() {
        do {
          if case .ended(let ordinal, _) = event { free += cores[ordinal] ?? 0 }
          try handle(event, progress)
        } catch {
          failure = failure ?? error
          abandoned.request()
        }
      }
    }
    if let failure { throw failure }
    if job.interruption.stop.isRequested,
      !waiting.isEmpty || ordinals.contains(where: { states[$0].isUnderWay })
    {
      throw TrainingStopped(job: job.job)
    }
  }

  private func experiment(_ ordinal: Int) -> Experiment {
    let trial = job.study.trials[ordinal]
    return Experiment(
      trial, data: job.data, threads: job.threads, warmStart: job.warmStarts.model(of: trial))
  }

  /// The matrices of a run, made once for all runs of equal settings and kept while any of them is
  /// to come.
  private mutating func encoding(of ordinal: Int) throws -> EncodedRows {
    let key = EncodingKey(job.study.trials[ordinal].config)
    if let rows = encodings[key] { return rows }
    // Runs follow each other in the order of the study; most studies have one encoding.
    let needed = Set(
      states.indices.filter { states[$0].result == nil }
        .map { EncodingKey(job.study.trials[$0].config) })
    encodings = encodings.filter { needed.contains($0.key) }
    let rows = try experiment(ordinal).encode()
    encodings[key] = rows
    return rows
  }

  /// Where the random stream of a run starts: a shared one has given their weights to all runs
  /// before it, those that were committed earlier too.
  private mutating func start(of ordinal: Int) throws -> RandomStart {
    if let start = starts[ordinal] { return start }
    guard streams.isShared else {
      let start = RandomStart(seed: job.study.trials[ordinal].config.seed)
      starts[ordinal] = start
      return start
    }
    for earlier in 0...ordinal where starts[earlier] == nil {
      starts[earlier] = try streams.next(experiment(earlier), try encoding(of: earlier))
    }
    guard let start = starts[ordinal] else { preconditionFailure("the loop has set it") }
    return start
  }

  private mutating func begin(_ ordinal: Int, _ rows: EncodedRows) throws {
    let trial = job.study.trials[ordinal]
    let before = ContinuousClock.now
    let start = try start(of: ordinal)
    let isFirst = ordinal == 0
    let run = RunRecord(
      id: runID(ordinal), job: job.job, model: trial.config.model, name: trial.name,
      ordinal: ordinal, dataset: job.dataset.sha256, threads: job.threads,
      engineVersion: Product.version)
    let parameters = trial.config.parameters.map { ParameterRow(key: $0.key, value: $0.value) }
    try log.beginRun(run, parameters: parameters)
    let task = TrialTask(
      experiment: experiment(ordinal), rows: rows, random: start, run: run,
      parameters: parameters, job: job, pauseAt: nil, limit: nil,
      secondsBefore: RunSeconds(
        read: isFirst ? job.secondsBefore.read : 0,
        split: (isFirst ? job.secondsBefore.split ?? 0 : 0) + before.secondsAgo),
      abandoned: abandoned)
    states[ordinal] = .training
    running += 1
    let mailbox = mailbox
    let work: @Sendable () -> Void = {
      mailbox.send(.ended(ordinal: ordinal, task.perform(mailbox)))
    }
    // Where the system gives no more threads, this one does the work; its letters wait meanwhile.
    if WorkerThread(work) == nil { work() }
  }

  // MARK: - What the runs say

  private mutating func handle(
    _ event: TrialEvent, _ progress: (TrainingProgress) -> Void
  ) throws {
    switch event {
    case .note(let note): try log.event(note)
    case .epoch(let ordinal, let record): try tell(record, of: ordinal, progress)
    case .ended(let ordinal, let end):
      running -= 1
      try settle(ordinal, end)
    }
  }

  private mutating func settle(_ ordinal: Int, _ end: TrialEnd) throws {
    switch end {
    case .done(let result):
      states[ordinal] = .done(result)
      estimate?.end(ordinal, epochsRun: result.run.epochsRun ?? 0)
      // A job of one run is committed with it.
      guard job.study.trials.count > 1 else { return }
      try log.finish(result)
      try job.resume.remove(run: ordinal)
    case .diverged(let result, let error):
      guard job.study.trials.count > 1 else { throw error }
      states[ordinal] = .diverged(result, error)
      estimate?.end(ordinal, epochsRun: 0)
      try log.finish(result)
      try log.event(
        EventRecord(
          level: .warning, code: "run-diverged", message: "\(result.run.name): \(error.cause)",
          job: job.job, run: result.run.id))
      try job.resume.remove(run: ordinal)
    case .paused(let records): states[ordinal] = .paused(records)
    case .stopped: states[ordinal] = .waiting
    case .failed(let error):
      states[ordinal] = .waiting
      throw error
    }
  }

  private mutating func tell(
    _ record: EpochRecord, of ordinal: Int, _ progress: (TrainingProgress) -> Void
  ) throws {
    let trial = job.study.trials[ordinal]
    var estimate = try self.estimate ?? firstEstimate(rows: try encoding(of: ordinal))
    estimate.take(record, of: ordinal)
    self.estimate = estimate
    if !hasToldEstimate, job.study.trials.count > 1, let seconds = estimate.secondsLeft {
      hasToldEstimate = true
      try log.event(
        EventRecord(
          level: .info, code: "study-estimate",
          message: "\(states.count { $0.result == nil }) of \(states.count) runs to train, "
            + "about \(Int(seconds.rounded(.up))) s on \(job.threads) cores", job: job.job))
    }
    progress(
      TrainingProgress(
        ordinal: ordinal, runs: job.study.trials.count, name: trial.name, epoch: record.epoch,
        epochs: trial.config.training.epochs, loss: record.trainLoss, seconds: record.seconds,
        study: StudyProgress(
          ended: states.count { $0.result != nil }, running: running,
          share: estimate.shareDone, secondsLeft: estimate.secondsLeft)))
  }

  /// Plans the work of all runs; of those whose encoding is still to be made the features are not
  /// known, and are taken to be as many as those of `rows`.
  private func firstEstimate(rows: EncodedRows) throws -> StudyEstimate {
    var work: [Double] = []
    var lanes = job.threads
    for (ordinal, trial) in job.study.trials.enumerated() {
      let rows = encodings[EncodingKey(trial.config)] ?? rows
      work.append(try experiment(ordinal).workOfEpoch(rows))
      lanes = min(lanes, job.threads / (try experiment(ordinal).usefulThreads(rows)))
    }
    var estimate = StudyEstimate(
      work: work, epochs: job.study.trials.map(\.config.training.epochs), lanes: lanes)
    for (ordinal, state) in states.enumerated() {
      if let result = state.result { estimate.end(ordinal, epochsRun: result.run.epochsRun ?? 0) }
    }
    return estimate
  }
}

extension TrialState {
  /// Whether the run was stopped before its end.
  fileprivate var isUnderWay: Bool {
    switch self {
    case .waiting, .training: true
    case .paused, .done, .diverged: false
    }
  }
}
