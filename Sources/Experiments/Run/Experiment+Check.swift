import Models
import Numerics
package import Perceptron
package import Tabular

/// What an experiment is about to train, found out without training.
package struct ExperimentPlan: Sendable {
  /// The encoding of the columns, fitted on the training rows.
  package let encoder: FeatureEncoder
  /// The shape of the network.
  package let architecture: Architecture
  /// Every column of the file with what is done with it.
  package let columns: [ColumnReport]
  /// What a user should know about the data.
  package let warnings: [DataWarning]
  /// How long fitting and encoding took.
  package let encodeSeconds: Double
}

extension Experiment {
  /// Does all that a run does before it trains, so that it fails where the run would.
  ///
  /// - Throws: what `run` throws before the first epoch.
  package func check() throws(ExperimentError) -> ExperimentPlan {
    let start = ContinuousClock.now
    let encoder = try encode().encoder
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let architecture: Architecture
    do throws(ConfigError) {
      architecture = try self.architecture(inputs: encoder.featureCount)
      _ = try RowWeights(trial.config, data)
      let _: Network<Double>? = try startingNetwork(architecture, encoder)
    } catch {
      throw .config(error)
    }
    try checkHeldOutRows()
    return ExperimentPlan(
      encoder: encoder, architecture: architecture,
      columns: DataFinding(data: data, encoder: encoder).columns,
      warnings: data.warnings + encoder.notes.map(DataWarning.init),
      encodeSeconds: seconds)
  }
}
