/// The rule by which gradients change the parameters.
package enum Optimizer: Codable, Sendable, Equatable {
  /// Stochastic gradient descent with momentum, with Nesterov's look-ahead or without.
  case sgd(momentum: Double, nesterov: Bool)
  /// Adam (Kingma and Ba 2014).
  case adam(beta1: Double, beta2: Double, epsilon: Double)
  /// The limited-memory BFGS method over all rows at once, without step size, batches or patience.
  case lbfgs
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

/// How the step size changes from epoch to epoch; only sgd heeds it, as in scikit-learn.
package enum LearningRateSchedule: Codable, Sendable, Equatable {
  /// The step size stays.
  case constant
  /// After each epoch η₀ / (t + 1)ᵖ, where t counts the rows trained on so far.
  case invscaling(powerT: Double)
  /// A fifth of it each time patience is at an end, until it is 1e-6 or less.
  case adaptive
}

/// How a network is trained; the defaults are scikit-learn's.
package struct TrainingOptions: Codable, Sendable, Equatable {
  /// The rule of the updates.
  package var optimizer: Optimizer
  /// The step size η.
  package var learningRate: Double
  /// How many rows make one update.
  package var batchSize: BatchSize
  /// The most epochs to train; an iteration of lbfgs counts as one.
  package var epochs: Int
  /// Whether the rows are taken in a new random order in each epoch.
  package var shuffle: Bool
  /// The factor of the penalty ½·l2·Σw²/n on the weights.
  package var l2: Double
  /// An epoch whose loss is not better than the best by more than this counts against patience;
  /// lbfgs ends where no component of the gradient exceeds it.
  package var tolerance: Double
  /// More such epochs in a row than this end the training; nil never ends it so.
  package var patience: Int?
  /// How the step size changes from epoch to epoch.
  package var schedule: LearningRateSchedule
  /// The part of the rows that is held back and whose score, not the training loss, ends the
  /// training; the best parameters are kept. nil trains on all rows.
  package var earlyStoppingFraction: Double?
  /// No epoch begins when so many seconds have passed; nil for no limit.
  package var maxSeconds: Double?
  /// The greatest norm of a batch's gradient; a longer one is shortened to it. nil for no limit.
  package var gradientClip: Double?
  /// Over so many first updates the step size rises linearly to its value.
  package var warmUpUpdates: Int

  /// Makes options.
  package init(
    optimizer: Optimizer = .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    learningRate: Double = 0.001, batchSize: BatchSize = .rows(200), epochs: Int = 200,
    shuffle: Bool = true, l2: Double = 0.0001, tolerance: Double = 1e-4, patience: Int? = 10,
    schedule: LearningRateSchedule = .constant, earlyStoppingFraction: Double? = nil,
    maxSeconds: Double? = nil, gradientClip: Double? = nil, warmUpUpdates: Int = 0
  ) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.epochs = epochs
    self.shuffle = shuffle
    self.l2 = l2
    self.tolerance = tolerance
    self.patience = patience
    self.schedule = schedule
    self.earlyStoppingFraction = earlyStoppingFraction
    self.maxSeconds = maxSeconds
    self.gradientClip = gradientClip
    self.warmUpUpdates = warmUpUpdates
  }
}

extension TrainingOptions {
  /// The rows of a batch of `rows` training rows.
  func batchRows(of rows: Int) -> Int {
    optimizer == .lbfgs ? max(1, rows) : batchSize.resolved(rows: rows)
  }

  /// The part of the rows whose score ends the training; lbfgs has no early stopping, as in
  /// scikit-learn.
  var stoppingFraction: Double? { optimizer == .lbfgs ? nil : earlyStoppingFraction }
}
