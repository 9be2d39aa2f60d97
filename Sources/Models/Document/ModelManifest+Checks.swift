import Numerics
import Perceptron
import Tabular

extension ModelManifest {
  /// Refuses a manifest whose parts do not go together, before any array is read.
  ///
  /// - Throws: `beyondLimit`, `contradiction`, `badDocument`, `wrongShape`.
  func check() throws(ModelError) {
    try ModelLimits.check(document.architecture)
    try checkTarget()
    try checkEncoder()
    try checkArrays()
  }

  private func checkTarget() throws(ModelError) {
    let target = document.targetEncoder
    let classes = target.classes.count
    guard target.task == .classification ? classes >= 2 : classes == 0 else {
      throw .contradiction(
        keyPath: "target_encoder.classes", expected: "another number for \(target.task)",
        found: "\(classes)")
    }
    let output: OutputKind =
      target.task == .regression ? .identity : classes == 2 ? .logistic : .softmax
    try Self.compare("architecture.output", output.rawValue, document.architecture.output.rawValue)
    try Self.compare("architecture.outputs", target.width, document.architecture.outputs)
  }

  private func checkEncoder() throws(ModelError) {
    try Self.compare(
      "architecture.inputs", document.encoder.featureCount, document.architecture.inputs)
    guard document.signature == Signature(document.encoder, document.targetEncoder) else {
      throw .contradiction(
        keyPath: "signature", expected: "the encoders' columns and target", found: "another")
    }
    for column in document.encoder.columns {
      guard case .numeric(let encoding) = column else { continue }
      let numbers = [encoding.offset, encoding.scale, encoding.fill ?? 0]
      guard numbers.allSatisfy(\.isFinite), encoding.scale != 0 else {
        throw .badDocument(
          keyPath: "encoder.columns", problem: "column \(encoding.name) is not scaled")
      }
    }
  }

  /// The arrays must be exactly those of the architecture and the probe, in the file's order.
  private func checkArrays() throws(ModelError) {
    var expected: [(name: String, shape: [Int])] = []
    for (index, shape) in document.architecture.layerShapes.enumerated() {
      expected.append((Model.weightName(index), [shape.fanIn, shape.fanOut]))
      expected.append((Model.biasName(index), [shape.fanOut]))
    }
    // The probe's length is free within its limit.
    let rows = arrays.first { $0.name == Model.probeInputsName }?.shape.first ?? 0
    let probeRows = min(max(rows, 1), Model.probeRows)
    expected.append((Model.probeInputsName, [probeRows, document.architecture.inputs]))
    expected.append((Model.probeScoresName, [probeRows, document.architecture.outputs]))
    try Self.compare("arrays", expected.count, arrays.count)
    for (index, (entry, needed)) in zip(arrays, expected).enumerated() {
      try Self.compare("arrays[\(index)].name", needed.name, entry.name)
      try Self.compare(
        "arrays[\(index)].dtype", document.precision.rawValue, entry.dtype.rawValue)
      guard entry.shape == needed.shape else {
        throw .wrongShape(array: entry.name, expected: needed.shape, found: entry.shape)
      }
    }
  }

  private static func compare<Value: Equatable>(
    _ keyPath: String, _ expected: Value, _ found: Value
  ) throws(ModelError) {
    if expected != found {
      throw .contradiction(keyPath: keyPath, expected: "\(expected)", found: "\(found)")
    }
  }
}
