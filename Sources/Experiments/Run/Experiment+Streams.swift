import Models
import Numerics
import Perceptron
import Tabular

extension Experiment {
  /// Draws this run's initial weights and throws them away, so that a run after it finds a shared
  /// stream where it found it in its study.
  ///
  /// - Throws: what `run` throws before it draws.
  package func passInitialWeights(streams: inout RandomStreams) throws(ExperimentError) {
    // A warm start draws nothing.
    guard trial.config.warmStart == nil else { return }
    let encoder = FeatureEncoder(
      fitting: data.table, rows: data.split.train, settings: trial.config.preprocess,
      threads: threads)
    let architecture: Architecture
    do throws(ConfigError) {
      architecture = try self.architecture(inputs: encoder.featureCount)
    } catch {
      throw .config(error)
    }
    func draw<Scalar: Real>(_: Scalar.Type) {
      _ = streams.draw(seed: trial.config.seed) { state in
        Network<Scalar>(
          architecture: architecture, initialWeights: trial.config.network.initialWeights,
          random: &state)
      }
    }
    switch trial.config.precision {
    case .float32: draw(Float.self)
    case .float64: draw(Double.self)
    }
  }
}
