extension Watcher {
  /// Something that a person who watches the daemon wants to know.
  package enum Event: Sendable {
    case claimed(job: String, name: String)
    case progress(job: String, TrainingProgress)
    case done(job: String, TrainingAnswer)
    /// Rows were scored by a model, and where their scores are.
    case scored(job: String, model: String, rows: Int)
    case failed(job: String, Failure)
    /// A job, or all of them, goes on after a while by itself.
    case postponed(job: String?, Failure, seconds: Double)
    case waiting(Waiting)
    /// So many files more wait for something that only somebody can do.
    case waitingMore(Int)
    /// Why nothing is claimed for now; nil when that ends.
    case paused(String?)
    /// The settings were read again; a failure leaves them as they were.
    case reloaded(Failure?)
    /// A signal ends the daemon.
    case stopping(signal: Int32)
  }

  /// How many jobs ended how.
  package struct Summary: Sendable, Equatable {
    package var done = 0
    package var failed = 0
    /// Files that stay in the inbox because something is missing.
    package var waiting = 0
    /// The error that ended a run of `once` before all was done.
    package var postponed: Failure?
    /// Whether a signal ended it.
    package var isStopped = false

    package init(
      done: Int = 0, failed: Int = 0, waiting: Int = 0, postponed: Failure? = nil,
      isStopped: Bool = false
    ) {
      self.done = done
      self.failed = failed
      self.waiting = waiting
      self.postponed = postponed
      self.isStopped = isStopped
    }
  }
}
