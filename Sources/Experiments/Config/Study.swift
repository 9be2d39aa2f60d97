package import JSON
package import Tabular

/// What one config asks for: one run, or a study of several runs on one dataset and one split.
package struct Study: Sendable, Equatable {
  /// One run of a study: its name and its complete config.
  package struct Trial: Sendable, Equatable {
    /// The trial's name, unique within the study; the model's name where there is no study.
    package let name: String
    package var config: ExperimentConfig
    /// The setting that it tries, an index of `settings`.
    package let setting: Int
    /// Which of the setting's seeds it has, from 0.
    package let seedIndex: Int
    /// The fold that it leaves out of training and is measured on, from 0; nil without folds.
    package let fold: Int?

    /// Names a complete config.
    package init(
      name: String, config: ExperimentConfig, setting: Int = 0, seedIndex: Int = 0,
      fold: Int? = nil
    ) {
      self.name = name
      self.config = config
      self.setting = setting
      self.seedIndex = seedIndex
      self.fold = fold
    }
  }

  /// What several runs have in common that differ in nothing but their seed or their fold.
  package struct Setting: Sendable, Equatable {
    /// The name, unique within the study.
    package let name: String
    /// The value of each axis.
    package let values: [JSONValue]
  }

  /// A key of the config that the study varies.
  package struct Axis: Sendable, Equatable {
    /// The key, dotted.
    package let key: String
    /// Whether a random study draws its values from a list.
    package let isChoice: Bool
  }

  /// How the settings are given.
  package enum Form: String, Sendable {
    case runs, grid, random
    case oneAtATime = "one_at_a_time"
  }

  /// What the best run is chosen by.
  package enum Selection: Sendable, Equatable, CustomStringConvertible {
    /// Rows that the data mark, else this share of the training rows, which no run trains on.
    case validation(fraction: Double)
    /// Folds of the training rows; the chosen setting is trained once more on all of them.
    case folds(count: Int, FoldMethod?)
    /// The test rows, else the training rows.
    case test

    /// The case with its values: a part of what a job is known by, so it never changes.
    package var description: String {
      switch self {
      case .validation(let fraction): "validation(fraction: \(fraction))"
      case .folds(let count, nil): "folds(count: \(count), nil)"
      case .folds(let count, let method?):
        "folds(count: \(count), Optional(Tabular.FoldMethod.\(method)))"
      case .test: "test"
      }
    }
  }

  /// Gives up settings that are behind, by successive halving.
  ///
  /// With n settings and the factor η there are s = ⌊log_η n⌋ looks: after the epochs/ηˢ, …, epochs/η
  /// first epochs of each, the best n/ηⁱ by mean validation loss go on. Source: Jamieson and
  /// Talwalkar 2016, Non-stochastic Best Arm Identification and Hyperparameter Optimization.
  package struct EarlyDiscard: Sendable, Equatable {
    /// η, at least 2.
    package let factor: Int

    /// How often the runs are looked at before their end.
    package func looks(settings: Int) -> Int {
      var (looks, left) = (0, settings)
      while left >= factor {
        left /= factor
        looks += 1
      }
      return looks
    }

    /// The epoch after which a run is looked at.
    ///
    /// - Parameter look: from 0 to one less than `looks`.
    package func epoch(ofLook look: Int, of looks: Int, epochs: Int) -> Int {
      var share = epochs
      for _ in look..<looks { share = (share + factor - 1) / factor }
      return max(1, share)
    }

    /// How many of the settings go on after a look.
    package func kept(afterLook look: Int, settings: Int) -> Int {
      var left = settings
      for _ in 0...look { left = max(1, left / factor) }
      return left
    }
  }

  /// The CSV that the config names; nil for the CSV of the same stem.
  package let data: String?
  /// Whether the model is named for the CSV, since the config gives no name.
  package let isNamedForData: Bool
  /// The runs in the order in which they start; one where the config has no study. With folds one
  /// more follows them, which is only known when they have ended: see `finalTrial`.
  package var trials: [Trial]
  /// How many uniform draws come before the first run's initial weights, where all runs draw from
  /// one stream.
  ///
  /// A notebook that seeds once and goes on drawing is reproduced so; nil for a stream of its own
  /// for each run.
  package let sharedStreamSkip: Int?
  /// Whether the config has a `study`, even of a single run.
  package var isStudy: Bool { form != nil }
  /// How the settings are given; nil where the config has no study.
  package let form: Form?
  /// The settings in their order.
  package let settings: [Setting]
  /// The keys that the settings vary, but for the seed.
  package let axes: [Axis]
  /// How many seeds each setting is tried with.
  package let seeds: Int
  /// What the best run is chosen by.
  package let selection: Selection
  /// How settings are given up before their last epoch; nil where none is.
  package let earlyDiscard: EarlyDiscard?

  /// Most runs of one study.
  package static let trialLimit = 10_000

  /// Settings that all runs share: one model, one dataset, one task, one split.
  package var shared: ExperimentConfig { trials[0].config }

  /// The folds that the training rows are divided in; nil without.
  package var foldCount: Int? {
    if case .folds(let count, _) = selection { count } else { nil }
  }

  /// How many runs there are in all.
  package var runCount: Int { trials.count + (foldCount == nil ? 0 : 1) }

  /// Whether the test rows are kept from the runs, and given to the chosen one alone.
  package var hidesTest: Bool { isStudy && selection != .test }

  /// The last run of a study with folds: the chosen setting, with its first seed, on all training
  /// rows.
  package func finalTrial(_ setting: Int) -> Trial {
    guard let first = trials.first(where: { $0.setting == setting }) else {
      preconditionFailure("a setting has trials")
    }
    return Trial(
      name: "\(settings[setting].name), all training rows", config: first.config,
      setting: setting, seedIndex: 0, fold: nil)
  }
}
