package import Numerics

/// The parameters of one dense layer.
package struct Layer<Scalar: Real>: Sendable, Equatable {
  /// W, [fanIn × fanOut].
  package var weight: Matrix<Scalar>
  /// b, [fanOut].
  package var bias: [Scalar]

  /// Makes a layer; `bias` has a number for each column of `weight`.
  package init(weight: Matrix<Scalar>, bias: [Scalar]) {
    precondition(bias.count == weight.columns, "a layer has one bias for each unit")
    self.weight = weight
    self.bias = bias
  }
}

/// A multi-layer perceptron with its parameters.
package struct Network<Scalar: Real>: Sendable, Equatable {
  /// The network's shape.
  package let architecture: Architecture
  /// The layers from the inputs to the outputs.
  package var layers: [Layer<Scalar>]

  /// Makes a network of given parameters, which must have the architecture's shapes.
  package init(architecture: Architecture, layers: [Layer<Scalar>]) {
    let shapes = architecture.layerShapes
    precondition(layers.count == shapes.count, "the layers do not fit the architecture")
    for (layer, shape) in zip(layers, shapes) {
      precondition(
        layer.weight.rows == shape.fanIn && layer.weight.columns == shape.fanOut,
        "a layer does not fit the architecture")
    }
    self.architecture = architecture
    self.layers = layers
  }

  /// Draws a network's initial parameters from `random`, which goes on after them.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    architecture: Architecture, initialWeights: InitialWeights, random: inout RandomState
  ) {
    self.init(
      architecture: architecture,
      layers: architecture.layerShapes.map {
        initialWeights.layer(
          fanIn: $0.fanIn, fanOut: $0.fanOut, activation: architecture.activation,
          random: &random)
      })
  }

  /// Scores rows: the probability of the positive class, of all classes, or the value.
  ///
  /// - Parameter inputs: [rows × inputs].
  /// - Returns: [rows × outputs]. A row's scores do not depend on the other rows.
  package func scores(_ inputs: FeatureMatrix<Scalar>) -> Matrix<Scalar> {
    Scorer(self).scores(inputs)
  }

  /// Scores rows that are written out.
  package func scores(_ inputs: Matrix<Scalar>) -> Matrix<Scalar> { scores(FeatureMatrix(inputs)) }
}
