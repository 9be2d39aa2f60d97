package import Perceptron
package import Tabular

/// Why an experiment did not end with a model: its config, its data or its training.
package enum ExperimentError: Error, Sendable {
  case config(ConfigError)
  case data(TabularError)
  case training(TrainingError)
  /// The point to go on from is of no use; the training can begin anew.
  case resume(ResumeProblem)

  /// The error of the part that failed.
  package var cause: any Error {
    switch self {
    case .config(let error): error
    case .data(let error): error
    case .training(let error): error
    case .resume(let problem): problem
    }
  }
}
