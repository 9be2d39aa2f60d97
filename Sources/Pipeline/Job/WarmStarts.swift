import Experiments
import Models

/// The saved models that the runs of a study start from, each read once.
struct WarmStarts: Sendable {
  private var models: [String: Model] = [:]

  /// Reads the models that a study names, and writes the hash of each into the study's configs: two
  /// studies that name one model are the same only while it is the same.
  ///
  /// - Throws: `ModelError` where a model cannot be read, `ConfigError` where it is not the one that
  ///   the config means.
  init(_ study: inout Study, store: ModelStore) throws {
    for index in study.trials.indices {
      guard let start = study.trials[index].config.warmStart else { continue }
      let model = try models[start.model] ?? store.open(reference: start.model)
      models[start.model] = model
      let found = model.document.weightsSHA256
      if let expected = start.weightsSHA256, expected != found {
        throw ConfigError(
          file: nil, keyPath: "training.warm_start",
          problem: .otherModel(what: "parameters", expected: expected, found: found))
      }
      study.trials[index].config.warmStart?.weightsSHA256 = found
    }
  }

  /// The model that a run starts from; nil where it draws its initial weights.
  func model(of trial: Study.Trial) -> Model? {
    trial.config.warmStart.flatMap { models[$0.model] }
  }
}
