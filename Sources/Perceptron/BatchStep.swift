import Numerics

/// The training rows as the kernels read them.
///
/// Unchecked: the pointers stay valid while the team runs, and what they point at is only read.
struct TrainingRows<Scalar: Real>: @unchecked Sendable {
  /// [rows × inputs].
  let inputs: FeatureRows<Scalar>
  /// [rows × outputs].
  let targets: UnsafePointer<Scalar>
  /// A weight for each row, or nil where each counts 1.
  let weights: UnsafePointer<Scalar>?
}

/// The two steps of a batch, each of which the members of a team share out among themselves.
///
/// Unchecked: what the pointers point at stays while the team runs; rows and order are only read, and of the
/// workspace, its row path, parameters and gradients each member writes its own share between two barriers. Which
/// of two places holds the parameters each member keeps in a copy of its own.
struct BatchStep<Scalar: Real>: @unchecked Sendable {
  let workspace: Workspace<Scalar>
  let rows: TrainingRows<Scalar>
  /// The rows in the order of the epoch.
  let order: UnsafePointer<Int32>
  /// The parameters.
  private(set) var parameters: UnsafeMutablePointer<Scalar>
  /// Receives the sums of the gradient over the batch.
  private(set) var gradients: UnsafeMutablePointer<Scalar>
  /// Whether `apply` writes the new parameters over the sums that they are computed from; see
  /// `BatchGradient.canExchange`.
  var isExchanging = false
  /// Where hidden layers are computed in rows; nil where they are in panels.
  private let rowPath: RowPath<Scalar>?

  /// Takes a workspace and the rows that it is filled with, in the order of the epoch.
  init(workspace: Workspace<Scalar>, rows: TrainingRows<Scalar>, order: UnsafePointer<Int32>) {
    self.workspace = workspace
    self.rows = rows
    self.order = order
    parameters = workspace.parameters.start
    gradients = workspace.gradients.start
    rowPath = workspace.rowMemory?.path
  }

  /// Goes on to the next batch. Where `apply` has left the new parameters in the place of the gradients, the next
  /// gradients are summed in that of the old parameters.
  mutating func advance() {
    if isExchanging { swap(&parameters, &gradients) }
  }

  /// The shape of the network.
  var architecture: Architecture { workspace.architecture }

  /// Propagates a share of a block forward, and δ back through all layers but the first.
  ///
  /// - Parameters:
  ///   - member: who of the team calls.
  ///   - ahead: the rows that this member will gather next.
  /// - Returns: from a panel with a loss to the next that may have one.
  func propagate(
    _ block: BatchBlock, _ share: BlockShare<Scalar>, member: Int, ahead: UnsafeBufferPointer<Int32>
  ) -> Int {
    let panels = share.panels
    guard !panels.isEmpty else { return 1 }
    if !block.isLoaded { gather(block, share) }
    if let sums = workspace.laneSums { return propagate(block, panels: panels, sums: sums) }
    if !block.isLoaded { transposeInputs(block, panels) }
    if let path = rowPath {
      passInRows(path, block, panels: panels, member: member, ahead: ahead)
    } else {
      pass(block, panels: panels, keepsRows: true)
    }
    return 1
  }

  /// Makes panels of the gathered rows, where panels are wanted.
  func transposeInputs(_ block: BatchBlock, _ panels: Range<Int>) {
    guard !panels.isEmpty, rowPath == nil else { return }
    let slot = workspace.layout.slots[0]
    let first = block.inputPanel + panels.lowerBound
    Scalar.transposeRows(
      workspace.rows[0].start + first * Scalar.lanes * slot.stride, stride: slot.stride,
      columns: slot.fanIn, panels: panel(workspace.values[0], first, slot.fanIn),
      count: panels.count)
  }

  /// The inputs of a layer from a panel of a block on.
  func inputs(of layer: Int, _ block: BatchBlock, from panel: Int)
    -> UnsafeMutablePointer<Scalar>
  {
    self.panel(
      workspace.values[layer], layer == 0 ? block.inputPanel + panel : panel,
      workspace.layout.slots[layer].fanIn)
  }

  /// Propagates loaded panels forward, and δ back through all layers but the first.
  ///
  /// - Parameters:
  ///   - keepsRows: whether the inputs of each layer are wanted in rows too.
  ///   - reach: what is known of the logistic units, the output unit among them.
  func pass(
    _ block: BatchBlock, panels: Range<Int>, keepsRows: Bool, reach: LogisticReach = .any
  ) {
    let layout = workspace.layout
    let last = layout.slots.count - 1
    for index in 0..<last {
      forward(index, block, panels, architecture.activation.function(within: reach))
      let slot = layout.slots[index + 1]
      guard keepsRows else { continue }
      Scalar.transposePanels(
        panel(workspace.values[index + 1], panels.lowerBound, slot.fanIn), columns: slot.fanIn,
        count: panels.count,
        rows: workspace.rows[index + 1].start + panels.lowerBound * Scalar.lanes * slot.stride,
        stride: slot.stride)
    }
    forward(last, block, panels, .identity)
    passOutputs(block, panels: panels, reach: reach)
    let derivative = architecture.activation.derivative(architecture.tanhDerivative)
    for index in stride(from: last, to: 0, by: -1) {
      let slot = layout.slots[index]
      Scalar.backward(
        layout.layer(index, in: parameters),
        deltas: panel(workspace.deltas[index], panels.lowerBound, slot.fanOut),
        values: panel(workspace.values[index], panels.lowerBound, slot.fanIn),
        outputs: panel(workspace.deltas[index - 1], panels.lowerBound, slot.fanIn),
        panels: panels.count, derivative: derivative)
    }
  }

  /// Computes the values of one layer in panels.
  func forward(
    _ layer: Int, _ block: BatchBlock, _ panels: Range<Int>, _ function: ElementFunction
  ) {
    Scalar.forward(
      workspace.layout.layer(layer, in: parameters),
      inputs: inputs(of: layer, block, from: panels.lowerBound),
      outputs: panel(
        workspace.values[layer + 1], panels.lowerBound, workspace.layout.slots[layer].fanOut),
      panels: panels.count, function: function)
  }

  /// Computes scores, losses and δ of the output units from their pre-activations.
  func passOutputs(_ block: BatchBlock, panels: Range<Int>, reach: LogisticReach) {
    let last = workspace.layout.slots.count - 1
    let units = architecture.outputs
    let loss = architecture.output.loss
    let scores = panel(workspace.values[last + 1], panels.lowerBound, units)
    Scalar.outputScores(
      scores, units: units, panels: panels.count, loss: loss, reach: reach)
    Scalar.outputDelta(
      scores, targets: panel(workspace.targets, block.inputPanel + panels.lowerBound, units),
      rowWeights: panel(workspace.rowWeights, block.inputPanel + panels.lowerBound, 1),
      units: units, panels: panels.count, loss: loss,
      sharing: workspace.laneSums == nil ? .ofTwo : .ofEight,
      losses: workspace.losses.start + panels.lowerBound)
  }

  /// Sums the gradient of a part of the parameters over a block.
  func accumulate(_ part: GradientUnit, _ block: BatchBlock) {
    if let sums = workspace.laneSums { return collect(part.layer, block, sums: sums) }
    accumulate(part, rows: 0..<block.positions.count, into: gradients, block)
  }

  /// Sums the gradient of a part over some rows of the workspace that hold rows of a block, whole panels but for
  /// the last.
  func accumulate(
    _ part: GradientUnit, rows: Range<Int>, into sums: UnsafeMutablePointer<Scalar>,
    _ block: BatchBlock
  ) {
    let slot = workspace.layout.slots[part.layer]
    let (weights, biases) = (sums + slot.weights, sums + slot.biases)
    guard !rows.isEmpty else {
      if block.isFirst { clear(part, weights: weights, biases: biases) }
      return
    }
    let firstRow = part.layer == 0 ? block.inputPanel * Scalar.lanes : 0
    let path = part.layer + 1 < workspace.layout.slots.count ? rowPath : nil
    let deltaStep = path == nil ? slot.fanOut : workspace.layout.slots[part.layer + 1].stride
    let gradient = LayerGradient(
      inputs: workspace.rows[part.layer].start + (firstRow + rows.lowerBound) * slot.stride,
      deltas: workspace.deltas[part.layer].start + rows.lowerBound * deltaStep,
      rows: rows.count, stride: slot.stride, fanOut: slot.fanOut, weights: weights,
      biases: biases)
    let continuing = !block.isFirst
    if let path {
      path.kernels.weightGradient(
        gradient, deltaStep: deltaStep, units: part.units, columns: part.columns,
        continuing: continuing)
      if part.withBiases {
        path.kernels.biasGradient(gradient, deltaStep: deltaStep, continuing: continuing)
      }
      return
    }
    Scalar.weightGradient(
      gradient, units: part.units, columns: part.columns, continuing: continuing)
    if part.withBiases {
      Scalar.biasGradient(gradient, units: 0..<slot.fanOut, continuing: continuing)
    }
  }

  private func clear(
    _ part: GradientUnit, weights: UnsafeMutablePointer<Scalar>,
    biases: UnsafeMutablePointer<Scalar>
  ) {
    let slot = workspace.layout.slots[part.layer]
    for unit in part.units {
      (weights + unit * slot.stride + part.columns.lowerBound)
        .update(repeating: 0, count: part.columns.count)
    }
    if part.withBiases { biases.update(repeating: 0, count: slot.biasCount) }
  }

  func panel(_ buffer: AlignedBuffer<Scalar>, _ index: Int, _ units: Int)
    -> UnsafeMutablePointer<Scalar>
  {
    buffer.start + index * units * Scalar.lanes
  }

  /// Which rows a share of a block holds.
  func chosenRows(_ block: BatchBlock, _ share: BlockShare<Scalar>) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(
      start: order + block.positions.lowerBound + share.rows.lowerBound, count: share.rows.count)
  }

  /// Copies the rows of a share, their targets and weights; fills up with rows of weight 0.
  func gather(_ block: BatchBlock, _ share: BlockShare<Scalar>) {
    let panels = share.panels
    guard !panels.isEmpty else { return }
    let outputs = architecture.outputs
    let lanes = Scalar.lanes
    let stride = workspace.layout.slots[0].stride
    let chosen = chosenRows(block, share)
    let row = (block.inputPanel + panels.lowerBound) * lanes
    let place = workspace.rows[0].start + row * stride
    let targets = workspace.targets.start + row * outputs
    let weights = workspace.rowWeights.start + row
    Scalar.gatherRows(rows.inputs, chosen, into: place, stride: stride)
    Scalar.gatherPanels(
      RowSelection(source: rows.targets, columns: outputs, rows: chosen), into: targets)
    if let source = rows.weights {
      Scalar.gatherPanels(
        RowSelection(source: source, columns: 1, rows: chosen), into: weights)
    } else {
      weights.update(repeating: 1, count: chosen.count)
    }
    for row in chosen.count..<(panels.count * lanes) {
      (place + row * stride).update(repeating: 0, count: stride)
      for unit in 0..<outputs {
        targets[(row / lanes * outputs + unit) * lanes + row % lanes] = 0
      }
      weights[row] = 0
    }
  }
}
