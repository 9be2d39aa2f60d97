import Files
import RunLog

/// What the daemon says: of itself to whoever asks from outside, and of its jobs and the waiting
/// files to its caller.
extension Watcher {
  /// Says how the daemon stands to whoever asks from outside; at most once a second, and only where
  /// something has changed.
  func publish() {
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
  func removeReport() {
    do {
      if try FileSystem.exists(root.daemonReport) { try FileSystem.remove(root.daemonReport) }
    } catch {
      // It names its process, so that a report that stays deceives nobody.
      return
    }
  }

  /// Tells of each file that only somebody else can help, once an hour.
  func tell(_ onEvent: (Event) -> Void) {
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
  func tellEndings(_ onEvent: (Event) -> Void) {
    for job in floor.running {
      if let progress = job.state.progress { onEvent(.progress(job: job.job.id, progress)) }
    }
    for ending in floor.collect(retrying: !settings.once) {
      tell(ending, ending.outcome, onEvent)
      index.noteChange()
    }
  }

  func tell(
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
