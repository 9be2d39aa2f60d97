import FoundationEssentials
import Numerics
import Perceptron
import Testing

@Suite struct DeterminismTests {
  /// A training that several threads share; 1500 rows a batch need two blocks.
  private func trainer<Scalar: Real>(
    _: Scalar.Type, threads: Int, epochs: Int = 3, batch: Int = 150,
    change: (inout TrainingOptions) -> Void = { _ in }
  ) -> Trainer<Scalar> {
    var random = RandomState(seed: 9)
    let rows = 1601
    let x = Matrix<Scalar>(
      rows: rows, columns: 21, elements: (0..<(rows * 21)).map { _ in Scalar(random.normal()) })
    var targets = Matrix<Scalar>(rows: rows, columns: 3)
    for row in 0..<rows { targets[row, x[row, 0] > 0 ? 0 : x[row, 1] > 0 ? 1 : 2] = 1 }
    let network = Network<Scalar>(
      architecture: Architecture(
        inputs: 21, hidden: [67, 13], outputs: 3, activation: .tanh, output: .softmax),
      initialWeights: .glorotUniform, random: &random)
    var options = TrainingOptions(batchSize: .rows(batch), epochs: epochs, patience: nil)
    change(&options)
    return Trainer(
      network: network, inputs: FeatureMatrix(x), targets: targets, options: options,
      random: random,
      threads: threads)
  }

  @Test(arguments: [2, 3, 4, 7], [1, 150, 500, 700, 1500])
  func givesTheSameBitsOnAnyNumberOfThreads(threads: Int, batch: Int) throws {
    let epochs = batch == 1 ? 1 : 3
    var alone = trainer(Float.self, threads: 1, epochs: epochs, batch: batch)
    var shared = trainer(Float.self, threads: threads, epochs: epochs, batch: batch)
    let (first, second) = (try alone.train(), try shared.train())
    #expect(first.network == second.network)
    #expect(first.lossCurve == second.lossCurve)
  }

  @Test func givesTheSameBitsOnTwoThreadsInDoublePrecision() throws {
    var alone = trainer(Double.self, threads: 1) { $0.gradientClip = 0.05 }
    var shared = trainer(Double.self, threads: 2) { $0.gradientClip = 0.05 }
    #expect(try alone.train().network == shared.train().network)
  }

  @Test(arguments: 1..<6, [false, true])
  func resumesWithTheSameBits(epoch: Int, earlyStopping: Bool) throws {
    let change = { (options: inout TrainingOptions) in
      options.earlyStoppingFraction = earlyStopping ? 0.1 : nil
      options.optimizer = epoch % 2 == 0 ? options.optimizer : .sgd(momentum: 0.9, nesterov: true)
      options.schedule = .invscaling(powerT: 0.1)
    }
    var whole = trainer(Float.self, threads: 1, epochs: 6, change: change)
    let expected = try whole.train()
    var broken = trainer(Float.self, threads: 1, epochs: 6, change: change)
    var saved: TrainingState<Float>?
    _ = try broken.train { record, state in
      guard record.epoch == epoch else { return .goOn }
      saved = state()
      return .stop
    }
    let text = try JSONEncoder().encode(#require(saved))
    var resumed = trainer(Float.self, threads: 2, epochs: 6, change: change)
    resumed.resume(from: try JSONDecoder().decode(TrainingState<Float>.self, from: text))
    let found = try resumed.train()
    #expect(found.network == expected.network)
    #expect(found.lossCurve == expected.lossCurve)
    #expect(found.validationScores == expected.validationScores)
  }

  @Test(arguments: [2, 3, 4, 7]) func minimizesWithTheSameBitsOnAnyNumberOfThreads(
    threads: Int
  ) throws {
    var alone = trainer(Float.self, threads: 1, epochs: 9) { $0.optimizer = .lbfgs }
    var shared = trainer(Float.self, threads: threads, epochs: 9) { $0.optimizer = .lbfgs }
    #expect(try alone.train().network == shared.train().network)
  }

  /// After every iteration, the last one too, where the training was over already.
  @Test(arguments: 1...12) func resumesMinimizingWithTheSameBits(epoch: Int) throws {
    let change = { (options: inout TrainingOptions) in
      options.optimizer = .lbfgs
      options.tolerance = 0.02
    }
    var whole = trainer(Double.self, threads: 1, epochs: 12, change: change)
    let expected = try whole.train()
    var saved: TrainingState<Double>?
    var broken = trainer(Double.self, threads: 1, epochs: 12, change: change)
    _ = try broken.train { record, state in
      saved = state()
      return record.epoch == epoch ? .stop : .goOn
    }
    let text = try JSONEncoder().encode(#require(saved))
    var resumed = trainer(Double.self, threads: 2, epochs: 12, change: change)
    resumed.resume(from: try JSONDecoder().decode(TrainingState<Double>.self, from: text))
    let found = try resumed.train()
    #expect(found.network == expected.network)
    #expect(found.lossCurve == expected.lossCurve)
    #expect(found.stopReason == expected.stopReason)
  }

  @Test func doesNotGoOnFromTheStateOfAFinishedTraining() throws {
    let change = { (options: inout TrainingOptions) in
      options.patience = 2
      options.tolerance = 1
    }
    var whole = trainer(Float.self, threads: 1, epochs: 20, change: change)
    var last: TrainingState<Float>?
    let expected = try whole.train { _, state in
      last = state()
      return .goOn
    }
    #expect(expected.stopReason == .tolerance)
    var resumed = trainer(Float.self, threads: 1, epochs: 20, change: change)
    resumed.resume(from: try #require(last))
    let found = try resumed.train()
    #expect(found.network == expected.network)
    #expect(found.stopReason == .tolerance)
  }

  @Test func scoresARowAloneAsAmongOthers() throws {
    var training = trainer(Float.self, threads: 1, epochs: 1)
    let network = try training.train().network
    var random = RandomState(seed: 1)
    let x = Matrix<Float>(
      rows: 77, columns: 21, elements: (0..<(77 * 21)).map { _ in Float(random.normal()) })
    let together = network.scores(x)
    for row in [0, 5, 8, 63, 64, 76] {
      let alone = network.scores(x.selecting(rows: [row]))
      #expect(alone.elements == Array(together.elements[(row * 3)..<(row * 3 + 3)]))
    }
  }
}
