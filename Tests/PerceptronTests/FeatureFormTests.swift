import Numerics
import Perceptron
import Testing

/// Whether features are written out or kept as numbers and places of ones changes no bit.
@Suite struct FeatureFormTests {
  private static let rows = 300
  private static let levels = 6

  /// Two numbers, a category of six levels between them.
  private func sample<Scalar: Real>(
    _: Scalar.Type
  ) -> (compact: FeatureMatrix<Scalar>, targets: Matrix<Scalar>) {
    var random = RandomState(seed: 21)
    var form = FeatureForm()
    form.append(numbers: 1)
    form.append(oneOf: Self.levels)
    form.append(numbers: 1)
    var (elements, targets): ([Scalar], [Scalar]) = ([], [])
    for _ in 0..<Self.rows {
      let (first, second) = (random.normal(), random.normal())
      let level = random.integer(below: Self.levels + 1) - 1
      elements += [Scalar(first), Scalar(second), Scalar(level)]
      targets.append(first > 0 || level == 2 ? 1 : 0)
    }
    return (
      FeatureMatrix(rows: Self.rows, form: form, elements: elements),
      Matrix(rows: Self.rows, columns: 1, elements: targets)
    )
  }

  private func result<Scalar: Real>(
    _ inputs: FeatureMatrix<Scalar>, _ targets: Matrix<Scalar>, _ options: TrainingOptions,
    validation: ValidationSet<Scalar>?
  ) throws -> (TrainingResult<Scalar>, losses: [Double?]) {
    var random = RandomState(seed: 2)
    let network = Network<Scalar>(
      architecture: Architecture(
        inputs: inputs.columns, hidden: [40], outputs: 1, activation: .tanh, output: .logistic),
      initialWeights: .glorotUniform, random: &random)
    var trainer = Trainer(
      network: network, inputs: inputs, targets: targets, options: options, random: random,
      threads: 2, validation: validation)
    var losses: [Double?] = []
    let result = try trainer.train { record in
      losses.append(record.validationLoss)
      return .goOn
    }
    return (result, losses)
  }

  private func trainsTheSame<Scalar: Real>(
    _ type: Scalar.Type, _ change: (inout TrainingOptions) -> Void, hasValidation: Bool
  ) throws {
    let (compact, targets) = sample(type)
    let dense = FeatureMatrix(compact.dense)
    var options = TrainingOptions(batchSize: .rows(32), epochs: 4, patience: nil)
    change(&options)
    let results = try [compact, dense].map { inputs in
      let set = ValidationSet(
        inputs: inputs.selecting(rows: Array(0..<50)),
        targets: targets.selecting(rows: Array(0..<50)))
      return try result(inputs, targets, options, validation: hasValidation ? set : nil)
    }
    #expect(results[0].0.network == results[1].0.network)
    #expect(results[0].0.lossCurve == results[1].0.lossCurve)
    #expect(results[0].0.validationScores == results[1].0.validationScores)
    #expect(results[0].losses == results[1].losses)
    if hasValidation { #expect(results[0].losses.allSatisfy { $0 != nil }) }
    let network = results[0].0.network
    #expect(network.scores(compact) == network.scores(compact.dense))
  }

  @Test(arguments: [false, true]) func trainsTheSameBits(hasValidation: Bool) throws {
    try trainsTheSame(Float.self, { _ in }, hasValidation: hasValidation)
    try trainsTheSame(Double.self, { _ in }, hasValidation: hasValidation)
  }

  @Test func trainsTheSameBitsWithEarlyStopping() throws {
    try trainsTheSame(Float.self, { $0.earlyStoppingFraction = 0.2 }, hasValidation: false)
  }

  @Test func trainsTheSameBitsWithTheFullBatch() throws {
    try trainsTheSame(Double.self, { $0.optimizer = .lbfgs }, hasValidation: false)
    try trainsTheSame(
      Float.self,
      {
        $0.batchSize = .full
        $0.shuffle = false
      }, hasValidation: false)
  }
}
