package import Numerics

/// What an epoch came to.
package struct EpochRecord: Codable, Sendable, Equatable {
  /// The epoch's number, from 1.
  package let epoch: Int
  /// The mean over the epoch's batches, each before its update, with the penalty of L2.
  package let trainLoss: Double
  /// The loss on the validation rows after the epoch, without the penalty.
  package let validationLoss: Double?
  /// The accuracy or R² on the rows held back for early stopping.
  package let validationScore: Double?
  /// Wall-clock time of the epoch.
  package let seconds: Double

  /// Makes a record.
  package init(
    epoch: Int, trainLoss: Double, validationLoss: Double?, validationScore: Double? = nil,
    seconds: Double
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.validationScore = validationScore
    self.seconds = seconds
  }
}

/// Whether the training goes on after an epoch.
package enum TrainingControl: Sendable {
  case goOn, stop
}

/// Why a training ended.
package enum StopReason: String, Codable, Sendable {
  /// All epochs were run.
  case epochs
  /// The loss no longer fell by more than the tolerance, or with lbfgs no slope exceeds it.
  case tolerance
  /// With lbfgs: no step along the gradient lessens the loss any more.
  case noProgress = "no_progress"
  /// With lbfgs: the loss was computed 15,000 times.
  case evaluations
  /// The score on the rows held back no longer rose by more than the tolerance.
  case earlyStopping = "early_stopping"
  /// The time was up.
  case maxSeconds = "max_seconds"
  /// The caller asked for it.
  case stoppedByCaller = "stopped_by_caller"
}

/// What a training came to.
package struct TrainingResult<Scalar: Real>: Sendable {
  /// The trained network.
  package let network: Network<Scalar>
  /// The score of each epoch on the rows held back; empty without early stopping.
  package let validationScores: [Double]
  /// The training loss of each epoch.
  package let lossCurve: [Double]
  /// The number of epochs run.
  package let epochsRun: Int
  /// Why it ended.
  package let stopReason: StopReason
}

/// Rows that are scored after each epoch and never trained on.
package struct ValidationSet<Scalar: Real>: Sendable {
  /// [rows × inputs].
  package let inputs: FeatureMatrix<Scalar>
  /// [rows × outputs], encoded as the training targets are.
  package let targets: Matrix<Scalar>

  /// How much each row counts; nil where each counts 1.
  package let weights: [Scalar]?

  /// Makes a validation set.
  package init(
    inputs: FeatureMatrix<Scalar>, targets: Matrix<Scalar>, weights: [Scalar]? = nil
  ) {
    precondition(
      inputs.rows == targets.rows && weights.map { $0.count == inputs.rows } ?? true,
      "there is a target for each row")
    self.inputs = inputs
    self.targets = targets
    self.weights = weights
  }
}
