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
  /// `logistic`: the probability of the positive class; log loss and accuracy. `softmax`: that of
  /// each class; cross-entropy and accuracy. `identity`: a value; half the squared error, r2 and
  /// the mean absolute error.
  package let output: OutputKind
  /// How many rows were added.
  package private(set) var rows = 0
  private var lossSum = 0.0
  private var correct = 0
  private var absoluteSum = 0.0
  private var squareSum = 0.0
  /// The running mean of the targets, and the sum of their squared deviations from it.
  private var targetMean = 0.0
  private var targetDeviation = 0.0

  /// Starts with no rows.
  package init(_ output: OutputKind) {
    self.output = output
  }

  /// The metrics of a network over rows, of which there must be one at least.
  ///
  /// - Parameters:
  ///   - inputs: encoded features, [rows × inputs].
  ///   - targets: [rows × outputs], as the target encoder gives them.
  package static func metrics<Scalar: Real>(
    of network: Network<Scalar>, inputs: Matrix<Scalar>, targets: Matrix<Scalar>
  ) -> Metrics {
    var evaluation = Evaluation(network.architecture.output)
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
    precondition(output == .softmax || scores.columns == 1, "more outputs than the task has")
    let width = scores.columns
    scores.withUnsafeElements { scores in
      targets.withUnsafeElements { targets in
        for start in stride(from: 0, to: scores.count, by: width) {
          rows += 1
          switch output {
          case .logistic: addBinary(scores[start], isPositive: targets[start] > 0.5)
          case .softmax:
            let row = start..<start + width
            addMulticlass(
              UnsafeBufferPointer(rebasing: scores[row]),
              oneHot: UnsafeBufferPointer(rebasing: targets[row]))
          case .identity: addValue(Double(scores[start]), target: Double(targets[start]))
          }
        }
      }
    }
  }

  /// The metrics over all rows added so far, of which there must be one at least.
  ///
  /// r2 is 1 − Σ(y − ŷ)² / Σ(y − ȳ)². As scikit-learn's `r2_score` has it, a constant target
  /// gives 1 when it is predicted exactly and 0 otherwise.
  package var metrics: Metrics {
    precondition(rows > 0, "metrics of no rows")
    let count = Double(rows)
    guard output == .identity else {
      return Metrics(rows: rows, loss: lossSum / count, accuracy: Double(correct) / count)
    }
    let r2 =
      if targetDeviation > 0 { 1 - squareSum / targetDeviation } else { squareSum > 0 ? 0.0 : 1.0 }
    return Metrics(
      rows: rows, loss: squareSum / count / 2, r2: r2, meanAbsoluteError: absoluteSum / count)
  }

  /// Whether a probability means the positive class: from one half up.
  package static func isPositive<Scalar: Real>(_ probability: Scalar) -> Bool {
    probability >= 0.5
  }

  /// The place of the largest score; the first one when several are equal.
  package static func largest<Scalar: Real>(_ scores: UnsafeBufferPointer<Scalar>) -> Int {
    var best = 0
    for index in scores.indices.dropFirst() where scores[index] > scores[best] { best = index }
    return best
  }

  /// Log loss: −log p for a positive row, −log(1 − p) for another.
  private mutating func addBinary<Scalar: Real>(_ probability: Scalar, isPositive: Bool) {
    let p = Self.clipped(probability)
    lossSum -= log(isPositive ? p : 1 - p)
    if Self.isPositive(probability) == isPositive { correct += 1 }
  }

  /// Cross-entropy: −log of the true class's probability.
  private mutating func addMulticlass<Scalar: Real>(
    _ scores: UnsafeBufferPointer<Scalar>, oneHot: UnsafeBufferPointer<Scalar>
  ) {
    let target = Self.largest(oneHot)
    lossSum -= log(Self.clipped(scores[target]))
    if Self.largest(scores) == target { correct += 1 }
  }

  private mutating func addValue(_ value: Double, target: Double) {
    let error = target - value
    squareSum += error * error
    absoluteSum += abs(error)
    // One pass, and no cancellation when the mean is large. Source: Welford 1962, "Note on a method
    // for calculating corrected sums of squares and products".
    let deviation = target - targetMean
    targetMean += deviation / Double(rows)
    targetDeviation += deviation * (target - targetMean)
  }

  /// A probability held between ε and 1 − ε of its own type, so that no logarithm is infinite.
  ///
  /// Source: scikit-learn, `sklearn/neural_network/_base.py`, `log_loss` and `binary_log_loss`.
  private static func clipped<Scalar: Real>(_ probability: Scalar) -> Double {
    Double(min(max(probability, .ulpOfOne), 1 - .ulpOfOne))
  }
}
