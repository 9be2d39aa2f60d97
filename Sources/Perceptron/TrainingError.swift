/// Why a training could not be finished.
package enum TrainingError: Error, Equatable, Sendable {
  /// The loss of an epoch is infinite or not a number; lbfgs has no learning rate.
  case lossNotFinite(epoch: Int, loss: Double, learningRate: Double?)
  /// The last update left a parameter that is infinite or not a number.
  case parametersNotFinite(epoch: Int, learningRate: Double?)
}
