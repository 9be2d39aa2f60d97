/// What one config asks for: one run, or a study of several runs on one dataset and one split.
package struct Study: Sendable, Equatable {
  /// One run of a study: its name and its complete config.
  package struct Trial: Sendable, Equatable {
    /// The trial's name, unique within the study; the model's name where there is no study.
    package let name: String
    package var config: ExperimentConfig

    /// Names a complete config.
    package init(name: String, config: ExperimentConfig) {
      self.name = name
      self.config = config
    }
  }

  /// The CSV that the config names; nil for the CSV of the same stem.
  package let data: String?
  /// The runs in the order in which they start; one where the config has no study.
  package var trials: [Trial]
  /// How many uniform draws come before the first run's initial weights, where all runs draw from
  /// one stream.
  ///
  /// A notebook that seeds once and goes on drawing is reproduced so; nil for a stream of its own
  /// for each run.
  package let sharedStreamSkip: Int?
  /// Whether the config has a `study`, even of a single run.
  package let isStudy: Bool

  /// Most runs of one study.
  package static let trialLimit = 10_000

  /// Settings that all runs share: one model, one dataset, one task, one split.
  package var shared: ExperimentConfig { trials[0].config }
}
