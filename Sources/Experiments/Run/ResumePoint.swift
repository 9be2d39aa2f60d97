package import Perceptron

/// A training between two epochs: all that it takes to go on with the same bits.
package struct ResumePoint: Sendable {
  /// The state of either precision.
  package enum State: Sendable {
    case float32(TrainingState<Float>)
    case float64(TrainingState<Double>)
  }

  /// Every epoch so far.
  package let epochs: [EpochRecord]
  /// What the training carries from epoch to epoch.
  package let state: State

  /// Puts a point together.
  package init(epochs: [EpochRecord], state: State) {
    self.epochs = epochs
    self.state = state
  }
}

/// Why a resume file is of no use; the training begins anew then.
package enum ResumeProblem: Error, Equatable, Sendable {
  /// The container or one of its arrays cannot be read.
  case archive(String)
  /// The document is not that of a resume file of this version.
  case otherFormat
  /// It was written by the training of other data, another config or another version.
  case otherTraining
}

extension ResumeProblem: CustomStringConvertible {
  /// The problem as the end of a sentence.
  package var description: String {
    switch self {
    case .archive(let reason): reason
    case .otherFormat: "it is not a resume file of this version"
    case .otherTraining: "it belongs to a training of other data, another config or another version"
    }
  }
}
