import Files
import RunLog

/// The jobs that were claimed: those that run, each on a thread of its own, those that wait for a
/// place, and those that ended and could not be brought home yet.
///
/// There are as many regular places as `jobs` says, and they share the cores in equal parts. While
/// all of them are taken by long jobs, one more place takes small ones, with one thread: so a job of
/// a minute never waits behind one of ten hours. What a job computes does not depend on its place.
final class JobFloor {
  /// What a job came to.
  struct Ending {
    let job: JobRecord
    let outcome: JobWorker.Outcome
    /// When it goes on; nil where it has ended.
    var retrySeconds: Double?
  }

  private let root: Root
  private let log: RunLog
  private let watch: DirectoryWatch
  private let notices: DaemonNotices
  private(set) var running: [RunningJob] = []
  private(set) var queue = JobQueue()
  /// Raised to stop every training that is under way.
  let stop = StopSignal()
  private var retries: [String: Backoff] = [:]
  /// The jobs that ended on record and whose folders could not be brought home, why, and when that is
  /// tried again.
  private(set) var unsettled: [String: (failure: Failure, backoff: Backoff)] = [:]

  init(root: Root, log: RunLog, watch: DirectoryWatch, notices: DaemonNotices) {
    self.root = root
    self.log = log
    self.watch = watch
    self.notices = notices
  }

  /// Whether no job runs or waits.
  var isIdle: Bool { running.isEmpty && queue.length == 0 }

  /// Whether a job is here.
  func has(_ job: String) -> Bool {
    queue.contains(job) || unsettled[job] != nil || running.contains { $0.job.id == job }
  }

  /// Puts a claimed job in line.
  func add(_ job: JobRecord, after seconds: Double = 0) {
    queue.add(job, due: seconds > 0 ? .now + .seconds(seconds) : nil)
  }

  /// When a job is due that is put off now and could begin; nil where there is none.
  func nextDue(_ settings: DaemonSettings) -> ContinuousClock.Instant? {
    let retry = hasPlace(settings) ? queue.nextDue : nil
    let dues = unsettled.values.map(\.backoff.due) + [retry].compactMap(\.self)
    return dues.filter { $0 > .now }.min()
  }

  // MARK: - Beginning

  /// Begins jobs while there are places for them.
  func begin(_ settings: DaemonSettings) throws {
    while running.count(where: { $0.lane == .regular }) < settings.jobs, let job = queue.next() {
      start(job, .regular, settings, threads: settings.threadsPerJob, expectedSeconds: nil)
    }
    guard queue.length > 0, hasPlace(settings) else { return }
    let estimate = TrainingEstimate(root: root, log: log)
    let small = try queue.nextSmall(limit: settings.smallJobSeconds) {
      try estimate.seconds(of: $0)
    }
    if let small {
      start(small.job, .express, settings, threads: 1, expectedSeconds: small.seconds)
    }
  }

  /// Whether a regular place is free, or all of them are taken by long jobs and the place for a small
  /// one is free.
  private func hasPlace(_ settings: DaemonSettings) -> Bool {
    let regular = running.filter { $0.lane == .regular }
    if regular.count < settings.jobs { return true }
    guard regular.count == running.count else { return false }
    return regular.allSatisfy { $0.isLong(settings.smallJobSeconds) }
  }

  private func start(
    _ job: JobRecord, _ lane: RunningJob.Lane, _ settings: DaemonSettings, threads: Int,
    expectedSeconds: Double?
  ) {
    let worker = JobWorker(
      root: root, log: log, road: TrainingRoad(root: root, log: log, threads: threads),
      scoring: ScoringRoad(root: root, log: log, threads: threads),
      crashLimit: settings.crashLimit,
      interruption: TrainingInterruption(stop: stop, resumeSeconds: settings.resumeSeconds))
    notices.began(job: job.id, name: job.name)
    running.append(
      RunningJob(
        job, lane: lane, expectedSeconds: expectedSeconds, worker: worker, notices: notices
      ) { [watch] in watch.wake() })
  }

  // MARK: - Ending

  /// Takes in what has ended; a job that met what passes by itself stands in line again.
  ///
  /// - Parameter retrying: whether anything is tried again.
  func collect(retrying: Bool) -> [Ending] {
    var endings: [Ending] = []
    running.removeAll { job in
      guard let outcome = job.state.outcome else { return false }
      job.join()
      endings.append(ending(outcome, of: job.job, retrying))
      return true
    }
    return endings
  }

  private func ending(
    _ outcome: JobWorker.Outcome, of job: JobRecord, _ retrying: Bool
  ) -> Ending {
    switch outcome {
    case .done, .scored, .failed:
      retries[job.id] = nil
      notices.ended(job: job.id, outcome.notice)
      return Ending(job: job, outcome: outcome)
    case .stopped:
      notices.ended(job: job.id, outcome.notice)
      pause(job.id)
      return Ending(job: job, outcome: outcome)
    case .unsettled(let failure, let ending):
      notices.ended(job: job.id, ending.notice)
      retries[job.id] = nil
      let backoff = Backoff(after: nil)
      unsettled[job.id] = (failure, backoff)
      return Ending(job: job, outcome: outcome, retrySeconds: backoff.seconds)
    case .postponed(let failure):
      notices.ended(job: job.id, outcome.notice)
      let backoff = Backoff(after: retries[job.id])
      retries[job.id] = backoff
      if retrying { add(job, after: backoff.seconds) }
      note(failure, of: job.id, backoff)
      return Ending(job: job, outcome: outcome, retrySeconds: backoff.seconds)
    }
  }

  /// Takes it down that the jobs which could not stop in time are left behind, and not crashed.
  func abandon() {
    for job in running { pause(job.job.id) }
  }

  /// Takes it down that a job was stopped.
  ///
  /// The process is about to end: where not even this can be written, the attempt counts as one that
  /// crashed, which does no harm to a job that gets further each time.
  private func pause(_ job: String) {
    do throws(RunLogError) { try log.pause(job: job) } catch { return }
  }

  /// Keeps the time and the reason of a retry for whoever asks, and for the next start.
  ///
  /// The disk may be so full that not even this can be written: then this process alone remembers
  /// it, and what was to be written is no more than is told to the caller anyway.
  private func note(_ failure: Failure, of job: String, _ backoff: Backoff) {
    let due = Timestamp(
      milliseconds: Timestamp.now.milliseconds + Int64(backoff.seconds * 1000))
    do throws(RunLogError) {
      try log.postpone(job: job, until: due, reason: failure.message)
    } catch {
      return
    }
  }

  // MARK: - Recovery

  /// Goes on with a job that a kill or a failure left behind, be it on its way in or on its way home;
  /// one that is here already, or that the run log does not know, is left alone.
  ///
  /// - Parameter isWaiting: whether it waits for the time that was set for its retry.
  /// - Throws: what the run log throws. Whatever else fails is kept in `unsettled`.
  func recover(_ id: String, isWaiting: Bool) throws {
    guard !has(id), let job = try log.job(id), job.source == .inbox else { return }
    do {
      if job.state.isSettled {
        try Settlement(root: root, log: log).settle(id)
      } else if try Claim(root: root, log: log).complete(job), let job = try log.job(id) {
        let wait = job.retryAt.map { $0.seconds(since: .now) } ?? 0
        add(job, after: isWaiting ? min(wait, Backoff.longest) : 0)
      }
    } catch let error as RunLogError {
      throw error
    } catch {
      unsettled[id] = (Failure(error), Backoff(after: nil))
    }
  }

  /// Tries again to recover what could not be.
  func recoverLeftovers() throws {
    for (job, (_, backoff)) in unsettled where backoff.isDue {
      unsettled[job] = nil
      try recover(job, isWaiting: false)
      if let again = unsettled[job] { unsettled[job] = (again.failure, Backoff(after: backoff)) }
    }
  }
}

extension JobWorker.Outcome {
  /// How the job ended, as notices count it.
  fileprivate var notice: DaemonNotices.Ending {
    switch self {
    case .done(let answer): answer.ending
    case .scored: .done(trainingSeconds: 0)
    case .failed: .failed
    case .postponed, .stopped: .postponed
    case .unsettled(_, let ending): ending.notice
    }
  }
}

extension RunningJob {
  /// Whether it will take longer than a limit from now on, as far as can be told.
  fileprivate func isLong(_ seconds: Double) -> Bool {
    let state = state
    if let left = state.secondsLeft { return left > seconds }
    // Before its first epoch ends, a job that took a while already is taken for a long one.
    return start.secondsAgo > 2
  }
}
