import Files
import Glibc
import JSON
import Models
import Numerics
import Perceptron
import Tabular
import Testing

/// A small model of each kind with the CSV that it was made from.
struct Sample {
  /// The kinds of models there are.
  enum Kind: String, CaseIterable {
    case binary, multiclass, regression
  }

  let csv: String
  let table: Table
  let model: Model

  /// Makes a model with weights drawn from a seed.
  init(
    _ kind: Kind, _ precision: Precision = .float64, rows: Int = 40, seed: UInt32 = 1,
    hidden: [Int] = [5, 3], run: String = "run-1"
  ) throws {
    csv = Self.csv(kind, rows: rows)
    table = try Table.read(
      ByteSource(bytes: Array(csv.utf8), name: "sample.csv"),
      choices: ColumnChoices(target: "y"))
    let all = Array(0..<table.rowCount)
    let encoder = FeatureEncoder(fitting: table, rows: all, settings: PreprocessSettings())
    let target = try TargetEncoder(
      fitting: table, task: kind == .regression ? .regression : .classification)
    let architecture = Architecture(
      inputs: encoder.featureCount, hidden: hidden, outputs: target.width, activation: .tanh,
      output: kind == .binary ? .logistic : kind == .multiclass ? .softmax : .identity)
    switch precision {
    case .float32:
      model = try Self.model(
        Self.network(architecture, seed) as Network<Float>, AnyNetwork.float32, table, encoder,
        target, run)
    case .float64:
      model = try Self.model(
        Self.network(architecture, seed) as Network<Double>, AnyNetwork.float64, table, encoder,
        target, run)
    }
  }

  /// The bytes of the model's file.
  func archive() throws -> [UInt8] { try model.archive() }

  /// A number, a number that is missing at times, such a category, and the target.
  static func csv(_ kind: Kind, rows: Int) -> String {
    var random = RandomState(seed: 7)
    var text = "a,b,colour,y\n"
    for row in 0..<rows {
      let a = random.uniform(low: -3, high: 3)
      let b = row % 7 == 3 ? "" : "\(random.uniform(low: 10, high: 20))"
      let colour = row % 11 == 5 ? "" : ["red", "green", "blue, dark"][row % 3]
      let y =
        switch kind {
        case .binary: a > 0 ? "yes" : "no"
        case .multiclass: ["ant", "bee", "=cat"][row % 3]
        case .regression: "\(2 * a + 1)"
        }
      text += "\(a),\(b),\"\(colour)\",\(y)\n"
    }
    return text
  }

  private static func network<Scalar: Real>(
    _ architecture: Architecture, _ seed: UInt32
  ) -> Network<Scalar> {
    var random = RandomState(seed: seed)
    return Network(
      architecture: architecture, initialWeights: .glorotUniform, random: &random)
  }

  private static func model<Scalar: Real>(
    _ network: Network<Scalar>, _ wrap: (Network<Scalar>) -> AnyNetwork, _ table: Table,
    _ encoder: FeatureEncoder, _ target: TargetEncoder, _ run: String
  ) throws -> Model {
    let inputs: Matrix<Scalar> = try encoder.encode(table)
    let targets: Matrix<Scalar> = try target.encode(table)
    let metrics = Evaluation.metrics(
      of: network, inputs: FeatureMatrix(inputs), targets: targets)
    let document = ModelDocument(
      producer: .init(name: "backdrop", version: "0.1.0"), name: "sample", run: run,
      trial: "baseline", createdAt: "2026-01-02T03:04:05Z", encoder: encoder,
      targetEncoder: target, network: wrap(network),
      config: .object([
        "training": .object(["learning_rate": .number(0.001), "batch_size": .string("full")]),
        "camelCase": .null, "network": .object(["hidden": .array([.number(5), .number(3)])]),
      ]),
      dataset: .init(
        name: "sample.csv", sha256: String(repeating: "ab", count: 32), rows: table.rowCount),
      split: .init(method: "random", seed: 42, trainRows: table.rowCount, testRows: 0),
      metrics: .init(train: metrics, test: nil), epochsRun: 12)
    return Model(document: document, network: wrap(network), inputs: inputs)
  }
}

/// The scores of a network, summed in plain loops: what the kernels must agree with.
func naiveScores<Scalar: Real>(_ network: Network<Scalar>, _ row: [Double]) -> [Double] {
  var values = row
  for (index, layer) in network.layers.enumerated() {
    var next = layer.bias.map { Double($0) }
    for unit in next.indices {
      for input in values.indices {
        next[unit] += values[input] * Double(layer.weight[input, unit])
      }
    }
    let isHidden = index < network.layers.count - 1
    values = isHidden ? next.map { tanh($0) } : next
  }
  switch network.architecture.output {
  case .identity: return values
  case .logistic: return values.map { 1 / (1 + exp(-$0)) }
  case .softmax:
    let largest = values.max() ?? 0
    let powers = values.map { exp($0 - largest) }
    return powers.map { $0 / powers.reduce(0, +) }
  }
}

/// A directory of its own, removed with all that is in it when the test ends.
final class TemporaryDirectory {
  let path: FilePath

  init() throws {
    var template = Array("/tmp/backdrop-models-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXFailure(number: errno) }
    path = FilePath(bytes: template.dropLast().map { UInt8(bitPattern: $0) })
  }

  deinit {
    // Nothing hangs on it: what cannot be removed stays in /tmp.
    try? Self.remove(path)
  }

  private static func remove(_ directory: FilePath) throws(FileError) {
    for entry in try DirectoryScan.entries(of: directory) {
      let path = directory.appending(entry.name)
      if entry.status.kind == .directory { try remove(path) } else { try FileSystem.remove(path) }
    }
    try FileSystem.removeEmptyDirectory(directory)
  }

  /// Writes a file below the directory.
  func write(_ bytes: [UInt8], to name: String) throws -> FilePath {
    let file = path.appending(name)
    try AtomicFile.publish(bytes, to: file, replacing: true)
    return file
  }
}

struct POSIXFailure: Error {
  let number: Int32
}

/// The error of our own that a body throws.
func failure(_ body: () throws(ModelError) -> Void) throws -> ModelError {
  do throws(ModelError) {
    try body()
  } catch {
    return error
  }
  return try #require(nil, "nothing was thrown")
}
