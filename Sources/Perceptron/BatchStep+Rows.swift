import Numerics

extension BatchStep {
  /// As `pass`, with the hidden layers in rows.
  func passInRows(
    _ path: RowPath<Scalar>, _ block: BatchBlock, panels: Range<Int>, member: Int,
    ahead next: UnsafeBufferPointer<Int32>
  ) {
    var ahead = RowsAhead(self.rows.inputs, next)
    let layout = workspace.layout
    let last = layout.slots.count - 1
    let rows = panels.lowerBound * Scalar.lanes..<panels.upperBound * Scalar.lanes
    for index in 0..<last {
      let layer = layout.layer(index, in: parameters)
      let turned = path.turned(by: member)
      path.kernels.turn(layer, into: turned)
      let first = index == 0 ? block.inputPanel * Scalar.lanes + rows.lowerBound : rows.lowerBound
      let step = layout.slots[index].stride
      path.kernels.forward(
        layer, turned: turned,
        RowPair(
          source: workspace.rows[index].start + first * step, sourceStep: step,
          target: values(after: index, from: rows.lowerBound),
          targetStep: layout.slots[index + 1].stride, count: rows.count),
        ahead: &ahead)
    }
    forwardOutputs(path, block, panels: panels)
    passOutputs(block, panels: panels, reach: .any)
    if let deltas = path.outputDeltas {
      Scalar.transposePanels(
        panel(workspace.deltas[last], panels.lowerBound, architecture.outputs),
        columns: architecture.outputs, count: panels.count,
        rows: deltas + rows.lowerBound * path.outputStep, stride: path.outputStep)
    }
    for index in stride(from: last, to: 0, by: -1) {
      let step = layout.slots[index].stride
      let (deltas, deltaStep) = deltaRows(of: index, path)
      path.kernels.backward(
        layout.layer(index, in: parameters),
        RowPair(
          source: deltas + rows.lowerBound * deltaStep, sourceStep: deltaStep,
          target: workspace.deltas[index - 1].start + rows.lowerBound * step, targetStep: step,
          count: rows.count),
        values: values(after: index - 1, from: rows.lowerBound), ahead: &ahead)
    }
  }

  /// Computes the pre-activations of the output units, whose numbers lie in panels.
  private func forwardOutputs(
    _ path: RowPath<Scalar>, _ block: BatchBlock, panels: Range<Int>
  ) {
    let last = workspace.layout.slots.count - 1
    let slot = workspace.layout.slots[last]
    let rows = values(after: last - 1, from: panels.lowerBound * Scalar.lanes)
    if slot.fanOut <= RowPath<Scalar>.fewOutputs {
      path.kernels.outputs(
        workspace.layout.layer(last, in: parameters), rows: rows,
        step: slot.stride, panels: panels.count,
        into: panel(workspace.values[last + 1], panels.lowerBound, slot.fanOut))
    } else {
      Scalar.transposeRows(
        rows, stride: slot.stride, columns: slot.fanIn,
        panels: inputs(of: last, block, from: panels.lowerBound), count: panels.count)
      forward(last, block, panels, .identity)
    }
  }

  /// The values of a hidden layer from a row of a block on.
  private func values(after layer: Int, from row: Int) -> UnsafeMutablePointer<Scalar> {
    workspace.rows[layer + 1].start + row * workspace.layout.slots[layer + 1].stride
  }

  /// δ of a layer in rows, and how far apart they are.
  private func deltaRows(
    of layer: Int, _ path: RowPath<Scalar>
  ) -> (start: UnsafeMutablePointer<Scalar>, step: Int) {
    let slots = workspace.layout.slots
    return layer + 1 < slots.count
      ? (workspace.deltas[layer].start, slots[layer + 1].stride)
      : (path.outputDeltas ?? workspace.deltas[layer].start, path.outputStep)
  }
}
