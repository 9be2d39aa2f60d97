import Experiments
import RunLog

/// Chooses the setting of a study, and the run whose model becomes the current one.
enum StudySelection {
  /// The setting with the lowest mean loss over its runs, and the run of it with the lowest loss.
  ///
  /// The loss is that on the validation part where there is one, else on the test part, else on the
  /// training part. Settings that were given up early, or of which a run diverged, come last.
  ///
  /// - Parameter results: of each trial; nil where it has not ended.
  /// - Returns: nil where every run diverged.
  static func chosen(
    _ study: Study, _ results: [RunResult?]
  ) -> (setting: Int, ordinal: Int)? {
    var sums = [Double](repeating: 0, count: study.settings.count)
    var counts = [Int](repeating: 0, count: study.settings.count)
    var isWhole = [Bool](repeating: true, count: study.settings.count)
    for (trial, result) in zip(study.trials, results) {
      guard let result, result.run.state == .done else {
        isWhole[trial.setting] = false
        continue
      }
      if result.run.stopReason == TrialState.discardedReason { isWhole[trial.setting] = false }
      sums[trial.setting] += loss(result)
      counts[trial.setting] += 1
    }
    let best = study.settings.indices.filter { counts[$0] > 0 }.min { first, second in
      let means = (sums[first] / Double(counts[first]), sums[second] / Double(counts[second]))
      return isWhole[first] == isWhole[second] ? means.0 < means.1 : isWhole[first]
    }
    guard let best else { return nil }
    let runs = study.trials.indices.compactMap { ordinal -> (ordinal: Int, loss: Double)? in
      guard study.trials[ordinal].setting == best, let result = results[ordinal],
        result.run.state == .done
      else { return nil }
      return (ordinal, loss(result))
    }
    return runs.min { $0.loss < $1.loss }.map { (best, $0.ordinal) }
  }

  /// The part on which the runs of a study are measured to choose.
  static func part(_ results: [RunResult]) -> MetricPart {
    [MetricPart.validation, .test].first { part in
      results.contains { $0.metrics.contains { $0.part == part && $0.name == "loss" } }
    } ?? .train
  }

  private static func loss(_ result: RunResult) -> Double {
    let part = part([result])
    let loss = result.metrics.first { $0.part == part && $0.name == "loss" }?.value
    return loss.map { $0.isNaN ? .infinity : $0 } ?? .infinity
  }
}

/// What came of the runs of a study.
struct StudyOutcome {
  /// The runs as they were asked for, with folds the last one too.
  let trials: [Study.Trial]
  /// What came of each of them.
  let results: [RunResult]
  /// The setting that was chosen.
  let setting: Int
  /// The run whose model becomes the current one, a place in `results`.
  let ordinal: Int

  /// The run whose model becomes the current one.
  var best: RunRecord { results[ordinal].run }
}
