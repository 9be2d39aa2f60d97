import Numerics
import Tabular

/// How much each row counts in a training: its column of weights times the weight of its class.
struct RowWeights: Sendable {
  /// The column's weights, a number for each row of the table; nil where none was chosen.
  private let column: [Double]?
  /// The class of each row and the weight of each class; nil where classes count the same.
  private let classes: (labels: [Int], weights: [Double])?

  /// Finds the weights that a config asks for.
  ///
  /// Balanced weights are those of scikit-learn's `compute_class_weight` over the training rows,
  /// with their own weights: n / (number of classes · rows of the class).
  /// - Throws: `ConfigError` where classes are to be weighed in a regression, where a label is no
  ///   class, and where no training row counts.
  init(_ config: ExperimentConfig, _ data: PreparedData) throws(ConfigError) {
    column = data.table.weights
    classes = try config.classWeight.map { weight throws(ConfigError) in
      guard data.target.task == .classification, let labels = data.labels else {
        throw Self.problem(.conflict(with: "a regression"))
      }
      return (labels, try Self.weights(weight, labels, data))
    }
    guard column != nil || classes != nil else { return }
    let sum = data.split.train.reduce(0) { $0 + self[$1] }
    guard sum > 0 else {
      throw ConfigError(
        file: nil, keyPath: column == nil ? "training.class_weight" : "columns.weight",
        problem: .noWeight(rows: data.split.train.count))
    }
  }

  /// The weights of some rows; nil where every row counts 1.
  func weights<Scalar: Real>(of rows: [Int]) -> [Scalar]? {
    guard column != nil || classes != nil else { return nil }
    return rows.map { Scalar(self[$0]) }
  }

  private subscript(row: Int) -> Double {
    let own = column.map { $0[row] } ?? 1
    return own * (classes.map { $0.weights[$0.labels[row]] } ?? 1)
  }

  private static func weights(
    _ weight: ClassWeight, _ labels: [Int], _ data: PreparedData
  ) throws(ConfigError) -> [Double] {
    var weights = [Double](repeating: 1, count: data.target.classes.count)
    switch weight {
    case .given(let given):
      for (label, weight) in given.sorted(by: { $0.key < $1.key }) {
        guard let index = data.target.classIndex(of: label) else {
          throw problem(.unknownValue(allowed: data.target.classes, found: label))
        }
        weights[index] = weight
      }
    case .balanced:
      var counts = [Double](repeating: 0, count: weights.count)
      var isThere = [Bool](repeating: false, count: weights.count)
      for row in data.split.train {
        counts[labels[row]] += data.table.weights.map { $0[row] } ?? 1
        isThere[labels[row]] = true
      }
      let share = counts.reduce(0, +) / Double(isThere.count { $0 })
      for index in weights.indices where counts[index] > 0 {
        weights[index] = share / counts[index]
      }
    }
    return weights
  }

  private static func problem(_ problem: ConfigError.Problem) -> ConfigError {
    ConfigError(file: nil, keyPath: "training.class_weight", problem: problem)
  }
}
