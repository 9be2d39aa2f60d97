import Experiments
import Files
import RunLog
import Threads

/// One job that is worked on, on a thread of its own.
final class RunningJob: Sendable {
  /// Where a job runs.
  enum Lane: String, Sendable {
    /// One of the places that `--jobs` gives.
    case regular
    /// The one place more, for a small job that would wait behind long ones.
    case express
  }

  /// How far it is, for whoever asks.
  struct State: Sendable {
    var progress: TrainingProgress?
    /// The losses of the present run, thinned out.
    var losses = LossTrail()
    /// When the present run's first epoch was seen.
    var runStart = ContinuousClock.now
    /// What came of it; nil while it runs.
    var outcome: JobWorker.Outcome?
  }

  let job: JobRecord
  let lane: Lane
  /// How long its training was expected to take; nil where nobody asked.
  let expectedSeconds: Double?
  let start = ContinuousClock.now
  private let notices: DaemonNotices
  private let monitor = Monitor(State())
  private let thread = Monitor<WorkerThread?>(nil)

  /// Begins to work; `onEnd` is called from the job's thread when its outcome is there.
  init(
    _ job: JobRecord, lane: Lane, expectedSeconds: Double?, worker: JobWorker,
    notices: DaemonNotices, onEnd: @escaping @Sendable () -> Void
  ) {
    self.job = job
    self.lane = lane
    self.expectedSeconds = expectedSeconds
    self.notices = notices
    let thread = WorkerThread { [self] in
      let outcome = worker.work(on: job) { progress in note(progress) }
      monitor.withLock { $0.outcome = outcome }
      onEnd()
    }
    self.thread.withLock { $0 = thread }
    if thread == nil {
      let failure = Failure(
        code: "no-thread", message: "the system gives no more threads", exitCode: 75,
        isTransient: true)
      monitor.withLock { $0.outcome = .postponed(failure) }
    }
  }

  /// How far it is.
  var state: State { monitor.withLock { $0 } }

  /// Waits for the end of its thread; to be called once, when its outcome is there.
  func join() { thread.withLock { $0.take() }?.join() }

  private func note(_ progress: TrainingProgress) {
    notices.progressed(job: job.id, progress)
    monitor.withLock { state in
      if state.progress?.ordinal != progress.ordinal {
        state.losses = LossTrail()
        state.runStart = .now - .seconds(progress.seconds)
      }
      state.progress = progress
      state.losses.append(progress.loss)
    }
  }
}

extension RunningJob.State {
  /// How long the rest will take if every epoch takes as long as those of the present run; nil
  /// before the first.
  var secondsLeft: Double? {
    guard let progress, progress.epoch > 0 else { return nil }
    if let seconds = progress.study.secondsLeft { return seconds }
    let perEpoch = runStart.secondsAgo / Double(progress.epoch)
    let epochs =
      progress.epochs - progress.epoch
      + (progress.runs - progress.ordinal - 1) * progress.epochs
    return perEpoch * Double(epochs)
  }
}

/// The losses of a run that is under way, few enough for a line on a terminal.
///
/// When it is full, every second one goes, and from then on only every second new one is kept.
struct LossTrail: Sendable {
  private static let limit = 120
  private(set) var losses: [Double] = []
  private var stride = 1
  private var count = 0

  mutating func append(_ loss: Double) {
    if count % stride == 0 { losses.append(loss) }
    count += 1
    guard losses.count > Self.limit else { return }
    losses = losses.indices.filter { $0 % 2 == 0 }.map { losses[$0] }
    stride *= 2
  }
}
