import Experiments
import Perceptron
import RunLog
import Threads

/// What a run in training, or the thread that commits, has to say to the one that leads the study.
enum TrialEvent: Sendable {
  /// An epoch ended.
  case epoch(ordinal: Int, EpochRecord)
  /// Something for the run log.
  case note(EventRecord)
  /// The network is trained and measured; its cores are free while it is saved.
  case trained(ordinal: Int)
  /// The run is over, for now or for good.
  case ended(ordinal: Int, TrialEnd)
  /// A batch of runs is committed, or cannot be.
  case committed((any Error)?)
}

/// How a run's training ended.
enum TrialEnd: Sendable {
  /// Its model is published; nothing is committed yet.
  case done(RunResult)
  /// It diverged, which is a result too where other runs go on.
  case diverged(RunResult, ExperimentError)
  /// It waits at the end of its part of the epochs; the records of all epochs so far.
  case paused([EpochRecord])
  /// It was asked to stop, and can go on from its resume file.
  case stopped
  /// It could not be done.
  case failed(any Error)
}

/// The letters to the thread that leads a study, in the order in which they were sent.
///
/// Epochs of microseconds would wake the reader for each of them: of a run's epochs only the newest
/// is kept, and the reader is woken for it every 20 milliseconds at most.
final class TrialMailbox: Sendable {
  private let events = Monitor<[TrialEvent]>([])

  /// Sends letters, all at once: waking who reads them takes longer than reading one.
  func send(_ letters: TrialEvent...) {
    events.change { events in
      for letter in letters {
        if case .epoch(let ordinal, _) = letter {
          events.removeAll { waiting in
            if case .epoch(ordinal, _) = waiting { true } else { false }
          }
        }
        events.append(letter)
      }
    }
  }

  /// Waits for letters and takes all that are there.
  ///
  /// - Parameter end: how long it waits at most; nil for as long as it takes.
  func take(until end: ContinuousClock.Instant? = nil) -> [TrialEvent] {
    func taken(_ events: inout [TrialEvent]) -> [TrialEvent]? {
      guard !events.isEmpty else { return nil }
      defer { events = [] }
      return events
    }
    guard let end else { return events.wait(for: taken) }
    return events.wait(seconds: (end - .now) / .seconds(1), for: taken) ?? []
  }
}
