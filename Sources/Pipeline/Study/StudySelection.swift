import Experiments
import RunLog

/// Chooses the run of a study whose model becomes the current one.
enum StudySelection {
  /// The run with the lowest loss on the validation part where there is one, else on the test part,
  /// else on the training part; nil where every run diverged.
  static func best(of results: [RunResult]) -> RunRecord? {
    results.filter { $0.run.state == .done }.min { loss($0) < loss($1) }?.run
  }

  private static func loss(_ result: RunResult) -> Double {
    let losses = result.metrics.filter { $0.name == "loss" }
    let part = [MetricPart.validation, .test, .train].first { part in
      losses.contains { $0.part == part }
    }
    return losses.first { $0.part == part }?.value ?? .infinity
  }
}
