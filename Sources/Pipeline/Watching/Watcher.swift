package import Files
import Glibc
import Models
import RunLog

/// The daemon: polls the inbox, makes jobs of what is dropped, and works them off on threads of
/// their own while it goes on looking.
package final class Watcher {
  /// Most jobs that one poll claims, and most that wait for their turn.
  private static let claimLimit = 1000
  /// Claims between two looks at the signals.
  private static let claimBatch = 100
  /// How long a stop waits for the trainings to write down where they are.
  private static let stopSeconds = 1.3
  /// How often a person is told again that a file cannot be taken.
  private static let reminderSeconds = 3600.0
  /// Most files that are told of at one poll.
  private static let tellLimit = 20

  private let root: Root
  private var settings: DaemonSettings
  private let reload: () throws -> DaemonSettings
  private let notices: DaemonNotices
  private let signals: SignalWatch?
  private let log: RunLog
  private let lock: RootLock
  private let watch: DirectoryWatch
  private let floor: JobFloor
  private var inbox: Inbox
  private var scoreFolders: ScoreFolders
  private var waiting = WaitingFiles()
  private var pause: String?
  private var told: [String: ContinuousClock.Instant] = [:]
  private var summary = Summary()
  private var index: IndexFile
  private var isRecovered = false
  /// What ended the daemon before this one, until that is on record.
  private var crash: EndingSignal?
  private let begun = Timestamp.now
  private var oldestAt: Timestamp?
  private var trouble: Failure?
  private var report: DaemonReport?
  private var published = ContinuousClock.now
  private var nextPoll = ContinuousClock.now
  /// Not to be looked before, whatever changes in the folder.
  private var rest = ContinuousClock.now
  /// The failure that keeps the whole daemon from going on, and when it tries again.
  private var obstacle: Backoff?

  /// Takes the root for this process.
  ///
  /// - Parameters:
  ///   - notices: is told of every poll, job and epoch.
  ///   - signals: SIGHUP among them reads the settings again, any other ends the daemon.
  ///   - reload: gives the settings as they are to be from now on.
  /// - Throws: `FileError.locked` where another daemon has it, or what the folders and the run log
  ///   throw.
  package init(
    root: Root, settings: DaemonSettings, notices: DaemonNotices = DaemonNotices(),
    signals: SignalWatch? = nil, reload: (() throws -> DaemonSettings)? = nil
  ) throws {
    try root.makeFolders()
    lock = try RootLock(root.lock)
    lock.recordCrashes()
    crash = lock.crash
    self.root = root
    self.settings = settings
    self.notices = notices
    self.signals = signals
    self.reload = reload ?? { settings }
    log = try RunLog(path: root.runLog.text ?? root.runLog.displayed)
    watch = DirectoryWatch([root.inbox, root.score])
    index = IndexFile(root: root, log: log)
    floor = JobFloor(root: root, log: log, watch: watch, notices: notices)
    inbox = Inbox(root.inbox, rules: settings.inboxRules)
    scoreFolders = ScoreFolders(root)
  }

  /// Runs until nothing is left to do (`once`) or a signal says so, else for ever.
  ///
  /// - Throws: an error that is no job's and does not pass by itself.
  package func run(onEvent: (Event) -> Void) throws -> Summary {
    defer { index.close() }
    defer { notices.ended() }
    while true {
      for signal in signals?.take() ?? [] {
        if signal == SIGHUP {
          takeSettings(onEvent)
        } else {
          notices.stopping()
          onEvent(.stopping(signal: signal))
          return stop(onEvent)
        }
      }
      do {
        if obstacle?.isDue ?? true, try step(onEvent) {
          removeReport()
          return summary
        }
      } catch {
        let failure = Failure(error)
        // What the file system refuses may be mended at any time, and then the daemon goes on.
        guard failure.isTransient || Self.isOfFiles(error), !settings.once else { throw failure }
        let backoff = Backoff(after: obstacle)
        obstacle = backoff
        onEvent(.postponed(job: nil, failure, seconds: backoff.seconds))
        notices.triedAgain()
        // What was begun is brought to an end by the recovery, which does nothing twice.
        isRecovered = false
        trouble = failure
      }
      publish()
      index.renew()
      sleep()
    }
  }

  private static func isOfFiles(_ error: any Error) -> Bool {
    switch error {
    case is FileError, ModelError.file: true
    default: false
    }
  }

  // MARK: - One round

  /// Goes on with what was begun, takes what is new, and begins what there is a place for.
  ///
  /// - Returns: whether nothing is left to do and no file can become ready by waiting.
  private func step(_ onEvent: (Event) -> Void) throws -> Bool {
    if !isRecovered { try recover() }
    tellEndings(onEvent)
    if !settings.once { try floor.recoverLeftovers() }
    let isNew = watch.takeNews()
    let isLooking = .now >= nextPoll || (isNew && .now >= rest)
    if isNew, !isLooking { nextPoll = min(nextPoll, rest) }
    let isClaiming = try isLooking && poll(onEvent)
    try floor.begin(settings)
    obstacle = nil
    trouble = nil
    if settings.once, let failure = floor.unsettled.values.first?.failure {
      summary.postponed = failure
    }
    guard settings.once, floor.isIdle else { return false }
    return summary.postponed != nil || isLooking && !isClaiming && !waiting.canEndByItself
  }

  /// Waits for news, for the end of a job, or for the next thing that is due.
  private func sleep() {
    let dues = [obstacle?.due ?? nextPoll, obstacle == nil ? floor.nextDue(settings) : nil]
    let due = dues.compactMap(\.self).min() ?? nextPoll
    var seconds = min(max(0, (due - .now) / .seconds(1)), Backoff.longest)
    if !floor.running.isEmpty { seconds = min(seconds, settings.progressSeconds) }
    if index.isStale { seconds = min(seconds, 1) }
    seconds = notices.pause(seconds: seconds)
    _ = watch.wait(seconds: seconds, signals: signals)
  }

  private func takeSettings(_ onEvent: (Event) -> Void) {
    notices.reloading()
    defer { notices.reloaded() }
    do {
      var new = try reload()
      new.once = settings.once
      settings = new
      inbox.rules = new.inboxRules
      nextPoll = .now
      onEvent(.reloaded(nil))
    } catch {
      onEvent(.reloaded(Failure(error)))
    }
  }

  /// Ends: every training writes down where it is, as far as there is time.
  private func stop(_ onEvent: (Event) -> Void) -> Summary {
    let end = ContinuousClock.now + .seconds(Self.stopSeconds)
    floor.stop.request()
    while !floor.running.isEmpty, .now < end {
      _ = watch.wait(seconds: (end - .now) / .seconds(1))
      tellEndings(onEvent)
    }
    floor.abandon()
    summary.isStopped = true
    removeReport()
    return summary
  }

  // MARK: - Recovery

  /// Settles every state that a kill can leave; does nothing when called again.
  private func recover() throws {
    try root.makeFolders()
    try Leftovers.remove(from: root)
    try ForegroundJob.settleDead(root, log)
    try TrainingRoad(root: root, log: log, threads: 1).settleCurrentModels()
    let unfinished = try log.unfinishedJobs()
    if let crash {
      for job in unfinished where job.state == .running {
        try log.event(.crash(of: job.id, by: crash))
      }
      self.crash = nil
    }
    for entry in try DirectoryScan.entries(of: root.work) {
      try floor.recover(entry.name.displayed, isWaiting: !settings.once)
    }
    for job in unfinished { try floor.recover(job.id, isWaiting: !settings.once) }
    isRecovered = true
    try notices.recovered(log)
  }

  // MARK: - Looking and claiming

  /// - Returns: whether there was anything to claim.
  private func poll(_ onEvent: (Event) -> Void) throws -> Bool {
    let start = ContinuousClock.now
    // Neither a stream of events nor a folder in which a look takes longer than the time between two
    // must keep the daemon looking all the time.
    defer {
      let seconds = start.secondsAgo * 3
      nextPoll = .now + .seconds(notices.pause(seconds: max(settings.pollSeconds, seconds)))
      rest = .now + .seconds(min(settings.pollSeconds, seconds))
    }
    try updatePause(onEvent)
    let limit = max(0, Self.claimLimit - floor.queue.length)
    let reason: Waiting.Reason? = pause.map { .paused($0) }
    var found = try inbox.poll(
      limit: limit, pause: reason,
      renamedIn: { [watch] isSeen in watch.takeRenamedIn(directory: 0, where: isSeen) }
    ) { [log] name in
      guard let text = name.text else { return false }
      return try log.newestDataset(named: text)?.archive != nil
    }
    try scoreFolders.poll(
      limit: limit, pause: reason, rules: settings.inboxRules, watch: watch, into: &found)
    waiting = found.waiting
    index.noteWaiting(waiting.list)
    oldestAt = found.oldestAt
    var drops = found.drops[...]
    while !drops.isEmpty, signals?.isPending != true {
      try claim(Array(drops.prefix(Self.claimBatch)), onEvent)
      drops = drops.dropFirst(Self.claimBatch)
    }
    tell(onEvent)
    notices.polled(
      waiting: waiting.count,
      oldestSeconds: found.oldestAt.map { Timestamp.now.seconds(since: $0) })
    summary.waiting = waiting.count
    if settings.once, found.drops.isEmpty, floor.isIdle, summary.postponed == nil {
      summary.postponed = found.failures.first ?? lowDisk
    }
    return !found.drops.isEmpty
  }

  private func claim(_ drops: [Drop], _ onEvent: (Event) -> Void) throws {
    let outcome = try Claim(root: root, log: log).take(drops)
    for job in outcome.jobs {
      index.noteChange()
      onEvent(.claimed(job: job.id, name: job.name))
      floor.add(job)
    }
    for (drop, failure) in outcome.immovable {
      for file in drop.files {
        if let model = drop.scoredModel {
          scoreFolders.block(file.name, of: model, failure)
        } else {
          inbox.block(file.name, failure)
        }
      }
    }
    try floor.begin(settings)
  }

  private func updatePause(_ onEvent: (Event) -> Void) throws {
    let reason = settings.pause(with: try FileSystem.space(of: root.inbox))
    // How many bytes are free changes all the time; that they are too few is said once.
    if (reason == nil) != (pause == nil) { onEvent(.paused(reason)) }
    pause = reason
  }

  private var lowDisk: Failure? {
    guard let pause, waiting.counts["paused"] != nil else { return nil }
    return Failure(code: "low-disk", message: pause, exitCode: 75, isTransient: true)
  }

  // MARK: - Telling

  /// Says how the daemon stands to whoever asks from outside; at most once a second, and only where
  /// something has changed.
  private func publish() {
    guard report == nil || published.secondsAgo >= 1 else { return }
    published = .now
    var new = DaemonReport(begun: begun, settings: settings, isNotified: watch.isComplete)
    new.paused = pause
    new.obstacle = trouble?.message
    new.inbox = DaemonReport.Inbox(waiting, oldestAt: oldestAt)
    new.queued = floor.queue.length
    new.running = floor.running.map { DaemonReport.Running($0) }
    new.unsettled = floor.unsettled.sorted { $0.key < $1.key }.map { job, entry in
      DaemonReport.Unsettled(job: job, reason: entry.failure.message)
    }
    if new.saysTheSame(as: report) { return }
    do {
      try new.publish(at: root)
      report = new
    } catch {
      // A full disk, of which more than this tells; whoever asks sees how old the last report is.
      if trouble == nil { trouble = Failure(error) }
    }
  }

  /// Takes the report away: it speaks of a process that is there.
  private func removeReport() {
    do {
      if try FileSystem.exists(root.daemonReport) { try FileSystem.remove(root.daemonReport) }
    } catch {
      // It names its process, so that a report that stays deceives nobody.
      return
    }
  }

  /// Tells of each file that only somebody else can help, once an hour.
  private func tell(_ onEvent: (Event) -> Void) {
    var current: Set<String> = []
    var count = 0
    for file in waiting.list where !file.reason.endsByItself {
      if case .paused = file.reason { continue }
      let key = "\(file.reason.code) \(file.name.displayed)"
      current.insert(key)
      if let last = told[key], last.secondsAgo < Self.reminderSeconds { continue }
      told[key] = .now
      count += 1
      if count <= Self.tellLimit { onEvent(.waiting(file)) }
    }
    if count > Self.tellLimit { onEvent(.waitingMore(count - Self.tellLimit)) }
    told = told.filter { current.contains($0.key) }
  }

  /// Tells how far the running jobs are, and what became of those that ended.
  private func tellEndings(_ onEvent: (Event) -> Void) {
    for job in floor.running {
      if let progress = job.state.progress { onEvent(.progress(job: job.job.id, progress)) }
    }
    for ending in floor.collect(retrying: !settings.once) {
      tell(ending, ending.outcome, onEvent)
      index.noteChange()
    }
  }

  private func tell(
    _ ending: JobFloor.Ending, _ outcome: JobWorker.Outcome, _ onEvent: (Event) -> Void
  ) {
    let job = ending.job
    switch outcome {
    case .done(let answer):
      summary.done += 1
      if let file = job.dataFile { inbox.noteArchived(FileName(bytes: file.bytes)) }
      onEvent(.done(job: job.id, answer))
    case .scored(let facts):
      summary.done += 1
      onEvent(.scored(job: job.id, model: facts.model, rows: facts.rows))
    case .failed(let failure):
      summary.failed += 1
      onEvent(.failed(job: job.id, failure))
    case .postponed(let failure):
      if settings.once { summary.postponed = failure }
      onEvent(.postponed(job: job.id, failure, seconds: ending.retrySeconds ?? 0))
    // It is no ending: the next start goes on with it.
    case .stopped: break
    case .unsettled(let failure, let inner):
      tell(ending, inner, onEvent)
      onEvent(.postponed(job: job.id, failure, seconds: ending.retrySeconds ?? 0))
    }
  }
}
