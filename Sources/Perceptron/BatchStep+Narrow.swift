import Numerics

/// Panels that a narrow network takes through all steps before the next come: their numbers stay in
/// the first-level cache. A multiple of those that share a logarithm.
private let narrowPanels = 32

/// The steps of a batch for a network of few parameters.
///
/// One thread does all of it, and nothing but panels is needed: each parameter has one sum a lane
/// over the even panels in order and one over the odd ones, and they are added up at the end of a
/// block.
extension BatchStep {
  /// Propagates a block's panels and sums their gradient.
  ///
  /// - Returns: from a panel with a loss to the next that may have one.
  func propagate(_ block: BatchBlock, panels: Range<Int>, sums: AlignedBuffer<Scalar>) -> Int {
    if !block.isLoaded { transposeInputs(block, panels) }
    let reach = architecture.hasPassAtOnce ? reach : .any
    if architecture.hasPassAtOnce, passAtOnce(block, panels: panels, sums: sums, reach: reach) {
      return SharedLogarithm.ofEight.panels
    }
    var start = panels.lowerBound
    while start < panels.upperBound {
      let some = start..<min(start + narrowPanels, panels.upperBound)
      pass(block, panels: some, keepsRows: false, reach: reach)
      for layer in workspace.layout.slots.indices {
        Scalar.panelGradient(
          gradient(layer, block, sums: sums, from: start), panels: some.count,
          continuing: start > panels.lowerBound || !block.isFirst)
      }
      start = some.upperBound
    }
    return 1
  }

  /// What the parameters and the training rows say of the reach of the logistic units, in a network that
  /// has a pass at once: the same for all batches of an epoch's rows, whatever their order.
  private var reach: LogisticReach {
    let parameters = UnsafePointer(parameters)
    // No hidden unit exceeds 1.
    let output = Scalar.bound(workspace.layout.layer(1, in: parameters), inputs: nil)
    let hidden = workspace.inputReach.map {
      Scalar.bound(workspace.layout.layer(0, in: parameters), inputs: $0.start)
    }
    let reach = LogisticReach(within: max(hidden ?? 0, output))
    return reach == .central && !workspace.hasCentre ? .inside : reach
  }

  /// All steps by the kernel for the most frequent shape, where the processor has it.
  private func passAtOnce(
    _ block: BatchBlock, panels: Range<Int>, sums: AlignedBuffer<Scalar>, reach: LogisticReach
  ) -> Bool {
    let parameters = UnsafePointer(parameters)
    let hidden = gradient(0, block, sums: sums, from: panels.lowerBound)
    let first = block.inputPanel + panels.lowerBound
    // The panels that hold no padding; weights of their own may differ from 1.
    let plain = rows.weights == nil ? block.positions.count / Scalar.lanes - panels.lowerBound : 0
    return Scalar.narrowPass(
      NarrowPass(
        hidden: workspace.layout.layer(0, in: parameters),
        output: workspace.layout.layer(1, in: parameters), inputs: hidden.inputs,
        targets: panel(workspace.targets, first, 1),
        rowWeights: panel(workspace.rowWeights, first, 1), sums: hidden.sums,
        outputSums: gradient(1, block, sums: sums, from: panels.lowerBound).sums,
        losses: workspace.losses.start + panels.lowerBound, panels: panels.count,
        plainPanels: max(plain, 0), reach: reach, isTanh: architecture.activation == .tanh,
        continuing: !block.isFirst))
  }

  /// Writes the gradient of a layer as it stands after a block.
  func collect(_ layer: Int, _ block: BatchBlock, sums: AlignedBuffer<Scalar>) {
    let slot = workspace.layout.slots[layer]
    Scalar.collectGradient(
      gradient(layer, block, sums: sums, from: 0),
      weights: gradients + slot.weights,
      stride: slot.stride, biases: gradients + slot.biases)
  }

  @inline(__always) private func gradient(
    _ layer: Int, _ block: BatchBlock, sums: AlignedBuffer<Scalar>, from panel: Int
  )
    -> PanelGradient<Scalar>
  {
    let slots = workspace.layout.slots
    let slot = slots[layer]
    let before = slots[..<layer].reduce(0) { $0 + ($1.fanIn + 1) * $1.fanOut }
    return PanelGradient(
      inputs: inputs(of: layer, block, from: panel),
      deltas: self.panel(workspace.deltas[layer], panel, slot.fanOut), fanIn: slot.fanIn,
      fanOut: slot.fanOut, sums: sums.start + 2 * before * Scalar.lanes)
  }
}

extension Architecture {
  /// Whether a narrow network of this shape has a kernel for all steps at once: one hidden layer and one
  /// logistic unit.
  fileprivate var hasPassAtOnce: Bool {
    guard hidden.count == 1, outputs == 1, output == .logistic else { return false }
    return activation == .sigmoid || activation == .tanh && tanhDerivative == .correct
  }

  /// Whether it has hidden units whose reach depends on the inputs.
  var hasInputReach: Bool { hasPassAtOnce && activation == .sigmoid }
}
