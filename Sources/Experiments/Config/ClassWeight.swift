/// How much the rows of each class count in a training.
package enum ClassWeight: Sendable, Equatable {
  /// The less, the more rows a class has: every class counts the same in all.
  case balanced
  /// A weight for each label; a class that is not named counts 1 a row.
  case given([String: Double])

  /// The largest weight that a config may give.
  package static let limit = 1e6
}

/// The saved model whose parameters a training starts from.
package struct WarmStart: Sendable, Equatable {
  /// The model as the user names it: `name` or `name@run`.
  package var model: String
  /// The hash of its parameters, which the model must have where it is given: it is written into the
  /// config that is stored, so that this says what was trained.
  package var weightsSHA256: String?

  /// Names a model.
  package init(model: String, weightsSHA256: String? = nil) {
    self.model = model
    self.weightsSHA256 = weightsSHA256
  }
}
