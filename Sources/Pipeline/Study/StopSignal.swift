import Synchronization

/// Asks the trainings of a job to stop at the end of their epoch, so that they can go on later.
///
/// It is one atomic flag, so a signal handler may raise it too.
package final class StopSignal: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A signal that nobody has raised.
  package init() {}

  /// Asks to stop; once asked, it stays so.
  package func request() { flag.store(true, ordering: .sequentiallyConsistent) }

  /// Whether anybody asked.
  package var isRequested: Bool { flag.load(ordering: .sequentiallyConsistent) }
}

/// What a job's trainings ended with because they were asked to stop: the job is neither done nor
/// failed, and goes on where it was when it is worked on again.
package struct TrainingStopped: Error, Hashable, Sendable {
  /// The job, which stays as running in the run log.
  package let job: String

  /// States which job was stopped.
  package init(job: String) {
    self.job = job
  }
}

/// How a job's trainings may be interrupted.
package struct TrainingInterruption: Sendable {
  /// Raised to stop the trainings.
  package var stop: StopSignal
  /// How often the resume file of a training is renewed while it trains, in seconds.
  package var resumeSeconds: Double

  /// A signal of the job's own, and a renewed resume file every 30 seconds, unless said otherwise.
  package init(stop: StopSignal = StopSignal(), resumeSeconds: Double = 30) {
    self.stop = stop
    self.resumeSeconds = resumeSeconds
  }
}
