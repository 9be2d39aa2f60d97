package import Numerics

/// All that a training carries from epoch to epoch: one that is resumed from it goes on with the
/// same bits.
package struct TrainingState<Scalar: Real>: Codable, Sendable, Equatable {
  /// The training loss of each epoch so far.
  package internal(set) var lossCurve: [Double] = []
  /// The score of each epoch on the rows held back.
  package internal(set) var validationScores: [Double] = []
  /// The random stream.
  var random: RandomState
  /// The rows in the order of the last epoch.
  var order: [Int32] = []
  /// Updates done so far.
  var updates = 0
  /// The step size of the next epoch.
  var learningRate: Double
  /// Seconds spent so far.
  var seconds = 0.0
  /// How the training stands towards its end.
  var rule = StoppingRule()
  /// Why the training is over; nil where it goes on.
  var end: StopReason?
  /// The parameters in the kernels' order.
  var parameters: [Scalar] = []
  /// Velocities, or adam's first moments.
  var first: [Scalar] = []
  /// Adam's second moments.
  var second: [Scalar] = []
  /// The parameters of the best score; empty without early stopping.
  var best: [Scalar] = []

  /// Where lbfgs stands; nil before its first iteration and with any other optimizer.
  var minimizer: QuasiNewton?

  /// The state before the first epoch.
  init(random: RandomState, learningRate: Double) {
    self.random = random
    self.learningRate = learningRate
  }
}
