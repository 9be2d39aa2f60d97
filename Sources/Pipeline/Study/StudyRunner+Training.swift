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
          guard running == 0 || need <= free && running < Self.runsOfThread * job.threads else {
            break
          }
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
      // While nothing else is to be done, so that the next run begins at once when a core is free.
      if let next = waiting.first { prepare(next) }
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

  /// How many runs may be under way for each thread: one that trains, and the others on their way to the disk.
  private static let runsOfThread = 3

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

  /// The run of a trial.
  mutating func experiment(_ ordinal: Int) -> Experiment {
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

  /// What the matrices of a run depend on.
  func encodingKey(_ ordinal: Int) -> EncodingKey {
    EncodingKey(trials[ordinal], hidesTest: hidesTest(ordinal))
  }

  /// The matrices of a run, made once for all runs of equal settings and kept while any of them is
  /// to come.
  mutating func encoding(of ordinal: Int) throws -> EncodedRows {
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

  /// Writes down the settings of a run.
  private mutating func prepare(_ ordinal: Int) {
    if parameters[ordinal] != nil { return }
    parameters[ordinal] = job.study.parameters(of: trials[ordinal]).map {
      ParameterRow(key: $0.key, value: $0.value)
    }
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
    prepare(ordinal)
    let parameters = parameters.removeValue(forKey: ordinal) ?? []
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
