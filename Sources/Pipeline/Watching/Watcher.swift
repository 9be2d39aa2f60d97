package import Files
import Glibc
import Models
import RunLog

/// The daemon: polls the inbox, makes jobs of what is dropped, and works them off on threads of
/// their own while it goes on looking.
package final class Watcher {
  /// Most jobs that one poll claims, and most that wait for their turn.
  static let claimLimit = 1000
  /// Claims between two looks at the signals.
  static let claimBatch = 100
  /// How long a stop waits for the trainings to write down where they are.
  private static let stopSeconds = 1.3
  /// How often a person is told again that a file cannot be taken.
  static let reminderSeconds = 3600.0
  /// Most files that are told of at one poll.
  static let tellLimit = 20

  let root: Root
  var settings: DaemonSettings
  let reload: () throws -> DaemonSettings
  let notices: DaemonNotices
  let signals: SignalWatch?
  let log: RunLog
  let lock: RootLock
  let watch: DirectoryWatch
  let floor: JobFloor
  var inbox: Inbox
  var scoreFolders: ScoreFolders
  var waiting = WaitingFiles()
  var pause: String?
  var told: [String: ContinuousClock.Instant] = [:]
  var summary = Summary()
  var index: IndexFile
  var isRecovered = false
  /// What ended the daemon before this one, until that is on record.
  var crash: EndingSignal?
  let begun = Timestamp.now
  var oldestAt: Timestamp?
  var trouble: Failure?
  var report: DaemonReport?
  var published = ContinuousClock.now
  var nextPoll = ContinuousClock.now
  /// Not to be looked before, whatever changes in the folder.
  var rest = ContinuousClock.now
  /// The failure that keeps the whole daemon from going on, and when it tries again.
  var obstacle: Backoff?

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
}
