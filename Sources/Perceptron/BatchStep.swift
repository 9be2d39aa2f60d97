import Numerics

/// The training rows as the kernels read them, and the order they are taken in.
///
/// Unchecked: the pointers stay valid while the team runs, and what they point at is only read.
struct TrainingRows<Scalar: Real>: @unchecked Sendable {
  /// [rows × inputs].
  let inputs: UnsafePointer<Scalar>
  /// [rows × outputs].
  let targets: UnsafePointer<Scalar>
  /// A weight for each row, or nil where each counts 1.
  let weights: UnsafePointer<Scalar>?
  /// The rows in the order of the epoch.
  let order: UnsafePointer<Int32>
}

/// One part of a batch: the rows that are propagated together.
struct BatchBlock: Sendable {
  /// Positions in the epoch's order.
  let positions: Range<Int>
  /// Whether the batch begins here, so that sums begin anew.
  let isFirst: Bool
}

/// The two steps of a batch, each of which the members of a team share out among themselves.
struct BatchStep<Scalar: Real>: Sendable {
  let architecture: Architecture
  let workspace: Workspace<Scalar>
  let rows: TrainingRows<Scalar>

  /// Propagates some panels of a block forward, and δ back through all layers but the first.
  func propagate(_ block: BatchBlock, panels: Range<Int>) {
    guard !panels.isEmpty else { return }
    gather(block, panels: panels)
    let layout = workspace.layout
    let last = layout.slots.count - 1
    for (index, slot) in layout.slots.enumerated() {
      let inputs = panel(workspace.values[index], panels.lowerBound, slot.fanIn)
      let rowStart = workspace.rows[index].start + panels.lowerBound * Scalar.lanes * slot.stride
      if index == 0 {
        Scalar.transposeRows(
          rowStart, stride: slot.stride, columns: slot.fanIn, panels: inputs, count: panels.count)
      } else {
        Scalar.transposePanels(
          inputs, columns: slot.fanIn, count: panels.count, rows: rowStart, stride: slot.stride)
      }
      Scalar.forward(
        layout.layer(index, in: workspace.parameters.start), inputs: inputs,
        outputs: panel(workspace.values[index + 1], panels.lowerBound, slot.fanOut),
        panels: panels.count,
        function: index == last ? .identity : architecture.activation.function)
    }
    let units = architecture.outputs
    let loss = architecture.output.loss
    let scores = panel(workspace.values[last + 1], panels.lowerBound, units)
    Scalar.outputScores(scores, units: units, panels: panels.count, loss: loss)
    Scalar.outputDelta(
      scores, targets: panel(workspace.targets, panels.lowerBound, units),
      rowWeights: panel(workspace.rowWeights, panels.lowerBound, 1), units: units,
      panels: panels.count, loss: loss, losses: workspace.losses.start + panels.lowerBound)
    let derivative = architecture.activation.derivative(architecture.tanhDerivative)
    for index in stride(from: last, to: 0, by: -1) {
      let slot = layout.slots[index]
      Scalar.backward(
        layout.layer(index, in: workspace.parameters.start),
        deltas: panel(workspace.deltas[index], panels.lowerBound, slot.fanOut),
        values: panel(workspace.values[index], panels.lowerBound, slot.fanIn),
        outputs: panel(workspace.deltas[index - 1], panels.lowerBound, slot.fanIn),
        panels: panels.count, derivative: derivative)
    }
  }

  /// Sums the gradient of a part of the parameters over a block.
  func accumulate(_ part: GradientUnit, _ block: BatchBlock) {
    let slot = workspace.layout.slots[part.layer]
    let gradient = LayerGradient(
      inputs: workspace.rows[part.layer].start, deltas: workspace.deltas[part.layer].start,
      rows: block.positions.count, stride: slot.stride, fanOut: slot.fanOut,
      weights: workspace.gradients.start + slot.weights,
      biases: workspace.gradients.start + slot.biases)
    let continuing = !block.isFirst
    Scalar.weightGradient(
      gradient, units: part.units, columns: part.columns, continuing: continuing)
    if part.withBiases {
      Scalar.biasGradient(gradient, units: 0..<slot.fanOut, continuing: continuing)
    }
  }

  /// Applies the gradient of a part, and returns the sum of its old weights' squares.
  func apply(
    _ part: GradientUnit, _ update: ParameterUpdate<Scalar>, decay: Scalar, scale: Scalar
  ) -> Double {
    let slot = workspace.layout.slots[part.layer]
    let squares = Scalar.update(
      block(
        at: slot.weights + part.units.lowerBound * slot.stride + part.columns.lowerBound,
        rows: part.units.count, count: part.columns.count, stride: slot.stride),
      with: update, decay: decay, scale: scale)
    if part.withBiases {
      _ = Scalar.update(
        block(at: slot.biases, rows: 1, count: slot.biasCount, stride: slot.biasCount),
        with: update, decay: 0, scale: scale)
    }
    return Double(squares)
  }

  private func block(at offset: Int, rows: Int, count: Int, stride: Int)
    -> ParameterBlock<Scalar>
  {
    ParameterBlock(
      values: workspace.parameters.start + offset, gradients: workspace.gradients.start + offset,
      first: workspace.first.start + offset, second: workspace.second.start + offset,
      rows: rows, count: count, stride: stride)
  }

  private func panel(_ buffer: AlignedBuffer<Scalar>, _ index: Int, _ units: Int)
    -> UnsafeMutablePointer<Scalar>
  {
    buffer.start + index * units * Scalar.lanes
  }

  /// Copies the rows of some panels, their targets and weights; fills up with rows of weight 0.
  private func gather(_ block: BatchBlock, panels: Range<Int>) {
    let inputs = architecture.inputs
    let outputs = architecture.outputs
    let lanes = Scalar.lanes
    let stride = workspace.layout.slots[0].stride
    let filled = block.positions.count
    for row in (panels.lowerBound * lanes)..<(panels.upperBound * lanes) {
      let target = workspace.targets.start + row / lanes * lanes * outputs + row % lanes
      let place = workspace.rows[0].start + row * stride
      guard row < filled else {
        place.update(repeating: 0, count: inputs)
        for unit in 0..<outputs { target[unit * lanes] = 0 }
        workspace.rowWeights.start[row] = 0
        continue
      }
      let source = Int(rows.order[block.positions.lowerBound + row])
      place.update(from: rows.inputs + source * inputs, count: inputs)
      let wanted = rows.targets + source * outputs
      for unit in 0..<outputs { target[unit * lanes] = wanted[unit] }
      workspace.rowWeights.start[row] = rows.weights?[source] ?? 1
    }
  }
}
