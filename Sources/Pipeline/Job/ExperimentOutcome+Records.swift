import Experiments
import Models
import Perceptron
import RunLog
import Tabular

extension ExperimentOutcome {
  /// The metrics of both parts as rows of the run log.
  var metricRows: [MetricRow] {
    let parts: [(MetricPart, Metrics?)] = [
      (.train, trainMetrics), (.validation, validationMetrics), (.test, testMetrics),
    ]
    return parts.flatMap { part, metrics in
      metrics?.named.map { MetricRow(part: part, name: $0.name, value: $0.value) } ?? []
    }
  }

  /// The findings as rows of the run log.
  var findingRows: [FindingRow] {
    findings.map(FindingRow.init)
  }
}

extension EpochRow {
  /// The run log's row of one epoch.
  init(_ record: EpochRecord) {
    self.init(
      epoch: record.epoch, trainLoss: record.trainLoss, validationLoss: record.validationLoss,
      metric: record.validationScore, seconds: record.seconds)
  }
}

extension RunRecord {
  /// Fills in what is known when the training has ended and the checkpoint is saved.
  ///
  /// - Parameters:
  ///   - weightsSHA256: the hash of the outcome's weights, as the checkpoint has it.
  ///   - rows: how many rows an epoch had.
  mutating func finish(
    with outcome: ExperimentOutcome, weightsSHA256: String, checkpoint: String, rows: Int
  ) {
    state = .done
    finishedAt = .now
    epochsRun = outcome.epochs.count
    stopReason = outcome.stopReason.rawValue
    self.checkpoint = checkpoint
    self.weightsSHA256 = weightsSHA256
    let samples = Double(rows) * Double(outcome.epochs.count)
    samplesPerSecond = outcome.trainSeconds > 0 ? samples / outcome.trainSeconds : nil
  }
}
