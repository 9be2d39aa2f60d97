/// Ends a training whose loss no longer falls, as scikit-learn does.
struct StoppingRule: Sendable, Equatable {
  let tolerance: Double
  let patience: Int?
  /// The least loss so far.
  private(set) var best = Double.infinity
  /// Epochs in a row that did not better it by more than the tolerance.
  private(set) var epochsWithoutProgress = 0

  init(tolerance: Double, patience: Int?) {
    self.tolerance = tolerance
    self.patience = patience
  }

  /// Takes in an epoch's loss and says whether patience is at an end.
  mutating func isMet(loss: Double) -> Bool {
    if loss > best - tolerance {
      epochsWithoutProgress += 1
    } else {
      epochsWithoutProgress = 0
    }
    best = min(best, loss)
    guard let patience else { return false }
    return epochsWithoutProgress > patience
  }
}
