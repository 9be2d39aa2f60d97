import Experiments
import Models
import RunLog
import Tabular

/// What is found out once a study has chosen its run: how the run does on the test rows, which no
/// other run has seen, and what the study says.
struct ChosenRun {
  let job: StudyJob
  let outcome: StudyOutcome

  private var best: RunRecord { outcome.best }

  /// Opens the run's model, measures and concludes, and saves the model with its test figures.
  ///
  /// Doing it again, as after a kill, gives the same.
  /// - Returns: nil where the config asks for no study.
  func addition() throws -> RunAddition? {
    guard job.study.isStudy else { return nil }
    var addition = RunAddition(
      run: best.id, metrics: [], findings: [FindingRow(conclusions.finding)])
    let model = try Model(file: try job.store.path(name: best.model, run: best.id))
    guard job.study.hidesTest, job.study.foldCount == nil,
      let measured = try measured(model)
    else { return addition }
    addition.metrics = measured.metrics.named.map {
      MetricRow(part: .test, name: $0.name, value: $0.value)
    }
    addition.findings += measured.findings.map(FindingRow.init)
    return addition
  }

  /// The run's figures on the test rows.
  private func measured(_ model: Model) throws -> (metrics: Metrics, findings: [Finding])? {
    let experiment = Experiment(
      outcome.trials[outcome.ordinal], data: job.data, threads: job.threads)
    let result = try experiment.testResult(of: model, epochsRun: best.epochsRun ?? 0)
    guard let result else { return nil }
    _ = try job.store.save(
      model.measured(onTest: result.metrics), name: best.model, run: best.id)
    return result
  }

  /// What the study says.
  private var conclusions: StudyConclusions {
    let results = Array(outcome.results.prefix(job.study.trials.count))
    let part = StudySelection.part(results)
    let metric: StudyMetric = job.data.target.task == .classification ? .accuracy : .r2
    let runs = zip(outcome.trials, results).map { trial, result in
      func value(_ name: String) -> Double? {
        result.metrics.first { $0.part == part && $0.name == name }?.value
      }
      return StudyRun(
        id: result.run.id, trial: trial, state: result.run.studyState,
        figure: value(metric.rawValue), loss: value("loss"), epochs: result.run.epochsRun ?? 0,
        seconds: result.run.seconds.total ?? 0)
    }
    return StudyConclusions(
      job.study, runs: runs, metric: metric, part: part.rawValue,
      chosen: (outcome.setting, best.id))
  }
}

extension RunRecord {
  /// How the run ended, as a study sees it.
  fileprivate var studyState: StudyRun.State {
    if state != .done { return .diverged }
    return stopReason == TrialState.discardedReason ? .discarded : .done
  }
}

extension FindingRow {
  /// The run log's row of a finding.
  init(_ finding: Finding) { self.init(name: finding.name, value: finding.text) }
}
