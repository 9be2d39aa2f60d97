package import Models
import Numerics
import Tabular

extension ExperimentOutcome {
  /// The model to be saved: the network with all that scoring needs and where it comes from.
  ///
  /// - Parameters:
  ///   - trial: what was run.
  ///   - data: what it was run on; its first training rows become the model's probe.
  ///   - run: the run's name.
  ///   - dataset: the file that the data came from.
  ///   - time: when it was made, as text.
  package func model(
    trial: Study.Trial, data: PreparedData, run: String, dataset: ModelDocument.Dataset,
    at time: String
  ) throws -> Model {
    let split = trial.config.split
    let document = ModelDocument(
      producer: .init(name: Product.name, version: Product.version), name: trial.config.model,
      run: run, trial: trial.name, createdAt: time, encoder: encoder, targetEncoder: data.target,
      network: network, config: trial.config.resolved, dataset: dataset,
      split: .init(
        method: split.method.rawValue, seed: split.method.draws ? Int(split.seed) : nil,
        column: split.column, trainRows: data.split.train.count,
        validationRows: data.split.validation.isEmpty ? nil : data.split.validation.count,
        testRows: data.split.test.count),
      metrics: .init(train: trainMetrics, test: testMetrics), epochsRun: epochs.count)
    let rows = Array(data.split.train.prefix(Model.probeRows))
    switch network {
    case .float32:
      let inputs: Matrix<Float> = try encoder.encode(data.table, rows: rows)
      return Model(document: document, network: network, inputs: inputs)
    case .float64:
      let inputs: Matrix<Double> = try encoder.encode(data.table, rows: rows)
      return Model(document: document, network: network, inputs: inputs)
    }
  }
}

extension SplitMethod {
  /// Whether the method depends on a seed.
  fileprivate var draws: Bool { self == .random || self == .stratified || self == .group }
}
