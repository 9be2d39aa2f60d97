import Numerics

extension TrainingState {
  /// The long parts of a state, which a file keeps as arrays.
  package struct Arrays: Sendable, Equatable {
    /// The training loss of each epoch so far.
    package var lossCurve: [Double] = []
    /// The score of each epoch on the rows held back.
    package var validationScores: [Double] = []
    /// The rows in the order of the last epoch.
    package var order: [Int32] = []
    /// The parameters in the kernels' order.
    package var parameters: [Scalar] = []
    /// Velocities, or adam's first moments.
    package var first: [Scalar] = []
    /// Adam's second moments.
    package var second: [Scalar] = []
    /// The parameters of the best score.
    package var best: [Scalar] = []

    /// Has nothing in it.
    package init() {}
  }

  /// The long parts; without them a state is small.
  package var arrays: Arrays {
    get {
      var arrays = Arrays()
      arrays.lossCurve = lossCurve
      arrays.validationScores = validationScores
      arrays.order = order
      arrays.parameters = parameters
      arrays.first = first
      arrays.second = second
      arrays.best = best
      return arrays
    }
    set {
      lossCurve = newValue.lossCurve
      validationScores = newValue.validationScores
      order = newValue.order
      parameters = newValue.parameters
      first = newValue.first
      second = newValue.second
      best = newValue.best
    }
  }
}
