import Glibc
package import Numerics
package import Perceptron

/// Compares scores with their targets, a few rows at a time, and sums up the metrics.
///
/// Sums are kept in double precision and taken in row order, so the same rows give the same metrics
/// however they are divided into chunks.
package struct Evaluation: Sendable {
  /// What the network gives, and so which loss and which metrics there are.
  ///
  /// `logistic`: the probability of the positive class; log loss. `softmax`: that of each class;
  /// cross-entropy. `identity`: a value; half the squared error.
  package let output: OutputKind
  /// From which probability on the positive class of two is predicted.
  package let threshold: Double
  /// How many rows were added.
  package private(set) var rows = 0
  /// How often each class was predicted for each true one; nil for a regression.
  package private(set) var confusion: ConfusionMatrix?
  /// How often what is predicted comes true; empty for a regression.
  package private(set) var calibration = Calibration()
  /// The probabilities of the positive class of two, or of each of more.
  private(set) var rankings: [RankedScores]
  private var lossSum = 0.0
  private var errors = ValueErrors()

  /// Starts with no rows.
  ///
  /// - Parameters:
  ///   - outputs: how many outputs the network has.
  ///   - threshold: the probability from which on the positive class of two is predicted.
  package init(_ output: OutputKind, outputs: Int, threshold: Double = 0.5) {
    precondition(output == .softmax || outputs == 1, "more outputs than the task has")
    self.output = output
    self.threshold = threshold
    switch output {
    case .identity:
      rankings = []
    case .logistic:
      rankings = [RankedScores()]
      confusion = ConfusionMatrix(classes: 2)
    case .softmax:
      rankings = Array(repeating: RankedScores(classes: outputs), count: outputs)
      confusion = ConfusionMatrix(classes: outputs)
    }
  }

  /// Starts with no rows of a network.
  package init(_ architecture: Architecture, threshold: Double = 0.5) {
    self.init(architecture.output, outputs: architecture.outputs, threshold: threshold)
  }

  /// The metrics of a network over rows, of which there must be one at least.
  ///
  /// - Parameters:
  ///   - inputs: encoded features, [rows × inputs].
  ///   - targets: [rows × outputs], as the target encoder gives them.
  package static func metrics<Scalar: Real>(
    of network: Network<Scalar>, inputs: FeatureMatrix<Scalar>, targets: Matrix<Scalar>
  ) -> Metrics {
    var evaluation = Evaluation(network.architecture)
    evaluation.add(scores: network.scores(inputs), targets: targets)
    return evaluation.metrics
  }

  /// Adds rows of scores and their targets.
  ///
  /// - Parameters:
  ///   - scores: probabilities or values, [rows × outputs].
  ///   - targets: what they should have been, [rows × outputs]: 0 or 1, one-hot, or values.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package mutating func add<Scalar: Real>(scores: Matrix<Scalar>, targets: Matrix<Scalar>) {
    precondition(
      scores.rows == targets.rows && scores.columns == targets.columns,
      "scores and targets differ in shape")
    let width = scores.columns
    scores.withUnsafeElements { scores in
      targets.withUnsafeElements { targets in
        for start in stride(from: 0, to: scores.count, by: width) {
          let row = UnsafeBufferPointer(rebasing: scores[start..<start + width])
          let target = UnsafeBufferPointer(rebasing: targets[start..<start + width])
          switch output {
          case .logistic: add(row, classIndex: target[0] > 0.5 ? 1 : 0)
          case .softmax: add(row, classIndex: Self.largest(target))
          case .identity: add(row, value: Double(target[0]))
          }
        }
      }
    }
  }

  /// Adds rows of probabilities and their classes.
  ///
  /// - Parameters:
  ///   - scores: [rows × outputs].
  ///   - classes: the index of each row's class; a row with a negative one is passed over.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package mutating func add<Scalar: Real>(
    scores: UnsafeBufferPointer<Scalar>, classes: UnsafeBufferPointer<Int32>
  ) {
    let width = classes.isEmpty ? 0 : scores.count / classes.count
    precondition(scores.count == classes.count * width, "scores and targets differ in shape")
    for row in classes.indices where classes[row] >= 0 {
      let start = row * width
      add(
        UnsafeBufferPointer(rebasing: scores[start..<start + width]),
        classIndex: Int(classes[row]))
    }
  }

  /// Adds predicted values and what they should have been; a row whose target is NaN is passed over.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package mutating func add<Scalar: Real>(
    scores: UnsafeBufferPointer<Scalar>, values: UnsafeBufferPointer<Double>
  ) {
    precondition(scores.count == values.count, "scores and targets differ in shape")
    for row in values.indices where !values[row].isNaN {
      add(UnsafeBufferPointer(rebasing: scores[row..<row + 1]), value: Double(Scalar(values[row])))
    }
  }

  /// The metrics over all rows added so far, of which there must be one at least.
  package var metrics: Metrics {
    precondition(rows > 0, "metrics of no rows")
    var metrics = Metrics(rows: rows, loss: lossSum / Double(rows))
    guard let confusion else {
      metrics.loss = errors.meanSquaredError / 2
      metrics.r2 = errors.r2
      metrics.meanAbsoluteError = errors.meanAbsoluteError
      metrics.rootMeanSquaredError = errors.meanSquaredError.squareRoot()
      return metrics
    }
    metrics.accuracy = confusion.accuracy
    metrics.f1 = confusion.f1
    metrics.calibrationError = calibration.error
    let summaries = rankings.map { $0.summary() }
    let areas = summaries.compactMap(\.area)
    if areas.count == rankings.count { metrics.areaUnderROC = Self.mean(areas) }
    metrics.averagePrecision = Self.mean(summaries.map(\.averagePrecision))
    return metrics
  }

  /// The mean loss of rows, and nothing else: for callers that ask for it often.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package static func loss<Scalar: Real>(
    _ output: OutputKind, scores: Matrix<Scalar>, targets: Matrix<Scalar>
  ) -> Double {
    var sum = 0.0
    for row in 0..<scores.rows {
      switch output {
      case .logistic: sum += logLoss(scores[row, 0], isPositive: targets[row, 0] > 0.5)
      case .softmax:
        for column in 0..<scores.columns where targets[row, column] > 0.5 {
          sum -= log(clipped(scores[row, column]))
        }
      case .identity:
        let error = Double(targets[row, 0]) - Double(scores[row, 0])
        sum += error * error / 2
      }
    }
    return sum / Double(scores.rows)
  }

  /// The place of the largest score; the first one when several are equal.
  package static func largest<Scalar: Real>(_ scores: UnsafeBufferPointer<Scalar>) -> Int {
    var best = 0
    for index in scores.indices.dropFirst() where scores[index] > scores[best] { best = index }
    return best
  }

  @inline(__always)
  private mutating func add<Scalar: Real>(
    _ scores: UnsafeBufferPointer<Scalar>, classIndex truth: Int
  ) {
    rows += 1
    if output == .logistic {
      let isPositive = truth == 1
      let probability = Double(scores[0])
      lossSum += Self.logLoss(scores[0], isPositive: isPositive)
      confusion?.add(truth: truth, predicted: probability >= threshold ? 1 : 0)
      calibration.add(probability, isTrue: isPositive)
      rankings[0].add(scores[0], isPositive: isPositive)
    } else {
      // Cross-entropy: −log of the true class's probability.
      lossSum -= log(Self.clipped(scores[truth]))
      let predicted = Self.largest(scores)
      confusion?.add(truth: truth, predicted: predicted)
      calibration.add(Double(scores[predicted]), isTrue: predicted == truth)
      for index in scores.indices {
        rankings[index].add(scores[index], isPositive: index == truth)
      }
    }
  }

  @inline(__always)
  private mutating func add<Scalar: Real>(_ score: UnsafeBufferPointer<Scalar>, value: Double) {
    rows += 1
    errors.add(Double(score[0]), target: value)
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// −log p for a positive row, −log(1 − p) for another.
  private static func logLoss<Scalar: Real>(_ probability: Scalar, isPositive: Bool) -> Double {
    let p = clipped(probability)
    return -log(isPositive ? p : 1 - p)
  }

  /// A probability held between ε and 1 − ε of its own type, so that no logarithm is infinite.
  ///
  /// Source: scikit-learn, `sklearn/neural_network/_base.py`, `log_loss` and `binary_log_loss`.
  private static func clipped<Scalar: Real>(_ probability: Scalar) -> Double {
    Double(min(max(probability, .ulpOfOne), 1 - .ulpOfOne))
  }
}
