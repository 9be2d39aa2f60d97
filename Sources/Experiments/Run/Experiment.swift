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
  /// Whether the test part is kept from the run, because it may not be the one that is chosen.
  package let hidesTest: Bool
  /// The model that the config's warm start names.
  let warmStart: Model?

  /// Describes a run; nothing is computed yet.
  ///
  /// - Parameter warmStart: the model that the config's warm start names; nil where it names none.
  package init(
    _ trial: Study.Trial, data: PreparedData, threads: Int, warmStart: Model? = nil,
    hidesTest: Bool = false
  ) {
    self.trial = trial
    self.data = data
    self.threads = threads
    self.warmStart = warmStart
    self.hidesTest = hidesTest
  }

  /// Trains and evaluates.
  ///
  /// - Parameters:
  ///   - rows: the parts of the data, encoded with this run's settings.
  ///   - random: the stream from which the initial weights and the shuffles are drawn.
  ///   - point: where an earlier training of the same was left; nil to begin.
  ///   - limit: ends the training after so many epochs; nil for all that the config asks for.
  ///   - onEpoch: is told each epoch, with a function that makes the point to go on from, and may
  ///     stop the training.
  /// - Returns: nil where `onEpoch` stopped it: nothing is evaluated then.
  /// - Throws: `ExperimentError`: the network is too large, the point is of another training, or
  ///   the training diverged.
  package func run(
    on rows: EncodedRows, random: RandomStart, from point: ResumePoint? = nil,
    upTo limit: Int? = nil, onEpoch: (EpochRecord, () -> ResumePoint) -> TrainingControl
  ) throws(ExperimentError) -> ExperimentOutcome? {
    switch rows {
    case .float32(let parts):
      var state: TrainingState<Float>?
      if let point {
        guard case .float32(let saved) = point.state else { throw .resume(.otherTraining) }
        state = saved
      }
      let course = Course(
        random: random.state, state: state, past: point?.epochs ?? [], limit: limit)
      return try run(
        on: parts, course, onEpoch, point: { ResumePoint(epochs: $0, state: .float32($1)) },
        wrap: { .float32($0) })
    case .float64(let parts):
      var state: TrainingState<Double>?
      if let point {
        guard case .float64(let saved) = point.state else { throw .resume(.otherTraining) }
        state = saved
      }
      let course = Course(
        random: random.state, state: state, past: point?.epochs ?? [], limit: limit)
      return try run(
        on: parts, course, onEpoch, point: { ResumePoint(epochs: $0, state: .float64($1)) },
        wrap: { .float64($0) })
    }
  }

  /// How many of the threads the training can use.
  ///
  /// - Throws: `ExperimentError` where the network is too large.
  package func usefulThreads(_ rows: EncodedRows) throws(ExperimentError) -> Int {
    trial.config.training.usefulThreads(
      of: threads, for: try checkedArchitecture(inputs: rows.encoder.featureCount),
      rows: data.split.train.count)
  }

  /// What one epoch takes, in multiplications: parameters times rows, forward, backward and for the
  /// gradient.
  ///
  /// - Throws: `ExperimentError` where the network is too large.
  package func workOfEpoch(_ rows: EncodedRows) throws(ExperimentError) -> Double {
    let architecture = try checkedArchitecture(inputs: rows.encoder.featureCount)
    return 3 * Double(architecture.parameterCount) * Double(data.split.train.count)
  }

  /// The stream as it stands after this run has drawn its initial weights.
  ///
  /// - Throws: `ExperimentError` where the network is too large.
  func afterInitialWeights(
    _ random: RandomState, _ rows: EncodedRows
  ) throws(ExperimentError) -> RandomState {
    // A warm start draws nothing.
    if trial.config.warmStart != nil { return random }
    var random = random
    let architecture = try checkedArchitecture(inputs: rows.encoder.featureCount)
    let weights = trial.config.network.initialWeights
    switch trial.config.precision {
    case .float32:
      _ = Network<Float>(architecture: architecture, initialWeights: weights, random: &random)
    case .float64:
      _ = Network<Double>(architecture: architecture, initialWeights: weights, random: &random)
    }
    return random
  }

  private func checkedArchitecture(inputs: Int) throws(ExperimentError) -> Architecture {
    do throws(ConfigError) {
      return try architecture(inputs: inputs)
    } catch {
      throw .config(error)
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

  /// Where a training begins and where it ends.
  private struct Course<Scalar: Real> {
    let random: RandomState
    let state: TrainingState<Scalar>?
    /// The epochs before the state.
    let past: [EpochRecord]
    let limit: Int?
  }

  private func run<Scalar: Real>(
    on rows: EncodedParts<Scalar>, _ course: Course<Scalar>,
    _ onEpoch: (EpochRecord, () -> ResumePoint) -> TrainingControl,
    point: @escaping ([EpochRecord], TrainingState<Scalar>) -> ResumePoint,
    wrap: (Network<Scalar>) -> AnyNetwork
  ) throws(ExperimentError) -> ExperimentOutcome? {
    let clock = ContinuousClock()
    let begun = clock.now
    let architecture = try checkedArchitecture(inputs: rows.encoder.featureCount)
    let weights: RowWeights
    let start: Network<Scalar>?
    do throws(ConfigError) {
      weights = try RowWeights(trial.config, data)
      start = try startingNetwork(architecture, rows.encoder)
    } catch {
      throw .config(error)
    }
    var random = course.random
    // As in scikit-learn, a warm start draws nothing from the stream.
    let network =
      start
      ?? Network<Scalar>(
        architecture: architecture, initialWeights: trial.config.network.initialWeights,
        random: &random)
    var epochs = course.past
    var isStopped = false
    let result = try trained(network, rows, weights, random, course) { record, state in
      epochs.append(record)
      let records = epochs
      let control = withoutActuallyEscaping(state) { state in
        onEpoch(record) { point(records, state()) }
      }
      isStopped = control == .stop
      return control
    }
    if isStopped, result.stopReason == .stoppedByCaller { return nil }
    let trainedAt = clock.now
    func evaluation(
      _ part: EncodedPart<Scalar>, of name: HeldOutEvaluation.Part
    ) -> HeldOutEvaluation? {
      part.inputs.rows == 0
        ? nil
        : HeldOutEvaluation(
          result.network, rows.encoder, part, of: name, classes: data.target.classes,
          trainedRows: epochs.count * rows.train.inputs.rows, seed: trial.config.seed)
    }
    let tested = evaluation(rows.test, of: .test)
    // A run that may not see the test rows shows what it does on those by which it is chosen.
    let watched = tested == nil ? evaluation(rows.validation, of: .validation) : nil
    return ExperimentOutcome(
      network: wrap(result.network), encoder: rows.encoder, epochs: epochs,
      stopReason: result.stopReason,
      trainMetrics: metrics(result.network, rows.train),
      validationMetrics: watched?.metrics
        ?? (rows.validation.inputs.rows == 0 ? nil : metrics(result.network, rows.validation)),
      testMetrics: tested?.metrics,
      findings: rows.findings
        + [NetworkFinding(architecture: architecture).finding]
        + ((tested ?? watched)?.findings ?? []),
      trainSeconds: (trainedAt - begun) / .seconds(1)
        + course.past.reduce(0) { $0 + $1.seconds })
  }

  private func trained<Scalar: Real>(
    _ network: Network<Scalar>, _ rows: EncodedParts<Scalar>, _ weights: RowWeights,
    _ random: RandomState, _ course: Course<Scalar>,
    _ onEpoch: (EpochRecord, () -> TrainingState<Scalar>) -> TrainingControl
  ) throws(ExperimentError) -> TrainingResult<Scalar> {
    let options = trial.config.training
    let (part, validation) = (rows.train, rows.validation)
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
    if let state = course.state {
      guard trainer.fits(state), course.past.count == state.lossCurve.count else {
        throw .resume(.otherTraining)
      }
      trainer.resume(from: state)
    }
    do throws(TrainingError) {
      return try trainer.train(upTo: course.limit, onEpoch: onEpoch)
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
  package let trainSeconds: Double
}
