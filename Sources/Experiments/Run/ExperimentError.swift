package import Perceptron
package import Tabular

/// Why an experiment did not end with a model: its config, its data or its training.
package enum ExperimentError: Error, Sendable {
  case config(ConfigError)
  case data(TabularError)
  case training(DivergedTraining)

  /// The error of the part that failed.
  package var cause: any Error {
    switch self {
    case .config(let error): error
    case .data(let error): error
    case .training(let error): error
    }
  }
}

/// A training whose loss is no longer a finite number: nothing is saved of it.
package struct DivergedTraining: Error, Hashable, Sendable {
  /// The trial's name.
  package let trial: String
  /// The epoch, from 1, after which the loss was not finite.
  package let epoch: Int
  /// The config's learning rate, the likeliest cause.
  package let learningRate: Double
  /// Whether the inputs were scaled.
  package let scaled: Bool
}

extension DivergedTraining: CustomStringConvertible {
  package var description: String {
    let cause =
      scaled
      ? "The learning rate \(learningRate) is probably too large: try a tenth of it"
      : "The inputs are not scaled, which is the likely cause: set preprocess.scale to \"standard\", "
        + "or try a tenth of the learning rate \(learningRate)"
    return "\(trial): training diverged: the loss is no longer a finite number after epoch \(epoch). "
      + cause + ". No model was saved"
  }
}
