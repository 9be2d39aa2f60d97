import Numerics
import Perceptron
import Testing

/// A small network in one kernel call gives the bits of the kernels that take it step by step.
///
/// A training whose rows each have a weight, even if it is 1, is taken step by step.
@Suite struct ShallowNetworkTests {
  /// A training of one hidden layer.
  struct Case: Sendable, CustomTestStringConvertible {
    let inputs: Int
    let units: Int
    let outputs: Int
    let activation: Activation
    var batch = 50
    var rows = 137
    /// What the features are multiplied with; large ones saturate the units.
    var size = 1.0
    var initialWeights = InitialWeights.glorotUniform
    var options = TrainingOptions(learningRate: 0.01, epochs: 6, tolerance: 0, patience: nil)

    var testDescription: String {
      "\(inputs)→\(units)→\(outputs) \(activation), \(batch) of \(rows) rows, ×\(size)"
    }

    var architecture: Architecture {
      Architecture(
        inputs: inputs, hidden: [units], outputs: outputs, activation: activation,
        output: outputs == 1 ? .logistic : .softmax)
    }

    func sample() -> (inputs: FeatureMatrix<Float>, targets: Matrix<Float>) {
      var random = RandomState(seed: 5)
      let features = (0..<rows * inputs).map { _ in Float(random.normal() * size) }
      let targets = (0..<rows).flatMap { row -> [Float] in
        let isPositive = features[row * inputs] + features[row * inputs + inputs - 1] > 0
        if outputs == 1 { return [isPositive ? 1 : 0] }
        let label = (isPositive ? 0 : 1) + row % (outputs - 1)
        return (0..<outputs).map { $0 == label ? 1 : 0 }
      }
      return (
        FeatureMatrix(Matrix(rows: rows, columns: inputs, elements: features)),
        Matrix(rows: rows, columns: outputs, elements: targets)
      )
    }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for activation in [Activation.tanh, .sigmoid, .relu] {
      for units in [1, 4, 5, 8, 9, 16, 17, 33, 48, 64, 100, 128] {
        for (inputs, outputs) in [(1, 1), (4, 3), (17, 2), (30, 1), (65, 16), (128, 1)] {
          cases.append(
            Case(inputs: inputs, units: units, outputs: outputs, activation: activation))
        }
      }
      for batch in [1, 7, 8, 9, 16, 63, 64, 65, 127] {
        cases.append(
          Case(inputs: 5, units: 12, outputs: 1, activation: activation, batch: batch))
        cases.append(
          Case(inputs: 9, units: 40, outputs: 3, activation: activation, batch: batch))
      }
      for outputs in [1, 4] {
        cases.append(
          Case(inputs: 6, units: 20, outputs: outputs, activation: activation, size: 100))
      }
    }
    return cases
  }()

  private func trainer(_ test: Case, isPlain: Bool) -> Trainer<Float> {
    let (inputs, targets) = test.sample()
    var options = test.options
    options.batchSize = .rows(test.batch)
    var random = RandomState(seed: 2)
    let network = Network<Float>(
      architecture: test.architecture, initialWeights: test.initialWeights, random: &random)
    return Trainer(
      network: network, inputs: inputs, targets: targets,
      rowWeights: isPlain ? nil : Array(repeating: 1, count: test.rows), options: options,
      random: random)
  }

  private func agrees(_ test: Case) throws {
    var (atOnce, stepByStep) = (trainer(test, isPlain: true), trainer(test, isPlain: false))
    let (found, expected) = (try atOnce.train(), try stepByStep.train())
    #expect(found.network == expected.network)
    #expect(found.lossCurve == expected.lossCurve)
  }

  @Test(arguments: cases) func trainsWithTheSameBits(test: Case) throws {
    try agrees(test)
  }

  @Test(arguments: [1, 3]) func trainsWithTheSameBitsByAnyRule(outputs: Int) throws {
    var test = Case(inputs: 7, units: 30, outputs: outputs, activation: .tanh)
    test.options.optimizer = .sgd(momentum: 0.9, nesterov: true)
    try agrees(test)
    test.options.gradientClip = 0.05
    try agrees(test)
    test.options.optimizer = .lbfgs
    test.rows = 90
    try agrees(test)
    test.options.shuffle = false
    test.options.optimizer = .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
    test.batch = 90
    try agrees(test)
  }

  /// A narrow network takes another function near 0, but not in batches that can be taken at once.
  @Test(arguments: [Activation.tanh, .sigmoid], [1, 3])
  func trainsWithTheSameBitsAroundZero(activation: Activation, inputs: Int) throws {
    var test = Case(
      inputs: inputs, units: 5, outputs: 1, activation: activation,
      initialWeights: .normal(standardDeviation: 0.01))
    test.options.learningRate = 0.001
    try agrees(test)
    test.options.learningRate = 0.05
    try agrees(test)
  }

  @Test(arguments: [1, 3]) func divergesInTheSameEpoch(outputs: Int) {
    var test = Case(inputs: 7, units: 30, outputs: outputs, activation: .relu, size: 1e10)
    test.options.optimizer = .sgd(momentum: 0.9, nesterov: false)
    test.options.learningRate = 1e15
    test.options.epochs = 50
    let errors = [true, false].map { isPlain -> TrainingError? in
      var trainer = trainer(test, isPlain: isPlain)
      do throws(TrainingError) {
        _ = try trainer.train()
        return nil
      } catch {
        return error
      }
    }
    #expect(errors[0] != nil)
    #expect(errors[0].map { "\($0)" } == errors[1].map { "\($0)" })
  }

  @Test(arguments: cases) func scoresWithTheSameBits(test: Case) {
    let inputs = test.sample().inputs
    var random = RandomState(seed: 3)
    let network = Network<Float>(
      architecture: test.architecture, initialWeights: .glorotUniform, random: &random)
    let (rows, lanes) = (test.rows, Float.lanes)
    let elements = inputs.dense.elements
    var panels = [Float](
      repeating: 0, count: (rows + lanes - 1) / lanes * lanes * test.inputs)
    for row in 0..<rows {
      for column in 0..<test.inputs {
        panels[(row / lanes * test.inputs + column) * lanes + row % lanes] =
          elements[row * test.inputs + column]
      }
    }
    var expected = [Float](repeating: 0, count: rows * test.outputs)
    panels.withUnsafeBufferPointer { panels in
      expected.withUnsafeMutableBufferPointer { scores in
        if let panels = panels.baseAddress, let scores = scores.baseAddress {
          Scorer(network).score(panels: panels, rows: rows, into: scores)
        }
      }
    }
    #expect(network.scores(inputs).elements == expected)
  }
}
