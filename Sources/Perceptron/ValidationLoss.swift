import Glibc
package import Numerics

/// Computes the loss on validation rows for the parameters as they stand.
final class ValidationLoss<Scalar: Real> {
  private let scorer: Scorer<Scalar>
  private let set: ValidationSet<Scalar>
  private let output: OutputKind
  private var scores: [Scalar]

  /// Prepares the memory for a set.
  init(_ architecture: Architecture, _ set: ValidationSet<Scalar>) {
    precondition(
      set.inputs.columns == architecture.inputs && set.targets.columns == architecture.outputs,
      "the validation rows do not fit the network")
    scorer = Scorer(architecture)
    self.set = set
    output = architecture.output
    scores = Array(repeating: 0, count: set.targets.rows * set.targets.columns)
  }

  /// The mean loss with parameters in the kernels' order.
  func loss(_ parameters: UnsafePointer<Scalar>) -> Double {
    scorer.adopt(parameters)
    scores.withUnsafeMutableBufferPointer { target in
      set.inputs.withUnsafeElements { scorer.score($0, into: target) }
    }
    return scores.withUnsafeBufferPointer { scores in
      set.targets.withUnsafeElements { output.meanLoss(scores, $0, columns: set.targets.columns) }
    }
  }
}

extension OutputKind {
  /// The mean over the rows of the loss of scores, both [rows × columns].
  ///
  /// Probabilities are clipped by the type's epsilon, as in training.
  package func meanLoss<Scalar: Real>(
    _ scores: UnsafeBufferPointer<Scalar>, _ targets: UnsafeBufferPointer<Scalar>, columns: Int
  ) -> Double {
    precondition(scores.count == targets.count, "there is a target for each score")
    guard columns > 0, !scores.isEmpty else { return 0 }
    let epsilon = Double(Scalar.ulpOfOne)
    var sum = 0.0
    for index in scores.indices {
      let (score, target) = (Double(scores[index]), Double(targets[index]))
      let clipped = min(max(score, epsilon), 1 - epsilon)
      switch self {
      case .logistic:
        sum -= target * log(clipped) + (1 - target) * log(1 - clipped)
      case .softmax:
        sum -= target * log(clipped)
      case .identity:
        sum += (score - target) * (score - target) / (2 * Double(columns))
      }
    }
    return sum / Double(scores.count / columns)
  }
}
