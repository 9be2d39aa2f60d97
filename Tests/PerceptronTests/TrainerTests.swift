import Numerics
import Perceptron
import Testing

@Suite struct TrainerTests {
  private func trainer(_ options: TrainingOptions, scale: Double = 1) -> Trainer<Double> {
    var random = RandomState(seed: 2)
    let x = (0..<60).map { _ in random.normal() }
    let network = Network<Double>(
      architecture: Architecture(
        inputs: 2, hidden: [3], outputs: 1, activation: .relu, output: .identity),
      initialWeights: .glorotUniform, random: &random)
    return Trainer(
      network: network,
      inputs: FeatureMatrix(Matrix(rows: 30, columns: 2, elements: x.map { $0 * scale })),
      targets: Matrix(rows: 30, columns: 1, elements: Array(x[..<30]).map { $0 * scale }),
      options: options, random: random)
  }

  @Test func namesTheEpochWhenTheLossIsNotFinite() {
    var training = trainer(
      TrainingOptions(
        optimizer: .sgd(momentum: 0, nesterov: false), learningRate: 10, epochs: 500,
        patience: nil), scale: 1e3)
    #expect {
      try training.train()
    } throws: { error in
      guard case .lossNotFinite(let epoch, let loss, 10)? = error as? TrainingError else {
        return false
      }
      return epoch > 1 && !loss.isFinite
    }
  }

  @Test func saysWhatToTryWhenTheLossIsNotFinite() {
    let sgd = TrainingError.lossNotFinite(epoch: 3, loss: .infinity, learningRate: 10)
    #expect(
      sgd.description
        == "the loss is inf in epoch 3: the training diverged, most likely because the learning "
        + "rate 10.0 is too high or a column holds huge values; try training.learning_rate 1.0, "
        + "limit the gradient (training.gradient_clip 1), or scale the columns "
        + "(preprocess.scale), the target too in a regression")
    #expect(
      !TrainingError.lossNotFinite(epoch: 1, loss: .nan, learningRate: nil).description
        .contains("learning rate"))
  }

  @Test func minimizesUntilTheGradientIsFlat() throws {
    var training = trainer(TrainingOptions(optimizer: .lbfgs, epochs: 500, tolerance: 1e-5))
    let result = try training.train()
    #expect(result.stopReason == .tolerance)
    #expect(result.epochsRun < 500)
    #expect(zip(result.lossCurve, result.lossCurve.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func refusesToMinimizeAnInfiniteLoss() {
    var training = trainer(TrainingOptions(optimizer: .lbfgs), scale: 1e200)
    #expect {
      try training.train()
    } throws: { error in
      guard case .lossNotFinite(1, _, nil)? = error as? TrainingError else { return false }
      return true
    }
  }

  @Test func stopsWhenTheCallerAsks() throws {
    var training = trainer(TrainingOptions())
    var epochs: [Int] = []
    let result = try training.train { record in
      epochs.append(record.epoch)
      return record.epoch == 3 ? .stop : .goOn
    }
    #expect(epochs == [1, 2, 3])
    #expect(result.stopReason == .stoppedByCaller)
    #expect(result.epochsRun == 3)
  }

  @Test func beginsNoEpochAfterTheTimeIsUp() throws {
    var training = trainer(TrainingOptions(maxSeconds: 0))
    let result = try training.train()
    #expect(result.stopReason == .maxSeconds)
    #expect(result.epochsRun == 0)
  }

  @Test func runsAllEpochsWithoutPatience() throws {
    var training = trainer(TrainingOptions(epochs: 40, tolerance: 10, patience: nil))
    #expect(try training.train().stopReason == .epochs)
    var impatient = trainer(TrainingOptions(epochs: 40, tolerance: 10, patience: 2))
    let result = try impatient.train()
    #expect(result.stopReason == .tolerance)
    #expect(result.epochsRun == 4)
  }

  @Test func shortensLongGradients() throws {
    let plain = TrainingOptions(
      optimizer: .sgd(momentum: 0, nesterov: false), learningRate: 1, batchSize: .full, epochs: 1,
      shuffle: false, l2: 0, patience: nil)
    var clipped = plain
    clipped.gradientClip = 0.01
    var start = trainer(plain)
    var stopped = trainer(TrainingOptions(epochs: 0))
    let before = try stopped.train().network
    var bounded = trainer(clipped)
    let long = distance(try start.train().network, before)
    let short = distance(try bounded.train().network, before)
    #expect(long > 0.02)
    #expect((short - 0.01).magnitude < 1e-12)
  }

  @Test func warmsUpLinearly() throws {
    var options = TrainingOptions(
      optimizer: .sgd(momentum: 0, nesterov: false), learningRate: 0.1, batchSize: .full,
      epochs: 1, shuffle: false, l2: 0, patience: nil)
    var stopped = trainer(TrainingOptions(epochs: 0))
    let before = try stopped.train().network
    var cold = trainer(options)
    let whole = distance(try cold.train().network, before)
    options.warmUpUpdates = 4
    var warming = trainer(options)
    let quarter = distance(try warming.train().network, before)
    #expect((quarter / whole - 0.25).magnitude < 1e-12)
  }

  private func distance(_ first: Network<Double>, _ second: Network<Double>) -> Double {
    var sum = 0.0
    for (a, b) in zip(first.layers, second.layers) {
      for (x, y) in zip(a.weight.elements + a.bias, b.weight.elements + b.bias) {
        sum += (x - y) * (x - y)
      }
    }
    return sum.squareRoot()
  }
}
