import Experiments
import Perceptron
import RunLog

/// Where one run of a study stands while the study runs.
enum TrialState {
  /// It has not been begun in this process.
  case waiting
  /// It trains.
  case training
  /// It has trained its part of the epochs, whose records these are.
  case paused([EpochRecord])
  /// It is committed, or about to be, as done.
  case done(RunResult)
  /// It is committed as diverged; the error only where that was now.
  case diverged(RunResult, ExperimentError?)

  /// The reason in the run log of a run that was given up for its validation loss.
  static let discardedReason = "discarded"
  /// The reason in the run log of a run that diverged.
  static let divergedReason = "diverged"

  /// What came of the run; nil before its end.
  var result: RunResult? {
    switch self {
    case .done(let result), .diverged(let result, _): result
    case .waiting, .training, .paused: nil
    }
  }

  /// Whether the run is over; asked for every run at each step, where the result itself is much to copy.
  var hasEnded: Bool {
    switch self {
    case .done, .diverged: true
    case .waiting, .training, .paused: false
    }
  }

  /// The validation loss after so many epochs, or after the last one where there were fewer; nil
  /// where it was not measured.
  func validationLoss(after epochs: Int) -> Double? {
    switch self {
    case .paused(let records):
      records.isEmpty ? nil : records[min(epochs, records.count) - 1].validationLoss
    case .done(let result):
      result.epochs.isEmpty
        ? nil : result.epochs[min(epochs, result.epochs.count) - 1].validationLoss
    case .waiting, .training, .diverged: nil
    }
  }
}
