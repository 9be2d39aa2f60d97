import Files
package import RunLog
import Threads

/// All that the daemon tells the outside world besides its messages: notices to systemd and a file
/// of figures.
///
/// The daemon says what happens; what is told to whom, and how often, is decided here. Safe to use
/// from any thread. A notice that cannot be given never stops the work: it is told through `onTrouble`,
/// once until it succeeds again.
package final class DaemonNotices: Sendable {
  /// How a job ended.
  package enum Ending: Sendable {
    case done(trainingSeconds: Double)
    case duplicate
    case failed
    /// It stays, to be tried again.
    case postponed
  }

  /// A job under way.
  struct Activity {
    var name: String
    var progress: TrainingProgress?
  }

  private struct State {
    var figures = DaemonFigures()
    var isRecovered = false
    var isStopping = false
    /// The jobs under way, the first begun first.
    var activities: [(job: String, activity: Activity)] = []
    /// When the file of figures was written, and whether something but the heartbeat has changed.
    var written: ContinuousClock.Instant?
    var hasNews = true
    var troubles: Set<String> = []
  }

  private let notifier: ServiceNotifier?
  private let metrics: MetricsFile?
  private let onTrouble: @Sendable (String) -> Void
  private let state = Monitor(State())

  /// Prepares notices.
  ///
  /// - Parameters:
  ///   - notifier: the way to systemd; nil for none.
  ///   - metrics: the file of figures; nil for none.
  ///   - onTrouble: is told what could not be said, one sentence.
  package init(
    notifier: ServiceNotifier? = nil, metrics: MetricsFile? = nil,
    onTrouble: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.notifier = notifier
    self.metrics = metrics
    self.onTrouble = onTrouble
  }

  /// The pause between two polls that was asked for, or a shorter one that keeps the watchdog
  /// content.
  package func pause(seconds: Double) -> Double {
    min(seconds, notifier?.longestPauseSeconds ?? seconds)
  }

  /// The daemon has settled what an earlier one left and begins to poll; again is no error.
  ///
  /// - Throws: what keeps the file of figures from being written at all: better now than unnoticed.
  package func recovered(_ log: some RunLogQueries) throws {
    let totals = metrics == nil ? JobTotals() : try log.totals()
    try state.withLock { state in
      state.figures.totals = totals
      state.isRecovered = true
      if let metrics { try metrics.write(state.figures) }
      state.written = .now
      tell(&state) { status throws(FileError) in try notifier?.ready(status) }
    }
  }

  /// A look into the inbox is over.
  ///
  /// - Parameters:
  ///   - waiting: the files that stay there.
  ///   - oldestSeconds: for how long the first of them has waited.
  package func polled(waiting: Int, oldestSeconds: Double?) {
    state.withLock { state in
      if waiting != state.figures.waitingFiles { state.hasNews = true }
      state.figures.waitingFiles = waiting
      state.figures.oldestWaitingSeconds = oldestSeconds ?? 0
      state.figures.polls += 1
      state.figures.lastPoll = .now
      advanced(&state)
    }
  }

  /// A job's files are claimed, or a job that was left unfinished is taken up again.
  package func began(job: String, name: String) {
    state.withLock { state in
      state.activities.removeAll { $0.job == job }
      state.activities.append((job, Activity(name: name)))
      state.hasNews = true
      advanced(&state)
    }
  }

  /// An epoch of a job's training is over.
  package func progressed(job: String, _ progress: TrainingProgress) {
    state.withLock { state in
      guard let place = state.activities.firstIndex(where: { $0.job == job }) else { return }
      state.activities[place].activity.progress = progress
      advanced(&state)
    }
  }

  /// A job is settled, or put off.
  package func ended(job: String, _ ending: Ending) {
    state.withLock { state in
      state.activities.removeAll { $0.job == job }
      state.hasNews = true
      switch ending {
      case .done(let trainingSeconds):
        state.figures.totals.done += 1
        state.figures.totals.trainingSeconds += trainingSeconds
        state.figures.totals.lastSuccess = .now
      case .duplicate:
        state.figures.totals.duplicate += 1
        state.figures.totals.lastSuccess = .now
      case .failed: state.figures.totals.failed += 1
      case .postponed: state.figures.postponements += 1
      }
      advanced(&state)
    }
  }

  /// The daemon reads its settings again; `reloaded` says when it has.
  package func reloading() {
    state.withLock { state in
      tell(&state) { _ throws(FileError) in try notifier?.reloading() }
    }
  }

  /// The settings are read.
  package func reloaded() {
    state.withLock { state in
      tell(&state) { status throws(FileError) in try notifier?.ready(status) }
    }
  }

  /// The daemon met what passes by itself and tried again: it lives, although it could not look.
  package func triedAgain() {
    state.withLock { state in advanced(&state) }
  }

  /// The daemon is about to end; again is no error.
  package func stopping() {
    state.withLock { state in
      if state.isStopping { return }
      state.isStopping = true
      let count = state.activities.count
      let text = count == 0 ? "stopping" : "stopping; \(count) unfinished go on at the next start"
      tell(&state) { _ throws(FileError) in try notifier?.stopping(text) }
    }
  }

  /// The daemon ends now: the last figures are written.
  package func ended() {
    stopping()
    state.withLock { state in write(&state) }
  }

  // MARK: - Telling

  private func advanced(_ state: inout State) {
    state.figures.runningJobs = state.activities.count
    guard state.isRecovered else { return }
    let isStopping = state.isStopping
    tell(&state) { status throws(FileError) in
      try notifier?.advanced()
      if !isStopping { try notifier?.status(status) }
    }
    let silence = state.written.map { ContinuousClock.now - $0 } ?? .seconds(Int64.max)
    let least = state.hasNews ? MetricsFile.leastSeconds : MetricsFile.heartbeatSeconds
    if silence >= .seconds(least) { write(&state) }
  }

  private func tell(_ state: inout State, _ notice: (String) throws(FileError) -> Void) {
    guard notifier != nil else { return }
    let text = state.isRecovered ? Self.status(state.activities.map(\.activity), state.figures) : ""
    attempt("systemd cannot be told", &state) { () throws(FileError) in try notice(text) }
  }

  private func write(_ state: inout State) {
    guard let metrics else { return }
    state.written = .now
    state.hasNews = false
    let figures = state.figures
    attempt("the figures cannot be written", &state) { () throws(FileError) in
      try metrics.write(figures)
    }
  }

  /// Does something that may fail, and tells of a failure unless it was told already.
  private func attempt(
    _ sentence: String, _ state: inout State, _ body: () throws(FileError) -> Void
  ) {
    do throws(FileError) {
      try body()
      state.troubles.remove(sentence)
    } catch {
      if state.troubles.insert(sentence).inserted { onTrouble("\(sentence): \(error)") }
    }
  }
}

extension TrainingAnswer {
  /// How the job ended, as notices count it.
  var ending: DaemonNotices.Ending {
    if duplicateOf != nil { return .duplicate }
    return .done(trainingSeconds: results.compactMap(\.run.seconds.train).reduce(0, +))
  }
}
