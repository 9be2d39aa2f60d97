/// The rule by which gradients change the parameters.
package enum Optimizer: Codable, Sendable, Equatable {
  /// Stochastic gradient descent with momentum, with Nesterov's look-ahead or without.
  case sgd(momentum: Double, nesterov: Bool)
  /// Adam (Kingma and Ba 2014).
  case adam(beta1: Double, beta2: Double, epsilon: Double)
}

/// How many rows make one update.
package enum BatchSize: Codable, Sendable, Equatable {
  /// So many rows, fewer in an epoch's last batch.
  case rows(Int)
  /// All rows.
  case full

  /// The rows of a batch of `rows` training rows.
  func resolved(rows: Int) -> Int {
    switch self {
    case .rows(let size): max(1, min(size, rows))
    case .full: max(1, rows)
    }
  }
}

/// How a network is trained; the defaults are scikit-learn's.
package struct TrainingOptions: Codable, Sendable, Equatable {
  /// The rule of the updates.
  package var optimizer: Optimizer
  /// The step size η.
  package var learningRate: Double
  /// How many rows make one update.
  package var batchSize: BatchSize
  /// The most epochs to train.
  package var epochs: Int
  /// Whether the rows are taken in a new random order in each epoch.
  package var shuffle: Bool
  /// The factor of the penalty ½·l2·Σw²/n on the weights.
  package var l2: Double
  /// An epoch whose loss is not better than the best by more than this counts against patience.
  package var tolerance: Double
  /// More such epochs in a row than this end the training; nil never ends it so.
  package var patience: Int?

  /// Makes options.
  package init(
    optimizer: Optimizer = .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    learningRate: Double = 0.001, batchSize: BatchSize = .rows(200), epochs: Int = 200,
    shuffle: Bool = true, l2: Double = 0.0001, tolerance: Double = 1e-4, patience: Int? = 10
  ) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.epochs = epochs
    self.shuffle = shuffle
    self.l2 = l2
    self.tolerance = tolerance
    self.patience = patience
  }
}
