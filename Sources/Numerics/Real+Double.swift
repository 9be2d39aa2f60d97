extension Double: Real {
  package typealias Vector = SIMD4<Double>

  package var truncated: Int { Int(self) }

  package static var precision: Precision { .float64 }

  package static var lanes: Int { Vector.count }

  package static func bound(
    _ layer: DenseLayer<Self>, inputs: UnsafePointer<Self>?
  ) -> Self {
    Vector.bound(layer, inputs: inputs)
  }

  package static func forward(
    _ layer: DenseLayer<Self>, inputs: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int, function: ElementFunction
  ) {
    Vector.forward(layer, inputs: inputs, outputs: outputs, panels: panels, function: function)
  }

  package static func backward(
    _ layer: DenseLayer<Self>, deltas: UnsafePointer<Self>, values: UnsafePointer<Self>,
    outputs: UnsafeMutablePointer<Self>, panels: Int, derivative: ElementDerivative
  ) {
    Vector.backward(
      layer, deltas: deltas, values: values, outputs: outputs, panels: panels,
      derivative: derivative)
  }

  package static func weightGradient(
    _ gradient: LayerGradient<Self>, units: Range<Int>, columns: Range<Int>, continuing: Bool
  ) {
    Vector.weightGradient(gradient, units: units, columns: columns, continuing: continuing)
  }

  package static func biasGradient(
    _ gradient: LayerGradient<Self>, units: Range<Int>, continuing: Bool
  ) {
    Vector.biasGradient(gradient, units: units, continuing: continuing)
  }

  package static func panelGradient(
    _ gradient: PanelGradient<Self>, panels: Int, continuing: Bool
  ) {
    Vector.panelGradient(gradient, panels: panels, continuing: continuing)
  }

  package static func collectGradient(
    _ gradient: PanelGradient<Self>, weights: UnsafeMutablePointer<Self>, stride: Int,
    biases: UnsafeMutablePointer<Self>
  ) {
    Vector.collectGradient(gradient, weights: weights, stride: stride, biases: biases)
  }

  package static func gatherRows(
    _ features: FeatureRows<Self>, _ rows: UnsafeBufferPointer<Int32>,
    into target: UnsafeMutablePointer<Self>, stride: Int
  ) {
    Vector.gatherRows(features, rows, into: target, stride: stride)
  }

  package static func copyRows(
    _ features: FeatureRows<Self>, _ rows: Range<Int>,
    into target: UnsafeMutablePointer<Self>, stride: Int
  ) {
    Vector.copyRows(features, rows, into: target, stride: stride)
  }

  package static func gatherPanels(
    _ selection: RowSelection<Self>, into target: UnsafeMutablePointer<Self>
  ) {
    Vector.gatherPanels(selection, into: target)
  }

  package static func transposeRows(
    _ rows: UnsafePointer<Self>, stride: Int, columns: Int,
    panels: UnsafeMutablePointer<Self>, count: Int
  ) {
    Vector.transposeRows(rows, stride: stride, columns: columns, panels: panels, count: count)
  }

  package static func transposePanels(
    _ panels: UnsafePointer<Self>, columns: Int, count: Int,
    rows: UnsafeMutablePointer<Self>, stride: Int
  ) {
    Vector.transposePanels(panels, columns: columns, count: count, rows: rows, stride: stride)
  }

  package static func outputScores(
    _ outputs: UnsafeMutablePointer<Self>, units: Int, panels: Int, loss: OutputLoss,
    reach: LogisticReach
  ) {
    Vector.outputScores(outputs, units: units, panels: panels, loss: loss, reach: reach)
  }

  package static func outputDelta(
    _ outputs: UnsafeMutablePointer<Self>, targets: UnsafePointer<Self>,
    rowWeights: UnsafePointer<Self>, units: Int, panels: Int, loss: OutputLoss,
    sharing: SharedLogarithm, losses: UnsafeMutablePointer<Double>
  ) {
    Vector.outputDelta(
      outputs, targets: targets, rowWeights: rowWeights, units: units, panels: panels,
      loss: loss, sharing: sharing, losses: losses)
  }

  package static func update(
    _ block: ParameterBlock<Self>, with update: ParameterUpdate<Self>,
    decay: Self, scale: Self
  ) -> Self {
    Vector.update(block, with: update, decay: decay, scale: scale)
  }

  package static func gradientSquares(
    _ block: ParameterBlock<Self>, decay: Self, scale: Self
  ) -> Self {
    Vector.gradientSquares(block, decay: decay, scale: scale)
  }

  package static func meanGradient(
    _ block: ParameterBlock<Self>, decay: Self, scale: Self
  ) -> Self {
    Vector.meanGradient(block, decay: decay, scale: scale)
  }

  package static func apply(
    _ function: VectorFunction, to numbers: UnsafeMutableBufferPointer<Self>
  ) {
    Vector.apply(function, to: numbers)
  }
}
