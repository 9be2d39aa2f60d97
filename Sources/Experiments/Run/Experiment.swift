package import Models
import Numerics
package import Perceptron
package import Tabular

/// One run: encodes the parts of a dataset, trains a network on one and evaluates it on both.
package struct Experiment: Sendable {
  package let trial: Study.Trial
  package let data: PreparedData
  /// Cores that the training may use; the result does not depend on it.
  package let threads: Int
  /// The model that the config's warm start names.
  let warmStart: Model?

  /// Describes a run; nothing is computed yet.
  ///
  /// - Parameter warmStart: the model that the config's warm start names; nil where it names none.
  package init(
    _ trial: Study.Trial, data: PreparedData, threads: Int, warmStart: Model? = nil
  ) {
    self.trial = trial
    self.data = data
    self.threads = threads
    self.warmStart = warmStart
  }

  /// Trains and evaluates.
  ///
  /// - Parameters:
  ///   - streams: the study's random streams, from which the initial weights are drawn.
  ///   - onEpoch: is told each epoch, and may stop the training.
  /// - Throws: `ExperimentError`: the network is too large, a value is missing where the config
  ///   allows none, or the training diverged.
  package func run(
    streams: inout RandomStreams, onEpoch: (EpochRecord) -> TrainingControl
  ) throws(ExperimentError) -> ExperimentOutcome {
    switch trial.config.precision {
    case .float32: try run(Float.self, &streams, onEpoch) { .float32($0) }
    case .float64: try run(Double.self, &streams, onEpoch) { .float64($0) }
    }
  }

  /// The network's shape for a number of encoded inputs.
  ///
  /// - Throws: `ConfigError` where it would have more weights and biases than are allowed.
  func architecture(inputs: Int) throws(ConfigError) -> Architecture {
    let network = trial.config.network
    let output: OutputKind =
      switch (data.target.task, data.target.width) {
      case (.regression, _): .identity
      case (.classification, 1): .logistic
      case (.classification, _): .softmax
      }
    let architecture = Architecture(
      inputs: inputs, hidden: network.hidden, outputs: data.target.width,
      activation: network.activation, tanhDerivative: network.tanhDerivative, output: output)
    guard architecture.parameterCount <= NetworkSettings.parameterLimit else {
      throw ConfigError(
        file: nil, keyPath: "network.hidden",
        problem: .tooManyParameters(
          count: architecture.parameterCount, limit: NetworkSettings.parameterLimit))
    }
    return architecture
  }

  private func run<Scalar: Real>(
    _: Scalar.Type, _ streams: inout RandomStreams,
    _ onEpoch: (EpochRecord) -> TrainingControl, wrap: (Network<Scalar>) -> AnyNetwork
  ) throws(ExperimentError) -> ExperimentOutcome {
    let clock = ContinuousClock()
    let begun = clock.now
    let encoder = FeatureEncoder(
      fitting: data.table, rows: data.split.train, settings: trial.config.preprocess,
      threads: threads)
    let train = try encoded(Scalar.self, encoder, data.split.train)
    let test = try encoded(Scalar.self, encoder, data.split.test)
    let validation = try encoded(Scalar.self, encoder, data.split.validation)
    let architecture: Architecture
    let weights: RowWeights
    let start: Network<Scalar>?
    do throws(ConfigError) {
      architecture = try self.architecture(inputs: encoder.featureCount)
      weights = try RowWeights(trial.config, data)
      start = try startingNetwork(architecture, encoder)
    } catch {
      throw .config(error)
    }
    let (network, random) = streams.draw(seed: trial.config.seed) { state in
      // As in scikit-learn, a warm start draws nothing from the stream.
      start
        ?? Network<Scalar>(
          architecture: architecture, initialWeights: trial.config.network.initialWeights,
          random: &state)
    }
    let encodedAt = clock.now
    var epochs: [EpochRecord] = []
    let result = try trained(network, train, validation, weights, random) { record in
      epochs.append(record)
      return onEpoch(record)
    }
    let trainedAt = clock.now
    let evaluated =
      data.split.test.isEmpty
      ? nil
      : TestEvaluation(
        result.network, encoder, test, classes: data.target.classes,
        trainedRows: epochs.count * train.inputs.rows, seed: trial.config.seed)
    return ExperimentOutcome(
      network: wrap(result.network), encoder: encoder, epochs: epochs,
      stopReason: result.stopReason,
      trainMetrics: metrics(result.network, train),
      validationMetrics: validation.inputs.rows == 0 ? nil : metrics(result.network, validation),
      testMetrics: evaluated?.metrics,
      findings: data.findings(encoder) + [NetworkFinding(architecture: architecture).finding]
        + (evaluated?.findings ?? []),
      encodeSeconds: (encodedAt - begun) / .seconds(1),
      trainSeconds: (trainedAt - encodedAt) / .seconds(1))
  }

  func encoded<Scalar: Real>(
    _: Scalar.Type, _ encoder: FeatureEncoder, _ rows: [Int]
  ) throws(ExperimentError) -> EncodedPart<Scalar> {
    do throws(TabularError) {
      return EncodedPart(
        inputs: try encoder.encode(data.table, rows: rows, threads: threads),
        targets: try data.target.encode(data.table, rows: rows))
    } catch {
      throw .data(error)
    }
  }

  private func trained<Scalar: Real>(
    _ network: Network<Scalar>, _ part: EncodedPart<Scalar>, _ validation: EncodedPart<Scalar>,
    _ weights: RowWeights, _ random: RandomState, _ onEpoch: (EpochRecord) -> TrainingControl
  ) throws(ExperimentError) -> TrainingResult<Scalar> {
    let options = trial.config.training
    try checkHeldOutRows()
    var trainer = Trainer(
      network: network, inputs: part.inputs, targets: part.targets,
      rowWeights: weights.weights(of: data.split.train), options: options, random: random,
      threads: options.usefulThreads(
        of: threads, for: network.architecture, rows: part.inputs.rows),
      validation: validation.inputs.rows == 0
        ? nil
        : ValidationSet(
          inputs: validation.inputs, targets: validation.targets,
          weights: weights.weights(of: data.split.validation)))
    do throws(TrainingError) {
      return try trainer.train(onEpoch: onEpoch)
    } catch {
      throw .training(error)
    }
  }

  /// Refuses early stopping where there are too few rows to hold back, as scikit-learn does: one row
  /// is no validation part.
  func checkHeldOutRows() throws(ExperimentError) {
    let rows = data.split.train.count
    guard data.split.validation.isEmpty,
      let fraction = trial.config.training.earlyStoppingFraction,
      (fraction * Double(rows)).rounded(.up) < 2
    else { return }
    throw .data(.tooFewRows(rows: rows, testFraction: fraction))
  }

  private func metrics<Scalar: Real>(
    _ network: Network<Scalar>, _ part: EncodedPart<Scalar>
  ) -> Metrics {
    Evaluation.metrics(of: network, inputs: part.inputs, targets: part.targets)
  }
}

/// The matrices of one part of the split.
struct EncodedPart<Scalar: Real> {
  /// [rows × features].
  let inputs: Matrix<Scalar>
  /// [rows × outputs].
  let targets: Matrix<Scalar>
}

/// What came of one run.
package struct ExperimentOutcome: Sendable {
  package let network: AnyNetwork
  /// The encoding of the columns, fitted on the training rows.
  package let encoder: FeatureEncoder
  /// One record for each epoch that was run.
  package let epochs: [EpochRecord]
  package let stopReason: StopReason
  package let trainMetrics: Metrics
  /// Nil where the split marks no validation rows.
  package let validationMetrics: Metrics?
  /// Nil where the split keeps no test rows.
  package let testMetrics: Metrics?
  /// What else was found out about the data and the network, for the run log and the report.
  package let findings: [Finding]
  package let encodeSeconds: Double
  package let trainSeconds: Double
}
