package import Numerics

/// Trains a network on labelled rows, as scikit-learn's `_fit_stochastic` does.
package struct Trainer<Scalar: Real> {
  private let architecture: Architecture
  private let inputs: Matrix<Scalar>
  private let targets: Matrix<Scalar>
  private let options: TrainingOptions
  private var random: RandomState
  private let validation: ValidationSet<Scalar>?
  private let workspace: Workspace<Scalar>
  private let team: ThreadTeam

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - network: the initial parameters.
  ///   - inputs: [rows × inputs]; at least one row.
  ///   - targets: [rows × outputs]: one-hot for a softmax, 0 or 1 for a logistic unit, else values.
  ///   - random: the stream as it stands after the initial parameters were drawn.
  ///   - threads: how many threads share the work; no result depends on it.
  ///   - validation: rows whose loss is computed after each epoch.
  package init(
    network: Network<Scalar>, inputs: Matrix<Scalar>, targets: Matrix<Scalar>,
    options: TrainingOptions, random: RandomState, threads: Int = 1,
    validation: ValidationSet<Scalar>? = nil
  ) {
    architecture = network.architecture
    precondition(inputs.rows > 0, "there are rows to train on")
    precondition(inputs.rows < Int(Int32.max), "there are too many rows to train on")
    precondition(
      inputs.columns == architecture.inputs && targets.columns == architecture.outputs
        && targets.rows == inputs.rows, "the rows do not fit the network")
    self.inputs = inputs
    self.targets = targets
    self.options = options
    self.random = random
    self.validation = validation
    workspace = Workspace(
      architecture, batchRows: options.batchSize.resolved(rows: inputs.rows))
    workspace.layout.pack(network.layers, into: workspace.parameters.start)
    team = ThreadTeam(count: threads)
  }

  /// Trains until the options or the caller end it.
  ///
  /// - Parameter onEpoch: is told of every epoch and says whether to go on.
  /// - Throws: `TrainingError` where the training diverges.
  package mutating func train(
    onEpoch: (EpochRecord) -> TrainingControl = { _ in .goOn }
  ) throws(TrainingError) -> TrainingResult<Scalar> {
    var order = (0..<Int32(inputs.rows)).map { $0 }
    let parts = GradientUnit.cut(workspace.layout, of: Scalar.self)
    let squares = AlignedBuffer<Double>(count: parts.count)
    let scorer = validation.map { ValidationLoss(architecture, $0) }
    let clock = ContinuousClock()
    var rule = StoppingRule(tolerance: options.tolerance, patience: options.patience)
    var curve: [Double] = []
    var updates = 0
    var reason = StopReason.epochs
    while curve.count < options.epochs {
      let started = clock.now
      if options.shuffle { shuffle(&order) }
      let loss = withRows(order) { rows in
        EpochPass(
          step: BatchStep(architecture: architecture, workspace: workspace, rows: rows),
          team: team, parts: parts, shares: GradientUnit.shares(parts, members: team.count),
          squares: squares, options: options,
          batchRows: options.batchSize.resolved(rows: inputs.rows), rowCount: inputs.rows
        ).run(learningRate: options.learningRate, updates: &updates)
      }
      curve.append(loss)
      guard loss.isFinite else {
        throw .lossNotFinite(
          epoch: curve.count, loss: loss, learningRate: options.learningRate)
      }
      let record = EpochRecord(
        epoch: curve.count, trainLoss: loss,
        validationLoss: scorer?.loss(UnsafePointer(workspace.parameters.start)),
        seconds: (clock.now - started) / .seconds(1))
      if onEpoch(record) == .stop {
        reason = .stoppedByCaller
        break
      }
      if rule.isMet(loss: loss) {
        reason = .tolerance
        break
      }
    }
    let layers = workspace.layout.unpack(UnsafePointer(workspace.parameters.start))
    guard layers.allSatisfy(\.isFinite) else {
      throw .parametersNotFinite(epoch: curve.count, learningRate: options.learningRate)
    }
    return TrainingResult(
      network: Network(architecture: architecture, layers: layers), lossCurve: curve,
      epochsRun: curve.count, stopReason: reason)
  }

  /// Takes the rows in a new order, as `sklearn.utils.shuffle` of the last order does.
  private mutating func shuffle(_ order: inout [Int32]) {
    let places = random.permutation(order.count)
    let old = order
    for (position, place) in places.enumerated() { order[position] = old[place] }
  }

  private func withRows<Result>(
    _ order: [Int32], _ body: (TrainingRows<Scalar>) -> Result
  ) -> Result {
    inputs.withUnsafeElements { inputs in
      targets.withUnsafeElements { targets in
        order.withUnsafeBufferPointer { order in
          guard let inputs = inputs.baseAddress, let targets = targets.baseAddress,
            let order = order.baseAddress
          else { preconditionFailure("the rows and the targets are not empty") }
          return body(
            TrainingRows(inputs: inputs, targets: targets, weights: nil, order: order))
        }
      }
    }
  }
}

extension Layer {
  /// Whether every parameter is a finite number.
  package var isFinite: Bool {
    bias.allSatisfy(\.isFinite)
      && weight.withUnsafeElements { $0.allSatisfy(\.isFinite) }
  }
}
