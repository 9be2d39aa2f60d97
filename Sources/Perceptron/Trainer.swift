import Glibc
package import Numerics

/// Trains a network on labelled rows, as scikit-learn's `_fit_stochastic` does.
package struct Trainer<Scalar: Real> {
  let architecture: Architecture
  let inputs: FeatureMatrix<Scalar>
  private let targets: Matrix<Scalar>
  private let rowWeights: [Scalar]?
  let options: TrainingOptions
  private let validation: ValidationMeasure<Scalar>?
  let workspace: Workspace<Scalar>
  private let share: GradientShare<Scalar>
  var progress: TrainingState<Scalar>
  /// Whether the workspace holds rows of an epoch already run.
  var isLoaded = false

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - network: the initial parameters.
  ///   - inputs: [rows × inputs]; at least one row, two with early stopping.
  ///   - targets: [rows × outputs]: one-hot for a softmax, 0 or 1 for a logistic unit, else values.
  ///   - rowWeights: how much each row counts; nil where each counts 1.
  ///   - random: the stream as it stands after the initial parameters were drawn.
  ///   - threads: how many threads share the work; no result depends on it.
  ///   - validation: rows whose loss is computed after each epoch, and whose score ends the training
  ///     with early stopping. Without them early stopping holds back rows of its own.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    network: Network<Scalar>, inputs: FeatureMatrix<Scalar>, targets: Matrix<Scalar>,
    rowWeights: [Scalar]? = nil, options: TrainingOptions, random: RandomState,
    threads: Int = 1, validation: ValidationSet<Scalar>? = nil
  ) {
    let architecture = network.architecture
    precondition(inputs.rows > 0, "there are rows to train on")
    precondition(inputs.rows < Int(Int32.max), "there are too many rows to train on")
    precondition(
      inputs.columns == architecture.inputs && targets.columns == architecture.outputs
        && targets.rows == inputs.rows && rowWeights.map { $0.count == inputs.rows } ?? true,
      "the rows do not fit the network")
    self.architecture = architecture
    self.options = options
    var random = random
    if let fraction = options.stoppingFraction, validation == nil {
      let split = Self.split(targets, architecture.output, fraction, &random)
      self.inputs = inputs.selecting(rows: split.train)
      self.targets = targets.selecting(rows: split.train)
      self.rowWeights = rowWeights.map { weights in split.train.map { weights[$0] } }
      self.validation = ValidationMeasure(
        architecture,
        ValidationSet(
          inputs: inputs.selecting(rows: split.test),
          targets: targets.selecting(rows: split.test),
          weights: rowWeights.map { weights in split.test.map { weights[$0] } }))
    } else {
      self.inputs = inputs
      self.targets = targets
      self.rowWeights = rowWeights
      self.validation = validation.map { ValidationMeasure(architecture, $0) }
    }
    let batchRows = options.batchRows(of: self.inputs.rows)
    let isNarrow = Workspace<Scalar>.isNarrow(architecture)
    workspace = Workspace(
      architecture, batchRows: batchRows, members: isNarrow ? 1 : threads,
      isFixed: batchRows == self.inputs.rows && (options.optimizer == .lbfgs || !options.shuffle),
      isPlain: (isNarrow || threads <= 1) && rowWeights == nil && self.inputs.form.isDense
        && self.inputs.rows * architecture.outputs <= Int(Int32.max) && self.targets.isOneHot)
    workspace.layout.pack(network.layers, into: workspace.parameters.start)
    if let reach = workspace.inputReach {
      for (column, most) in self.inputs.columnReach().enumerated() { reach.start[column] = most }
    }
    share = GradientShare(workspace.layout, team: ThreadTeam(count: isNarrow ? 1 : threads))
    progress = TrainingState(random: random, learningRate: options.learningRate)
    progress.order = Self.firstOrder(self.inputs.rows)
    if stopsEarly { progress.best = workspace.copy(workspace.parameters) }
  }

  /// 0, 1, 2, …
  private static func firstOrder(_ rows: Int) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: rows) { order, count in
      if let start = order.baseAddress {
        FreshMemory.provide(start, bytes: rows * MemoryLayout<Int32>.stride)
      }
      for row in 0..<rows { order.initializeElement(at: row, to: Int32(row)) }
      count = rows
    }
  }

  /// Whether a state has the sizes of this training.
  package func fits(_ state: TrainingState<Scalar>) -> Bool {
    let count = workspace.layout.count
    let sizes = [state.parameters.count, state.first.count, state.second.count]
    return sizes.allSatisfy { $0 == count } && state.order.count == inputs.rows
      && state.best.count == (stopsEarly ? count : 0)
  }

  /// Whether the validation score ends the training.
  private var stopsEarly: Bool { options.stoppingFraction != nil }

  /// Takes up a training where a state was saved; network, rows and options must be the same.
  package mutating func resume(from state: TrainingState<Scalar>) {
    let count = workspace.layout.count
    precondition(
      state.parameters.count == count && state.first.count == count
        && state.second.count == count && state.order.count == inputs.rows,
      "the state is of another training")
    workspace.restore(state.parameters, to: workspace.parameters)
    workspace.restore(state.first, to: workspace.first)
    workspace.restore(state.second, to: workspace.second)
    progress = state
  }

  /// Trains until the options or the caller end it.
  ///
  /// - Parameter onEpoch: is told of every epoch and says whether to go on.
  /// - Throws: `TrainingError` where the training diverges.
  package mutating func train(
    onEpoch: (EpochRecord) -> TrainingControl = { _ in .goOn }
  ) throws(TrainingError) -> TrainingResult<Scalar> {
    try train { record, _ in onEpoch(record) }
  }

  /// Trains until the options or the caller end it, and lets the caller save the state.
  ///
  /// - Parameters:
  ///   - limit: ends the training after so many epochs, as if the caller had stopped it there;
  ///     unlike fewer epochs in the options it changes nothing before.
  ///   - onEpoch: is told of every epoch, with a function that makes the state to resume from after
  ///     that epoch, and says whether to go on.
  /// - Throws: `TrainingError` where the training diverges.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func train(
    upTo limit: Int? = nil,
    onEpoch: (EpochRecord, () -> TrainingState<Scalar>) -> TrainingControl
  ) throws(TrainingError) -> TrainingResult<Scalar> {
    if let end = progress.end { return try result(end) }
    return try Self.withRows(inputs, targets, rowWeights) { (rows) throws(TrainingError) in
      try train(on: rows, upTo: limit, onEpoch)
    }
  }

  private mutating func train(
    on rows: TrainingRows<Scalar>, upTo limit: Int?,
    _ onEpoch: (EpochRecord, () -> TrainingState<Scalar>) -> TrainingControl
  ) throws(TrainingError) -> TrainingResult<Scalar> {
    var reason = StopReason.epochs
    if options.optimizer == .lbfgs, let end = try beginMinimizing(rows) { return try result(end) }
    while progress.lossCurve.count < options.epochs {
      if let limit, progress.lossCurve.count >= limit {
        reason = .stoppedByCaller
        break
      }
      if let limit = options.maxSeconds, progress.seconds >= limit {
        reason = .maxSeconds
        break
      }
      let watch = Stopwatch()
      let (loss, end) = options.optimizer == .lbfgs ? minimize(rows) : (runEpoch(rows), nil)
      let epoch = progress.lossCurve.count
      guard loss.isFinite else {
        throw .lossNotFinite(
          epoch: epoch, loss: loss,
          learningRate: options.optimizer == .lbfgs ? nil : progress.learningRate)
      }
      if end == .noProgress {
        reason = .noProgress
        break
      }
      let measured = validation?.measure(
        UnsafePointer(workspace.parameters.start), withScore: stopsEarly)
      let isOver = finishEpoch(loss: loss, score: measured?.score)
      progress.end = end ?? (isOver ? (stopsEarly ? .earlyStopping : .tolerance) : nil)
      let seconds = watch.seconds
      progress.seconds += seconds
      let record = EpochRecord(
        epoch: epoch, trainLoss: loss, validationLoss: measured?.loss,
        validationScore: measured?.score, seconds: seconds)
      let control = onEpoch(record) { snapshot() }
      if let end = progress.end {
        reason = end
        break
      }
      if control == .stop {
        reason = .stoppedByCaller
        break
      }
    }
    return try result(reason)
  }

  /// The state to resume from, as it stands between two epochs.
  private func snapshot() -> TrainingState<Scalar> {
    var state = progress
    state.parameters = workspace.copy(workspace.parameters)
    state.first = workspace.copy(workspace.first)
    state.second = workspace.copy(workspace.second)
    return state
  }

  private func result(_ reason: StopReason) throws(TrainingError) -> TrainingResult<Scalar> {
    if stopsEarly { workspace.restore(progress.best, to: workspace.parameters) }
    let layers = workspace.layout.unpack(UnsafePointer(workspace.parameters.start))
    let curve = progress.lossCurve
    guard layers.allSatisfy(\.isFinite) else {
      throw .parametersNotFinite(
        epoch: curve.count,
        learningRate: options.optimizer == .lbfgs ? nil : progress.learningRate)
    }
    return TrainingResult(
      network: Network(architecture: architecture, layers: layers),
      validationScores: progress.validationScores, lossCurve: curve, epochsRun: curve.count,
      stopReason: reason)
  }

  /// Runs one epoch and returns its mean loss.
  private mutating func runEpoch(_ rows: TrainingRows<Scalar>) -> Double {
    if options.shuffle {
      // As sklearn.utils.shuffle does: the last order is permuted, not 0, 1, 2, …; shuffling it gives
      // the same as taking it in a shuffled order of places.
      progress.random.shuffle(&progress.order)
    }
    let batch = options.batchSize.resolved(rows: inputs.rows)
    let (rate, updates, options) = (progress.learningRate, progress.updates, options)
    let loss = withGradient(rows) { gradient in
      EpochPass(gradient: gradient, options: options, batchRows: batch)
        .run(learningRate: rate, after: updates)
    }
    isLoaded = true
    progress.updates += (inputs.rows + batch - 1) / batch
    progress.lossCurve.append(loss)
    return loss
  }

  /// Books an epoch, sets the next step size, and returns whether the training is over.
  private mutating func finishEpoch(loss: Double, score: Double?) -> Bool {
    if let score {
      progress.validationScores.append(score)
      if progress.rule.take(score: score, tolerance: options.tolerance) {
        progress.best = workspace.copy(workspace.parameters)
      }
    } else {
      _ = progress.rule.take(loss: loss, tolerance: options.tolerance)
    }
    if options.optimizer == .lbfgs { return false }
    guard case .sgd = options.optimizer else {
      return progress.rule.isMet(patience: options.patience)
    }
    if case .invscaling(let powerT) = options.schedule {
      let seen = Double(progress.lossCurve.count * inputs.rows + 1)
      progress.learningRate = options.learningRate / pow(seen, powerT)
    }
    guard progress.rule.isMet(patience: options.patience) else { return false }
    guard options.schedule == .adaptive, progress.learningRate > 1e-6 else { return true }
    progress.learningRate /= 5
    progress.rule.forgive()
    return false
  }

  /// Chooses the rows to hold back: by class for two classes, as scikit-learn does, else at random.
  private static func split(
    _ targets: Matrix<Scalar>, _ output: OutputKind, _ fraction: Double,
    _ random: inout RandomState
  ) -> HeldOutRows {
    guard output == .logistic, targets.columns == 1 else {
      return HeldOutRows(rows: targets.rows, fraction: fraction, random: &random)
    }
    let labels = targets.elements.map { $0 > 0.5 ? 1 : 0 }
    return HeldOutRows(stratifying: labels, fraction: fraction, random: &random)
  }

  /// Calls `body` with what sums loss and gradient over the training rows in their order.
  func withGradient<Result>(
    _ rows: TrainingRows<Scalar>, _ body: (BatchGradient<Scalar>) -> Result
  ) -> Result {
    progress.order.withUnsafeBufferPointer { order in
      guard let order = order.baseAddress else { preconditionFailure("there are rows") }
      return body(
        BatchGradient(
          step: BatchStep(workspace: workspace, rows: rows, order: order), share: share,
          rowCount: inputs.rows, isLoaded: isLoaded && workspace.holdsAll))
    }
  }

  private static func withRows<Result>(
    _ inputs: FeatureMatrix<Scalar>, _ targets: Matrix<Scalar>, _ rowWeights: [Scalar]?,
    _ body: (TrainingRows<Scalar>) throws(TrainingError) -> Result
  ) throws(TrainingError) -> Result {
    try inputs.withUnsafeRows { (inputs) throws(TrainingError) in
      try targets.withUnsafeElements { (targets) throws(TrainingError) in
        try (rowWeights ?? []).withUnsafeBufferPointer { (weights) throws(TrainingError) in
          guard let targets = targets.baseAddress else {
            preconditionFailure("the targets are not empty")
          }
          return try body(
            TrainingRows(
              inputs: inputs, targets: targets,
              weights: rowWeights == nil ? nil : weights.baseAddress))
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
