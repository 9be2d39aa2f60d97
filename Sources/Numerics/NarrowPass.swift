#if arch(x86_64)
  import CWideKernels
#endif

/// A network of one hidden layer and one logistic unit, and where its numbers lie in panels.
package struct NarrowPass<Scalar: Real> {
  /// The hidden layer.
  package let hidden: DenseLayer<Scalar>
  /// The output unit.
  package let output: DenseLayer<Scalar>
  /// Inputs in panels.
  package let inputs: UnsafePointer<Scalar>
  /// A target for each row.
  package let targets: UnsafePointer<Scalar>
  /// A weight for each row.
  package let rowWeights: UnsafePointer<Scalar>
  /// The gradient's sums of the hidden layer, as `PanelGradient` has them.
  package let sums: UnsafeMutablePointer<Scalar>
  /// Those of the output unit.
  package let outputSums: UnsafeMutablePointer<Scalar>
  /// Receives the losses of the panels, as where eight share a logarithm; only the first one's place of
  /// each eight is written.
  package let losses: UnsafeMutablePointer<Double>
  /// Number of panels.
  package let panels: Int
  /// Panels from the first on that hold nothing but rows of weight 1.
  package let plainPanels: Int
  /// What is known of the reach of the logistic units, the output unit among them.
  package let reach: LogisticReach
  /// Whether the hidden units are tanh; else they are logistic.
  package let isTanh: Bool
  /// Whether the sums go on from where they stand.
  package let continuing: Bool

  /// Describes a pass.
  package init(
    hidden: DenseLayer<Scalar>, output: DenseLayer<Scalar>, inputs: UnsafePointer<Scalar>,
    targets: UnsafePointer<Scalar>, rowWeights: UnsafePointer<Scalar>,
    sums: UnsafeMutablePointer<Scalar>, outputSums: UnsafeMutablePointer<Scalar>,
    losses: UnsafeMutablePointer<Double>, panels: Int, plainPanels: Int, reach: LogisticReach,
    isTanh: Bool, continuing: Bool
  ) {
    self.hidden = hidden
    self.output = output
    self.inputs = inputs
    self.targets = targets
    self.rowWeights = rowWeights
    self.sums = sums
    self.outputSums = outputSums
    self.losses = losses
    self.panels = panels
    self.plainPanels = plainPanels
    self.reach = reach
    self.isTanh = isTanh
    self.continuing = continuing
  }
}

extension Float {
  package static func narrowPass(_ pass: NarrowPass<Self>) -> Bool {
    #if arch(x86_64)
      guard WideKernels.areUsed else { return false }
      var network = wide_network_f32(
        weights: pass.hidden.weights, biases: pass.hidden.biases,
        out_weights: pass.output.weights, out_biases: pass.output.biases, inputs: pass.inputs,
        targets: pass.targets, row_weights: pass.rowWeights, sums: pass.sums,
        out_sums: pass.outputSums, losses: pass.losses, fan_in: pass.hidden.fanIn,
        units: pass.hidden.fanOut, stride: pass.hidden.stride, panels: pass.panels,
        plain_panels: pass.plainPanels, reach: pass.reach.wide, is_tanh: pass.isTanh,
        continuing: pass.continuing)
      return wide_narrow_f32(&network)
    #else
      return false
    #endif
  }
}

extension Double {
  package static func narrowPass(_ pass: NarrowPass<Self>) -> Bool {
    #if arch(x86_64)
      guard WideKernels.areUsed else { return false }
      var network = wide_network_f64(
        weights: pass.hidden.weights, biases: pass.hidden.biases,
        out_weights: pass.output.weights, out_biases: pass.output.biases, inputs: pass.inputs,
        targets: pass.targets, row_weights: pass.rowWeights, sums: pass.sums,
        out_sums: pass.outputSums, losses: pass.losses, fan_in: pass.hidden.fanIn,
        units: pass.hidden.fanOut, stride: pass.hidden.stride, panels: pass.panels,
        plain_panels: pass.plainPanels, reach: pass.reach.wide, is_tanh: pass.isTanh,
        continuing: pass.continuing)
      return wide_narrow_f64(&network)
    #else
      return false
    #endif
  }
}
