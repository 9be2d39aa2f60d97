/// Ends a training that makes no more progress, as scikit-learn does.
struct StoppingRule: Codable, Sendable, Equatable {
  /// The best measure so far: the least loss, or the highest score.
  private(set) var best: Double?
  /// Epochs in a row that did not better it by more than the tolerance.
  private(set) var epochsWithoutProgress = 0

  /// Takes in an epoch's training loss and returns whether it is the least so far.
  mutating func take(loss: Double, tolerance: Double) -> Bool {
    let least = best ?? .infinity
    epochsWithoutProgress = loss > least - tolerance ? epochsWithoutProgress + 1 : 0
    best = min(least, loss)
    return loss < least
  }

  /// Takes in an epoch's validation score and returns whether it is the highest so far.
  mutating func take(score: Double, tolerance: Double) -> Bool {
    let highest = best ?? -.infinity
    epochsWithoutProgress = score < highest + tolerance ? epochsWithoutProgress + 1 : 0
    if score > highest { best = score }
    return score > highest
  }

  /// Whether more than `patience` epochs in a row made no progress.
  func isMet(patience: Int?) -> Bool {
    patience.map { epochsWithoutProgress > $0 } ?? false
  }

  /// Begins to count anew.
  mutating func forgive() { epochsWithoutProgress = 0 }
}
