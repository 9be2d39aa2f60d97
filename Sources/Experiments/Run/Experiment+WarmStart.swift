import Models
import Numerics
import Perceptron
import Tabular

extension Experiment {
  /// The parameters of the model that the training starts from, in the run's precision; nil where it
  /// starts from drawn ones.
  ///
  /// - Throws: `ConfigError` where the model has other features, classes or layers than this run.
  func startingNetwork<Scalar: Real>(
    _ architecture: Architecture, _ encoder: FeatureEncoder
  ) throws(ConfigError) -> Network<Scalar>? {
    guard let model = warmStart else { return nil }
    let document = model.document
    try compare("features", encoder.featureNames, document.encoder.featureNames)
    try compare("classes", data.target.classes, document.targetEncoder.classes)
    try compare("hidden layers", architecture.hidden, model.network.architecture.hidden)
    try compare("shape", [architecture], [model.network.architecture])
    return Network(
      architecture: architecture,
      layers: model.network.layers.map { layer in
        Layer(
          weight: Matrix(
            rows: layer.weight.rows, columns: layer.weight.columns,
            elements: layer.weight.elements.map { Scalar($0) }),
          bias: layer.bias.map { Scalar($0) })
      })
  }

  private func compare<Value: Equatable>(
    _ what: String, _ expected: [Value], _ found: [Value]
  ) throws(ConfigError) {
    if expected == found { return }
    throw ConfigError(
      file: nil, keyPath: "training.warm_start",
      problem: .otherModel(
        what: what, expected: Self.text(of: expected), found: Self.text(of: found)))
  }

  private static func text<Value>(of values: [Value]) -> String {
    if let shape = values.first as? Architecture {
      return "\(shape.activation) and \(shape.outputs) \(shape.output) outputs"
    }
    let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return values.count > 8 ? "\(shown), … (\(values.count))" : shown.isEmpty ? "none" : shown
  }
}

extension AnyNetwork {
  /// The layers, widened to double.
  fileprivate var layers: [Layer<Double>] {
    switch self {
    case .float64(let network): network.layers
    case .float32(let network):
      network.layers.map { layer in
        Layer(
          weight: Matrix(
            rows: layer.weight.rows, columns: layer.weight.columns,
            elements: layer.weight.elements.map { Double($0) }),
          bias: layer.bias.map { Double($0) })
      }
    }
  }
}
