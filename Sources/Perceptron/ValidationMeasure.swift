import Glibc
import Numerics

/// Measures validation rows with the parameters as they stand.
final class ValidationMeasure<Scalar: Real> {
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

  /// The mean loss with parameters in the kernels' order, and if wanted the accuracy, or R² of
  /// values.
  func measure(
    _ parameters: UnsafePointer<Scalar>, withScore: Bool
  ) -> (loss: Double, score: Double?) {
    scorer.adopt(parameters)
    scores.withUnsafeMutableBufferPointer { target in
      set.inputs.withUnsafeRows { scorer.score($0, into: target) }
    }
    let columns = set.targets.columns
    return scores.withUnsafeBufferPointer { scores in
      set.targets.withUnsafeElements { targets in
        (
          output.meanLoss(scores, targets, columns: columns, weights: set.weights),
          withScore
            ? output.meanScore(scores, targets, columns: columns, weights: set.weights) : nil
        )
      }
    }
  }
}

extension OutputKind {
  /// The weighted mean over the rows of the loss of scores, both [rows × columns].
  ///
  /// Probabilities are clipped by the type's epsilon, as in training.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func meanLoss<Scalar: Real>(
    _ scores: UnsafeBufferPointer<Scalar>, _ targets: UnsafeBufferPointer<Scalar>, columns: Int,
    weights: [Scalar]?
  ) -> Double {
    precondition(scores.count == targets.count, "there is a target for each score")
    guard columns > 0, !scores.isEmpty else { return 0 }
    let epsilon = Double(Scalar.ulpOfOne)
    var (sum, total) = (0.0, 0.0)
    for row in 0..<(scores.count / columns) {
      var loss = 0.0
      for index in (row * columns)..<((row + 1) * columns) {
        let (score, target) = (Double(scores[index]), Double(targets[index]))
        let clipped = min(max(score, epsilon), 1 - epsilon)
        switch self {
        case .logistic: loss -= target > 0.5 ? log(clipped) : log(1 - clipped)
        case .softmax: if target > 0.5 { loss -= log(clipped) }
        case .identity: loss += (score - target) * (score - target) / (2 * Double(columns))
        }
      }
      let weight = weights.map { Double($0[row]) } ?? 1
      sum += weight * loss
      total += weight
    }
    return total > 0 ? sum / total : 0
  }

  /// The weighted accuracy of class scores, or the mean R² of values, both [rows × columns].
  ///
  /// A probability above ½ is the positive class; of equal ones the first class is taken.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func meanScore<Scalar: Real>(
    _ scores: UnsafeBufferPointer<Scalar>, _ targets: UnsafeBufferPointer<Scalar>, columns: Int,
    weights: [Scalar]?
  ) -> Double {
    let rows = scores.count / columns
    let weight = { (row: Int) in weights.map { Double($0[row]) } ?? 1 }
    let total = (0..<rows).reduce(0) { $0 + weight($1) }
    switch self {
    case .logistic:
      let right = (0..<rows).filter { (scores[$0] > 0.5) == (targets[$0] > 0.5) }
      return right.reduce(0) { $0 + weight($1) } / total
    case .softmax:
      let right = (0..<rows).filter { row in
        let range = row * columns..<(row + 1) * columns
        return largest(scores[range]) == largest(targets[range])
      }
      return right.reduce(0) { $0 + weight($1) } / total
    case .identity:
      var sum = 0.0
      for column in 0..<columns {
        let at = { (row: Int) in row * columns + column }
        let mean =
          (0..<rows).reduce(0) { $0 + weight($1) * Double(targets[at($1)]) } / total
        var (residual, spread) = (0.0, 0.0)
        for row in 0..<rows {
          let target = Double(targets[at(row)])
          let error = target - Double(scores[at(row)])
          residual += weight(row) * error * error
          spread += weight(row) * (target - mean) * (target - mean)
        }
        sum += spread > 0 ? 1 - residual / spread : (residual == 0 ? 1 : 0)
      }
      return sum / Double(columns)
    }
  }

  private func largest<Scalar: Real>(_ values: Slice<UnsafeBufferPointer<Scalar>>) -> Int? {
    values.indices.max { values[$0] < values[$1] }.map { index in
      (values.indices.first { values[$0] == values[index] } ?? index) - values.startIndex
    }
  }
}
