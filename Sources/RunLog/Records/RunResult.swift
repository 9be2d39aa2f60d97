/// The part of the data on which a metric was measured; the raw values are those of the table.
package enum MetricPart: String, CaseIterable, Hashable, Sendable {
  /// The rows that the network was fitted to.
  case train
  /// The rows held out of training to stop or to choose.
  case validation
  /// The rows held out of everything.
  case test
}

/// One setting of a run: a key of the resolved config, dotted, and its value as JSON text.
package struct ParameterRow: Hashable, Sendable {
  /// The key, as `training.learning_rate`.
  package var key: String
  /// The value as JSON, as `0.1` or `"tanh"`.
  package var value: String

  /// States a setting.
  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// One epoch of a run.
package struct EpochRow: Hashable, Sendable {
  /// The epoch, counted as the caller counts.
  package var epoch: Int
  /// The loss on the training part; NaN where training diverged.
  package var trainLoss: Double
  /// The loss on the validation part; nil without one.
  package var validationLoss: Double?
  /// The watched metric; nil without one.
  package var metric: Double?
  /// How long the epoch took.
  package var seconds: Double

  /// States an epoch.
  package init(
    epoch: Int, trainLoss: Double, validationLoss: Double? = nil, metric: Double? = nil,
    seconds: Double
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.metric = metric
    self.seconds = seconds
  }

  /// What `init(row:)` reads, in its order.
  static let columns = "epoch, train_loss, validation_loss, metric, seconds, not_finite"

  /// Reads a row of `columns`; a NULL whose bit is set comes back as NaN.
  init(row: inout Row) throws(RunLogError) {
    epoch = try row.integer()
    let values = [try row.realOrNil(), try row.realOrNil(), try row.realOrNil()]
    seconds = try row.real()
    let notFinite = try row.integer()
    func value(_ index: Int) -> Double? {
      values[index] ?? (notFinite & 1 << index != 0 ? .nan : nil)
    }
    trainLoss = value(0) ?? .nan
    validationLoss = value(1)
    metric = value(2)
  }

  /// Bit 0 for the training loss, bit 1 for the validation loss, bit 2 for the metric.
  var notFinite: Int64 {
    (trainLoss.isFinite ? 0 : 1) | (validationLoss?.isFinite ?? true ? 0 : 2)
      | (metric?.isFinite ?? true ? 0 : 4)
  }
}

/// One metric of a run, measured once at its end.
package struct MetricRow: Hashable, Sendable {
  /// The part of the data.
  package var part: MetricPart
  /// The metric's name, as `loss`, `accuracy`, `r2`, `mae`.
  package var name: String
  /// The value; may be NaN or infinite.
  package var value: Double

  /// States a metric.
  package init(part: MetricPart, name: String, value: Double) {
    self.part = part
    self.name = name
    self.value = value
  }

  /// What `init(row:)` reads, in its order.
  static let columns = "part, name, value"

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    part = try row.choice()
    name = try row.text()
    value = try row.realOrNil() ?? .nan
  }
}

/// One thing found out about a run besides its metrics, as a JSON document: what the data was, how
/// honest the split is, a curve.
package struct FindingRow: Hashable, Sendable {
  /// What it is about, as `data` or `roc`.
  package var name: String
  /// The finding as JSON.
  package var value: String

  /// States a finding.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Everything that a run leaves in the run log.
package struct RunResult: Hashable, Sendable {
  /// The run's own row.
  package var run: RunRecord
  /// Its resolved settings.
  package var parameters: [ParameterRow]
  /// Its epochs, in order.
  package var epochs: [EpochRow]
  /// Its metrics.
  package var metrics: [MetricRow]
  /// What else was found out about it.
  package var findings: [FindingRow]

  /// Puts a run together.
  package init(
    run: RunRecord, parameters: [ParameterRow] = [], epochs: [EpochRow] = [],
    metrics: [MetricRow] = [], findings: [FindingRow] = []
  ) {
    self.run = run
    self.parameters = parameters
    self.epochs = epochs
    self.metrics = metrics
    self.findings = findings
  }
}
