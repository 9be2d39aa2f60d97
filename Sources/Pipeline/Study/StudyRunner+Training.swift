import Experiments
import Models
import Perceptron
import RunLog
import Threads

extension StudyRunner {
  /// Trains runs side by side until each of them has ended or paused.
  ///
  /// What they leave is given to be committed, and `settleCommits` waits until it is.
  /// - Parameters:
  ///   - pauseAt: the epoch after which each run pauses.
  ///   - limits: the epoch after which each run ends, given up.
  mutating func pass(
    _ ordinals: [Int], pauseAt: [Int]? = nil, limits: [Int]? = nil,
    _ progress: (TrainingProgress) -> Void
  ) throws {
    var waiting = ordinals[...]
    var free = job.threads
    var cores: [Int: Int] = [:]
    var failure: (any Error)?
    var isAllBegun = false
    while true {
      while failure == nil, !job.interruption.stop.isRequested, let next = waiting.first {
        do {
          let rows = try encoding(of: next)
          let need = try experiment(next).usefulThreads(rows)
          // Those that are being saved wait for the disk more than they compute.
          guard running == 0 || need <= free && running < 2 * job.threads else { break }
          try begin(next, rows, pauseAt: pauseAt?[next], limit: limits?[next])
          cores[next] = need
          free -= need
          waiting.removeFirst()
        } catch {
          failure = error
          abandoned.request()
        }
      }
      guard running > 0 else { break }
      if waiting.isEmpty, !isAllBegun {
        isAllBegun = true
        // What has ended is committed while the last ones train, so that little is left for the time when
        // nothing trains any more.
        commits.commitEnds()
      }
      for event in mailbox.take(until: commits.due) {
        do {
          if let ordinal = event.freed { free += cores.removeValue(forKey: ordinal) ?? 0 }
          try handle(event, progress)
        } catch {
          failure = failure ?? error
          abandoned.request()
        }
      }
      commits.commitIfDue()
    }
    commits.commit()
    if job.interruption.stop.isRequested,
      !waiting.isEmpty || ordinals.contains(where: { states[$0].isUnderWay })
    {
      failure = failure ?? TrainingStopped(job: job.job)
    }
    if let failure { throw failure }
  }

  /// Waits until all that the runs have left is committed.
  mutating func settleCommits() throws {
    if let problem = problemOfCommits() { throw problem }
  }

  /// Waits until all that the runs have left is committed, or cannot be.
  mutating func problemOfCommits() -> (any Error)? {
    var problem: (any Error)?
    while !commits.isSettled {
      for case .committed(let error) in mailbox.take() {
        commits.takeLetter()
        problem = problem ?? error
      }
    }
    return problem
  }

  private mutating func experiment(_ ordinal: Int) -> Experiment {
    Experiment(
      trials[ordinal], data: data(of: trials[ordinal]), threads: job.threads,
      warmStart: job.warmStarts.model(of: trials[ordinal]), hidesTest: hidesTest(ordinal))
  }

  /// The rows of a run: all, or all but one fold.
  private mutating func data(of trial: Study.Trial) -> PreparedData {
    guard let fold = trial.fold else { return job.data }
    if let data = folds[fold] { return data }
    let data = job.data.leavingOut(fold: fold)
    folds[fold] = data
    return data
  }

  /// Whether a run is not to see the test rows; the last one of a study with folds is chosen
  /// already.
  private func hidesTest(_ ordinal: Int) -> Bool {
    job.study.hidesTest && ordinal < job.study.trials.count
  }

  private func encodingKey(_ ordinal: Int) -> EncodingKey {
    EncodingKey(trials[ordinal], hidesTest: hidesTest(ordinal))
  }

  /// The matrices of a run, made once for all runs of equal settings and kept while any of them is
  /// to come.
  private mutating func encoding(of ordinal: Int) throws -> EncodedRows {
    let key = encodingKey(ordinal)
    if let rows = encodings[key] { return rows }
    let needed = Set(states.indices.filter { !states[$0].hasEnded }.map(encodingKey))
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
      let start = RandomStart(seed: trials[ordinal].config.seed)
      starts[ordinal] = start
      return start
    }
    for earlier in 0...ordinal where starts[earlier] == nil {
      starts[earlier] = try streams.next(experiment(earlier), try encoding(of: earlier))
    }
    guard let start = starts[ordinal] else { preconditionFailure("the loop has set it") }
    return start
  }

  private mutating func begin(
    _ ordinal: Int, _ rows: EncodedRows, pauseAt: Int?, limit: Int?
  ) throws {
    let trial = trials[ordinal]
    let before = ContinuousClock.now
    let start = try start(of: ordinal)
    let isFirst = ordinal == 0
    let run = RunRecord(
      id: runID(ordinal), job: job.job, model: trial.config.model, name: trial.name,
      ordinal: ordinal, dataset: job.dataset.sha256, threads: job.threads,
      engineVersion: Product.version)
    let parameters = job.study.parameters(of: trial).map {
      ParameterRow(key: $0.key, value: $0.value)
    }
    commits.begin(run, parameters: parameters)
    let task = TrialTask(
      experiment: experiment(ordinal), rows: rows, random: start, run: run,
      parameters: parameters, job: job, pauseAt: pauseAt, limit: limit,
      secondsBefore: RunSeconds(
        read: isFirst ? job.secondsBefore.read : 0,
        split: (isFirst ? job.secondsBefore.split ?? 0 : 0) + before.secondsAgo),
      abandoned: abandoned)
    states[ordinal] = .training
    running += 1
    pool.run { [mailbox] in mailbox.send(.ended(ordinal: ordinal, task.perform(mailbox))) }
  }

  // MARK: - What the runs say

  private mutating func handle(
    _ event: TrialEvent, _ progress: (TrainingProgress) -> Void
  ) throws {
    switch event {
    case .note(let note): commits.tell(note)
    case .epoch(let ordinal, let record): try tell(record, of: ordinal, progress)
    case .trained: break
    case .ended(let ordinal, let end):
      running -= 1
      try settle(ordinal, end)
    case .committed(let error):
      commits.takeLetter()
      if let error { throw error }
    }
  }

  private mutating func settle(_ ordinal: Int, _ end: TrialEnd) throws {
    switch end {
    case .done(let result):
      states[ordinal] = .done(result)
      estimate?.end(ordinal, epochsRun: result.run.epochsRun ?? 0)
      // A job of one run is committed with it.
      if job.study.runCount > 1 { commits.end(result) } else { commits.forget(result.run) }
    case .diverged(let result, let error):
      guard job.study.runCount > 1 else { throw error }
      states[ordinal] = .diverged(result, error)
      estimate?.end(ordinal, epochsRun: 0)
      commits.end(result)
      commits.tell(
        EventRecord(
          level: .warning, code: "run-diverged", message: "\(result.run.name): \(error.cause)",
          job: job.job, run: result.run.id))
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
    let trial = trials[ordinal]
    if estimate == nil { estimate = try firstEstimate(rows: try encoding(of: ordinal)) }
    estimate?.take(record, of: ordinal)
    guard let estimate else { return }
    if !hasToldEstimate, job.study.runCount > 1, let seconds = estimate.secondsLeft {
      hasToldEstimate = true
      commits.tell(
        EventRecord(
          level: .info, code: "study-estimate",
          message: "\(states.count { !$0.hasEnded }) of \(states.count) runs to train, "
            + "about \(Int(seconds.rounded(.up))) s on \(job.threads) cores", job: job.job))
    }
    progress(
      TrainingProgress(
        ordinal: ordinal, runs: job.study.runCount, name: trial.name, epoch: record.epoch,
        epochs: trial.config.training.epochs, loss: record.trainLoss, seconds: record.seconds,
        study: StudyProgress(
          ended: states.count { $0.hasEnded }, running: running,
          share: estimate.shareDone, secondsLeft: estimate.secondsLeft)))
  }

  /// Plans the work of all runs; of those whose encoding is still to be made the features are not
  /// known, and are taken to be as many as those of `rows`.
  private mutating func firstEstimate(rows: EncodedRows) throws -> StudyEstimate {
    var work: [Double] = []
    var lanes = job.threads
    var epochs = trials.map(\.config.training.epochs)
    for ordinal in trials.indices {
      let rows = encodings[encodingKey(ordinal)] ?? rows
      work.append(try experiment(ordinal).workOfEpoch(rows))
      lanes = min(lanes, job.threads / (try experiment(ordinal).usefulThreads(rows)))
    }
    // With folds one more run follows: not known yet, but much like the others.
    if trials.count < job.study.runCount, let most = work.max(), let longest = epochs.max() {
      work.append(most)
      epochs.append(longest)
    }
    var estimate = StudyEstimate(work: work, epochs: epochs, lanes: lanes)
    for (ordinal, state) in states.enumerated() {
      if let result = state.result { estimate.end(ordinal, epochsRun: result.run.epochsRun ?? 0) }
    }
    return estimate
  }
}

extension TrialEvent {
  /// The run that computes no longer.
  fileprivate var freed: Int? {
    switch self {
    case .trained(let ordinal), .ended(let ordinal, _): ordinal
    case .epoch, .note, .committed: nil
    }
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
