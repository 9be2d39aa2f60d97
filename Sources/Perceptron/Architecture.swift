/// The shape of a multi-layer perceptron.
package struct Architecture: Codable, Sendable, Equatable {
  /// Number of input features.
  package var inputs: Int
  /// Units of each hidden layer, from the inputs on; may be empty.
  package var hidden: [Int]
  /// Number of output units.
  package var outputs: Int
  /// The activation of every hidden layer.
  package var activation: Activation
  /// How that activation is differentiated, where it is tanh.
  package var tanhDerivative: TanhDerivative
  /// The output activation with its loss.
  package var output: OutputKind

  /// Describes a network.
  package init(
    inputs: Int, hidden: [Int], outputs: Int, activation: Activation,
    tanhDerivative: TanhDerivative = .correct, output: OutputKind
  ) {
    self.inputs = inputs
    self.hidden = hidden
    self.outputs = outputs
    self.activation = activation
    self.tanhDerivative = tanhDerivative
    self.output = output
  }

  /// Inputs and units of each layer with weights, from the inputs to the outputs.
  package var layerShapes: [(fanIn: Int, fanOut: Int)] {
    let sizes = [inputs] + hidden + [outputs]
    return zip(sizes, sizes.dropFirst()).map { (fanIn: $0, fanOut: $1) }
  }

  /// Number of weights and biases.
  package var parameterCount: Int {
    layerShapes.reduce(0) { $0 + ($1.fanIn + 1) * $1.fanOut }
  }
}
