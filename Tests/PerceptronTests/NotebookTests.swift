import Glibc
import Numerics
import Perceptron
import Testing

/// One of the founding notebook's six runs with every loss it printed.
struct NotebookRun: Sendable, CustomTestStringConvertible {
  let name: String
  let hidden: Int
  let epochs: Int
  let learningRate: Double
  let activation: Activation
  let derivative: TanhDerivative
  let losses: [String]
  let testLoss: String
  let correctLabels: Int

  var testDescription: String { "\(name), \(derivative) derivative" }
}

@Suite struct NotebookTests {
  /// The runs in the notebook's order, which is the order of their draws.
  static let runs: [NotebookRun] = [
    NotebookRun(
      name: "baseline", hidden: 4, epochs: 1000, learningRate: 0.01, activation: .sigmoid,
      derivative: .correct,
      losses: [
        "0.6931", "0.6931", "0.6931", "0.6931", "0.6931", "0.6931", "0.6931", "0.6931", "0.6930",
        "0.6930",
      ], testLoss: "0.6936", correctLabels: 119),
    NotebookRun(
      name: "2000 epochs", hidden: 4, epochs: 2000, learningRate: 0.01, activation: .sigmoid,
      derivative: .correct,
      losses: [
        "0.6931", "0.6931", "0.6931", "0.6931", "0.6930", "0.6930", "0.6930", "0.6929", "0.6929",
        "0.6928", "0.6927", "0.6926", "0.6925", "0.6923", "0.6920", "0.6917", "0.6913", "0.6908",
        "0.6902", "0.6893",
      ], testLoss: "0.6888", correctLabels: 153),
    NotebookRun(
      name: "learning rate 0.1", hidden: 4, epochs: 1000, learningRate: 0.1, activation: .sigmoid,
      derivative: .correct,
      losses: [
        "0.6932", "0.6931", "0.6925", "0.6864", "0.6333", "0.4581", "0.2952", "0.2075", "0.1598",
        "0.1311",
      ], testLoss: "0.1188", correctLabels: 247),
    NotebookRun(
      name: "8 hidden units", hidden: 8, epochs: 1000, learningRate: 0.01, activation: .sigmoid,
      derivative: .correct,
      losses: [
        "0.6931", "0.6931", "0.6931", "0.6931", "0.6930", "0.6930", "0.6930", "0.6929", "0.6929",
        "0.6928",
      ], testLoss: "0.6933", correctLabels: 119),
    NotebookRun(
      name: "tanh", hidden: 4, epochs: 1000, learningRate: 0.01, activation: .tanh,
      derivative: .notebook,
      losses: [
        "0.6928", "0.6923", "0.6907", "0.6866", "0.6758", "0.6501", "0.5983", "0.5191", "0.4293",
        "0.3490",
      ], testLoss: "0.2940", correctLabels: 247),
    NotebookRun(
      name: "tanh, learning rate 0.1", hidden: 4, epochs: 1000, learningRate: 0.1,
      activation: .tanh, derivative: .notebook,
      losses: [
        "0.6931", "0.3803", "0.1064", "0.0694", "0.0548", "0.0467", "0.0415", "0.0377", "0.0349",
        "0.0327",
      ], testLoss: "0.0352", correctLabels: 249),
  ]

  /// What the two tanh runs give with tanh's right derivative.
  static let correctedRuns: [NotebookRun] = [
    NotebookRun(
      name: "tanh", hidden: 4, epochs: 1000, learningRate: 0.01, activation: .tanh,
      derivative: .correct,
      losses: [
        "0.6928", "0.6923", "0.6907", "0.6866", "0.6758", "0.6501", "0.5988", "0.5212", "0.4342",
        "0.3566",
      ], testLoss: "0.3031", correctLabels: 247),
    NotebookRun(
      name: "tanh, learning rate 0.1", hidden: 4, epochs: 1000, learningRate: 0.1,
      activation: .tanh, derivative: .correct,
      losses: [
        "0.6931", "0.3841", "0.1122", "0.0736", "0.0582", "0.0495", "0.0439", "0.0399", "0.0368",
        "0.0344",
      ], testLoss: "0.0368", correctLabels: 249),
  ]

  @Test(arguments: runs + correctedRuns) func givesThePrintedNumbers(_ run: NotebookRun) throws {
    var stream = RandomState(seed: 42)
    let x = (0..<1000).map { _ in stream.uniform(low: -2, high: 2) }
    let y = x.map { $0 >= 0 ? 1.0 : 0 }
    var splitter = RandomState(seed: 42)
    let order = splitter.permutation(1000)
    let (test, train) = (Array(order[..<250]), Array(order[250...]))
    // Each run goes on with the stream where the run before it stopped.
    let position = try #require(Self.runs.firstIndex { $0.name == run.name })
    for earlier in Self.runs[..<position] {
      for _ in 0..<(2 * earlier.hidden) { _ = stream.normal() }
    }
    let architecture = Architecture(
      inputs: 1, hidden: [run.hidden], outputs: 1, activation: run.activation,
      tanhDerivative: run.derivative, output: .logistic)
    let network = Network<Double>(
      architecture: architecture, initialWeights: .normal(standardDeviation: 0.01),
      random: &stream)
    let inputs = Matrix(rows: 1000, columns: 1, elements: x)
    let targets = Matrix(rows: 1000, columns: 1, elements: y)
    var trainer = Trainer(
      network: network, inputs: FeatureMatrix(inputs.selecting(rows: train)),
      targets: targets.selecting(rows: train),
      options: TrainingOptions(
        optimizer: .sgd(momentum: 0, nesterov: false), learningRate: run.learningRate,
        batchSize: .full, epochs: run.epochs, shuffle: false, l2: 0, tolerance: 0, patience: nil),
      random: stream)
    let result = try trainer.train()
    let printed = stride(from: 0, to: run.epochs, by: 100).map { fixed(result.lossCurve[$0]) }
    #expect(printed == run.losses)
    let scores = result.network.scores(inputs.selecting(rows: test)).elements
    var loss = 0.0
    for (score, row) in zip(scores, test) {
      loss -= y[row] * log(score + 1e-8) + (1 - y[row]) * log(1 - score + 1e-8)
    }
    #expect(fixed(loss / 250) == run.testLoss)
    let correct = zip(scores, test).filter { ($0 >= 0.5 ? 1.0 : 0) == y[$1] }.count
    #expect(correct == run.correctLabels)
  }

  /// Four digits after the point, rounded as C's `%.4f` rounds these numbers.
  private func fixed(_ number: Double) -> String {
    let digits = String(Int((number * 10_000).rounded(.toNearestOrEven)))
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return "\(padded.dropLast(4)).\(padded.suffix(4))"
  }
}
