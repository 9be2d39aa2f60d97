import JSON
import Numerics
import Perceptron
import Tabular

extension Model {
  /// The model as an ONNX file, from the columns of a CSV to the scores.
  ///
  /// Each column is an input of its own, [rows × 1]: doubles for numbers, NaN where one is missing;
  /// texts for the others, empty where one is missing. The output `scores` is what `predict` gives
  /// as probabilities or values; of two classes it is the probability of the positive one. The
  /// names of the classes stand in the metadata `classes`, as a JSON list.
  package func onnx() -> [UInt8] {
    switch network {
    case .float32(let network): onnx(network)
    case .float64(let network): onnx(network)
    }
  }

  private func onnx<Scalar: Real>(_ network: Network<Scalar>) -> [UInt8] {
    let columns = document.encoder.columns
    var graph = ONNXGraph(taken: columns.map(\.name))
    let type: ONNXGraph.ElementType = Scalar.precision == .float32 ? .float32 : .float64
    var features: [String] = []
    for column in columns {
      switch column {
      case .numeric(let encoding): features += Self.features(encoding, type, &graph)
      case .categorical(let encoding): features += Self.features(encoding, type, &graph)
      }
    }
    // A name that no column has.
    var scores = "scores"
    while columns.contains(where: { $0.name == scores }) { scores = "_" + scores }
    var values = graph.node("Concat", features, [("axis", .integer(1))])
    for (index, layer) in network.layers.enumerated() {
      let weight = graph.constant([layer.weight.rows, layer.weight.columns], layer.weight.elements)
      let bias = graph.constant([layer.bias.count], layer.bias)
      let isLast = index == network.layers.count - 1
      let sums = graph.node("Gemm", [values, weight, bias])
      values =
        isLast
        ? Self.output(network.architecture.output, sums, as: scores, &graph)
        : Self.activated(network.architecture.activation, sums, &graph)
    }
    graph.output(scores, type, columns: network.architecture.outputs)
    graph.note("target", document.targetEncoder.name)
    graph.note("task", document.targetEncoder.task.rawValue)
    graph.note("classes", JSONValue.array(document.targetEncoder.classes.map { .string($0) }).text)
    graph.note("run", document.run)
    graph.note("weights_sha256", document.weightsSHA256)
    return graph.encoded(
      name: document.name, producer: document.producer.name, version: document.producer.version)
  }

  /// (x − offset) / scale in double, with what replaces a missing value, then in the network's type.
  private static func features(
    _ encoding: NumericEncoding, _ type: ONNXGraph.ElementType, _ graph: inout ONNXGraph
  ) -> [String] {
    graph.input(encoding.name, .float64)
    let isMissing = graph.node("IsNaN", [encoding.name])
    var value = encoding.name
    if let fill = encoding.fill {
      value = graph.node("Where", [isMissing, graph.constant([1, 1], [fill]), value])
    }
    value = graph.node("Sub", [value, graph.constant([1, 1], [encoding.offset])])
    value = graph.node("Div", [value, graph.constant([1, 1], [encoding.scale])])
    let cast = [("to", ONNXGraph.Attribute.integer(type.rawValue))]
    let feature = graph.node("Cast", [value], cast)
    return encoding.hasMissingIndicator
      ? [feature, graph.node("Cast", [isMissing], cast)] : [feature]
  }

  /// A 1 for the level's feature.
  private static func features(
    _ encoding: CategoricalEncoding, _ type: ONNXGraph.ElementType, _ graph: inout ONNXGraph
  ) -> [String] {
    graph.input(encoding.name, .text)
    // What stands for a missing value comes last, as an empty text.
    let features = encoding.features(for: encoding.levels)
    let index = graph.node(
      "LabelEncoder", [encoding.name], domain: "ai.onnx.ml",
      [
        ("keys_strings", .texts(encoding.levels + [""])),
        ("values_int64s", .integers(features.map { Int($0) })),
        ("default_int64", .integer(Int(encoding.featureOfUnknown))),
      ])
    let numbers = graph.constant(
      [1, encoding.width], whole: (0..<encoding.width).map { Int64($0) })
    let isOne = graph.node("Equal", [index, numbers])
    return [graph.node("Cast", [isOne], [("to", .integer(type.rawValue))])]
  }

  private static func activated(
    _ activation: Activation, _ sums: String, _ graph: inout ONNXGraph
  ) -> String {
    switch activation {
    case .sigmoid: graph.node("Sigmoid", [sums])
    case .tanh: graph.node("Tanh", [sums])
    case .relu: graph.node("Relu", [sums])
    case .identity: sums
    }
  }

  private static func output(
    _ kind: OutputKind, _ sums: String, as name: String, _ graph: inout ONNXGraph
  ) -> String {
    switch kind {
    case .logistic: graph.node("Sigmoid", [sums], output: name)
    case .softmax: graph.node("Softmax", [sums], output: name, [("axis", .integer(1))])
    case .identity: graph.node("Identity", [sums], output: name)
    }
  }
}
