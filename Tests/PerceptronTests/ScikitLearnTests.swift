import FoundationEssentials
import Numerics
import Perceptron
import Testing

/// Trainings by scikit-learn, as `Goldens/make_scikit_learn.py` wrote them.
struct ScikitLearnGolden: Decodable {
  struct Fit: Decodable {
    /// One for each epoch; with lbfgs the last one alone.
    let losses: [Double]
    let iterations: Int
    /// The most iterations.
    let limit: Int
    let scores: [Double]
    let weights: [[Double]]
    let biases: [[Double]]
  }

  struct Case: Decodable {
    let solver: String
    let learning_rate_init: Double
    let learning_rate: String
    let power_t: Double
    let momentum: Double
    let nesterovs_momentum: Bool
    let beta_1: Double
    let beta_2: Double
    let epsilon: Double
    let batch_size: Int
    let max_iter: Int
    let shuffle: Bool
    let alpha: Double
    let tol: Double
    let n_iter_no_change: Int
    let early_stopping: Bool
    let validation_fraction: Double
    let output: OutputKind
    let activation: String
    let hidden: [Int]
    let weighted: Bool
    let fits: [String: Fit]

    var options: TrainingOptions {
      TrainingOptions(
        optimizer: solver == "lbfgs"
          ? .lbfgs
          : solver == "sgd"
            ? .sgd(momentum: momentum, nesterov: nesterovs_momentum)
            : .adam(beta1: beta_1, beta2: beta_2, epsilon: epsilon),
        learningRate: learning_rate_init, batchSize: .rows(batch_size), epochs: max_iter,
        shuffle: shuffle, l2: alpha, tolerance: tol, patience: n_iter_no_change,
        schedule: learning_rate == "adaptive"
          ? .adaptive : learning_rate == "invscaling" ? .invscaling(powerT: power_t) : .constant,
        earlyStoppingFraction: early_stopping ? validation_fraction : nil)
    }
  }

  let cases: [Case]

  static let stored: Result<ScikitLearnGolden, any Error> = Result {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/scikit_learn.json")
    return try JSONDecoder().decode(ScikitLearnGolden.self, from: Data(contentsOf: path))
  }
}

/// The rows that the script draws.
struct DrawnRows<Scalar: Real> {
  let inputs: Matrix<Scalar>
  let targets: Matrix<Scalar>
  let weights: [Scalar]

  init(_ output: OutputKind) {
    var random = RandomState(seed: 5)
    let x = (0..<650).map { _ in random.normal() }
    inputs = Matrix(rows: 130, columns: 5, elements: x.map { Scalar($0) })
    weights = (0..<130).map { Scalar(Scalar(abs(x[$0 * 5 + 3]) + 0.5)) }
    let rows = (0..<130).map { Array(x[($0 * 5)..<($0 * 5 + 5)]) }
    switch output {
    case .logistic:
      targets = Matrix(rows: 130, columns: 1, elements: rows.map { $0[0] + $0[1] > 0 ? 1 : 0 })
    case .softmax:
      let classes = rows.map { ($0[0] + $0[1] > -0.5 ? 1 : 0) + ($0[0] + $0[1] > 0.5 ? 1 : 0) }
      targets = Matrix(
        rows: 130, columns: 3,
        elements: classes.flatMap { label in (0..<3).map { $0 == label ? 1 : 0 } })
    case .identity:
      targets = Matrix(
        rows: 130, columns: 1, elements: rows.map { Scalar($0[0] * $0[1] + $0[2]) })
    }
  }
}

@Suite struct ScikitLearnTests {
  @Test(arguments: 0..<29) func agreesInDoublePrecision(index: Int) throws {
    try compare(index, Double.self, "float64", tolerance: 1e-9)
  }

  @Test(arguments: 0..<29) func agreesInSinglePrecision(index: Int) throws {
    try compare(index, Float.self, "float32", tolerance: 1e-4)
  }

  private func compare<Scalar: Real>(
    _ index: Int, _: Scalar.Type, _ precision: String, tolerance: Double
  ) throws {
    let golden = try ScikitLearnGolden.stored.get().cases[index]
    let expected = try #require(golden.fits[precision])
    let activation = try #require(
      Activation(rawValue: golden.activation == "logistic" ? "sigmoid" : golden.activation))
    let rows = DrawnRows<Scalar>(golden.output)
    var options = golden.options
    options.epochs = expected.limit
    var random = RandomState(seed: 11)
    let network = Network<Scalar>(
      architecture: Architecture(
        inputs: 5, hidden: golden.hidden, outputs: rows.targets.columns, activation: activation,
        output: golden.output), initialWeights: .glorotUniform, random: &random)
    var trainer = Trainer(
      network: network, inputs: FeatureMatrix(rows.inputs), targets: rows.targets,
      rowWeights: golden.weighted ? rows.weights : nil, options: options, random: random)
    let result = try trainer.train()
    #expect(result.lossCurve.count == expected.iterations)
    if golden.solver == "lbfgs" {
      let bound = precision == "float64" ? 1e-6 : 1e-4
      #expect(distance(result.lossCurve.suffix(1), expected.losses) < bound)
      return
    }
    #expect(distance(result.lossCurve, expected.losses) < tolerance)
    #expect(distance(result.validationScores, expected.scores) < tolerance)
    for (layer, (weights, biases)) in zip(
      result.network.layers, zip(expected.weights, expected.biases))
    {
      #expect(distance(layer.weight.elements.map { Double($0) }, weights) < tolerance)
      #expect(distance(layer.bias.map { Double($0) }, biases) < tolerance)
    }
  }

  /// The largest difference relative to the largest magnitude; infinite where the counts differ.
  private func distance(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let scale = expected.map(\.magnitude).max() ?? 1
    let differences = zip(found, expected).map { ($0 - $1).magnitude }
    return (differences.max() ?? 0) / max(scale, .leastNormalMagnitude)
  }
}
