package import Numerics

/// What an epoch came to.
package struct EpochRecord: Codable, Sendable, Equatable {
  /// The epoch's number, from 1.
  package let epoch: Int
  /// The mean over the epoch's batches, each before its update, with the penalty of L2.
  package let trainLoss: Double
  /// The loss on the validation rows after the epoch, without the penalty.
  package let validationLoss: Double?
  /// Wall-clock time of the epoch.
  package let seconds: Double

  /// Makes a record.
  package init(epoch: Int, trainLoss: Double, validationLoss: Double?, seconds: Double) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
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
  /// The loss no longer fell by more than the tolerance.
  case tolerance
  /// The caller asked for it.
  case stoppedByCaller
}

/// What a training came to.
package struct TrainingResult<Scalar: Real>: Sendable {
  /// The trained network.
  package let network: Network<Scalar>
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
  package let inputs: Matrix<Scalar>
  /// [rows × outputs], encoded as the training targets are.
  package let targets: Matrix<Scalar>

  /// Makes a validation set.
  package init(inputs: Matrix<Scalar>, targets: Matrix<Scalar>) {
    precondition(inputs.rows == targets.rows, "there is a target for each row")
    self.inputs = inputs
    self.targets = targets
  }
}
