import Files
import RunLog

/// The daemon: polls the inbox, makes jobs of what is dropped, and works them off one after the
/// other.
package final class Watcher {
  /// How the daemon runs.
  package struct Settings: Sendable {
    /// Seconds between two looks into the inbox.
    package var pollSeconds: Double
    /// Ends when nothing is left to do.
    package var once: Bool
    /// Cores that a training may use.
    package var threads: Int

    package init(pollSeconds: Double = 1, once: Bool = false, threads: Int) {
      self.pollSeconds = pollSeconds
      self.once = once
      self.threads = threads
    }
  }

  /// Something that a person who watches the daemon wants to know.
  package enum Event: Sendable {
    case claimed(job: String, name: String)
    case progress(job: String, TrainingProgress)
    case done(job: String, TrainingAnswer)
    case failed(job: String, Failure)
    case postponed(job: String?, Failure, seconds: Double)
    case waiting(Waiting)
  }

  /// How many jobs ended how.
  package struct Summary: Sendable, Equatable {
    package var done = 0
    package var failed = 0
    /// Files that stay in the inbox because something is missing.
    package var waiting = 0
    /// The error that ended a run of `once` before all was done.
    package var postponed: Failure?

    package init(done: Int = 0, failed: Int = 0, waiting: Int = 0, postponed: Failure? = nil) {
      self.done = done
      self.failed = failed
      self.waiting = waiting
      self.postponed = postponed
    }
  }

  /// Seconds until the first retry after a transient failure; doubled each time.
  private static let firstRetrySeconds = 1.0
  private static let longestRetrySeconds = 60.0

  /// When a job that met a transient failure is tried again.
  private struct Retry {
    var due: ContinuousClock.Instant
    var seconds: Double
  }

  private let root: Root
  private let settings: Settings
  private let log: RunLog
  private let road: TrainingRoad
  private let worker: JobWorker
  private let lock: RootLock
  private let watch: DirectoryWatch
  private let notices: DaemonNotices
  private var inbox: Inbox
  private var seenWaiting: Set<Waiting> = []
  private var toldWaiting: Set<Waiting> = []
  private var retries: [String: Retry] = [:]
  private var summary = Summary()

  /// Takes the root for this process.
  ///
  /// - Parameter notices: is told of every poll, job and epoch.
  /// - Throws: `FileError.locked` where another daemon has it, or what the folders and the run log
  ///   throw.
  package init(
    root: Root, settings: Settings, notices: DaemonNotices = DaemonNotices()
  ) throws {
    self.notices = notices
    try root.makeFolders()
    lock = try RootLock(root.lock)
    self.root = root
    self.settings = settings
    log = try RunLog(path: root.runLog.text ?? root.runLog.displayed)
    road = TrainingRoad(root: root, log: log, threads: settings.threads)
    worker = JobWorker(root: root, log: log, road: road)
    inbox = Inbox(root.inbox)
    watch = DirectoryWatch([root.inbox])
  }

  /// Runs until nothing is left to do (`once`), else for ever.
  ///
  /// - Throws: an error that is no job's and does not pass by itself.
  package func run(onEvent: (Event) -> Void) throws -> Summary {
    defer { notices.stopping() }
    var pause = Self.firstRetrySeconds
    var isRecovered = false
    while true {
      do {
        if !isRecovered {
          try ForegroundJob.settleDead(root, log)
          try road.settleCurrentModels()
          try notices.recovered(log)
        }
        isRecovered = true
        let isIdle = try poll(onEvent)
        pause = Self.firstRetrySeconds
        if settings.once, summary.postponed != nil || isIdle { return summary }
        _ = watch.wait(seconds: notices.pause(seconds: settings.pollSeconds))
      } catch {
        let failure = Failure(error)
        guard failure.isTransient, !settings.once else { throw failure }
        onEvent(.postponed(job: nil, failure, seconds: pause))
        _ = watch.wait(seconds: notices.pause(seconds: pause))
        pause = min(pause * 2, Self.longestRetrySeconds)
      }
    }
  }

  /// One look: goes on with what was begun, then takes what is new.
  ///
  /// - Returns: whether nothing was done and no file can become ready by waiting.
  private func poll(_ onEvent: (Event) -> Void) throws -> Bool {
    var worked = try workOffUnfinished(onEvent)
    let found = try inbox.poll { [log] name in
      guard let text = name.text else { return nil }
      return try log.newestDataset(named: text)?.archive.map { FilePath($0) }
    }
    for drop in found.drops {
      let claim = Claim(root: root, log: log)
      guard let job = try claim.take(drop), let record = try log.job(job) else { continue }
      onEvent(.claimed(job: job, name: record.name))
      try work(on: record, onEvent)
      worked = true
    }
    tell(found.waiting, onEvent)
    notices.polled(
      waiting: found.waiting.count, oldestSeconds: found.oldest.map { $0.secondsAgo })
    let canBecomeReady = found.waiting.contains { waiting in
      if case .data = waiting.reason { false } else { true }
    }
    return !worked && !canBecomeReady
  }

  /// Settles every job that a kill or a transient failure left behind; does nothing when called
  /// again.
  ///
  /// - Returns: whether there was a job to work on.
  private func workOffUnfinished(_ onEvent: (Event) -> Void) throws -> Bool {
    for entry in try DirectoryScan.entries(of: root.work) {
      try Settlement(root: root, log: log).settle(entry.name.displayed)
    }
    var worked = false
    for job in try log.unfinishedJobs() {
      if let retry = retries[job.id], retry.due > .now { continue }
      if job.state == .intent, try !Claim(root: root, log: log).complete(job) { continue }
      guard let record = try log.job(job.id) else { continue }
      try work(on: record, onEvent)
      worked = true
    }
    return worked
  }

  private func work(on job: JobRecord, _ onEvent: (Event) -> Void) throws {
    notices.began(job: job.id, name: job.name)
    do {
      let outcome = try worker.work(on: job) {
        notices.progressed(job: job.id, $0)
        onEvent(.progress(job: job.id, $0))
      }
      retries[job.id] = nil
      switch outcome {
      case .done(let answer):
        summary.done += 1
        notices.ended(job: job.id, answer.ending)
        onEvent(.done(job: job.id, answer))
      case .failed(let failure):
        summary.failed += 1
        notices.ended(job: job.id, .failed)
        onEvent(.failed(job: job.id, failure))
      }
    } catch let failure as Failure where failure.isTransient {
      notices.ended(job: job.id, .postponed)
      let seconds = min(
        retries[job.id].map { $0.seconds * 2 } ?? Self.firstRetrySeconds, Self.longestRetrySeconds)
      retries[job.id] = Retry(due: .now + .seconds(seconds), seconds: seconds)
      if settings.once { summary.postponed = failure }
      onEvent(.postponed(job: job.id, failure, seconds: seconds))
    }
  }

  /// Tells of each file once for each reason for which it still waits at its second poll.
  private func tell(_ waiting: [Waiting], _ onEvent: (Event) -> Void) {
    for file in waiting where seenWaiting.contains(file) && !toldWaiting.contains(file) {
      if case .config = file.reason { continue }
      onEvent(.waiting(file))
      toldWaiting.insert(file)
    }
    seenWaiting = Set(waiting)
    toldWaiting.formIntersection(seenWaiting)
    summary.waiting = waiting.count
  }
}
