import Numerics

/// How a network's initial parameters are drawn.
package enum InitialWeights: Codable, Sendable, Equatable {
  /// Weights and biases uniform in ±√(6 / (fanIn + fanOut)), with 2 in place of 6 for sigmoid.
  ///
  /// Source: Glorot and Bengio 2010; drawn in scikit-learn's order, each layer's weights and then
  /// its biases.
  case glorotUniform
  /// Weights normal with mean zero, layer after layer; biases zero.
  case normal(standardDeviation: Double)

  /// Draws one layer.
  func layer<Scalar: Real>(
    fanIn: Int, fanOut: Int, activation: Activation, random: inout RandomState
  ) -> Layer<Scalar> {
    var weights: [Scalar] = []
    weights.reserveCapacity(fanIn * fanOut)
    var biases = [Scalar](repeating: 0, count: fanOut)
    switch self {
    case .glorotUniform:
      let factor = activation == .sigmoid ? 2.0 : 6.0
      let bound = (factor / Double(fanIn + fanOut)).squareRoot()
      for _ in 0..<(fanIn * fanOut) {
        weights.append(Scalar(random.uniform(low: -bound, high: bound)))
      }
      for unit in 0..<fanOut {
        biases[unit] = Scalar(random.uniform(low: -bound, high: bound))
      }
    case .normal(let standardDeviation):
      for _ in 0..<(fanIn * fanOut) { weights.append(Scalar(random.normal() * standardDeviation)) }
    }
    return Layer(
      weight: Matrix(rows: fanIn, columns: fanOut, elements: weights), bias: biases)
  }
}
