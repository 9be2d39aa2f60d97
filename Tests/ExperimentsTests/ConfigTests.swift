import Experiments
import JSON
import Models
import Perceptron
import Tabular
import Testing

/// A config that must be refused, and how.
struct RefusedConfig: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  let message: String

  var testDescription: String { message }
}

@Suite struct ConfigTests {
  private func study(_ text: String, overrides: [String] = []) throws -> Study {
    try Study(
      reading: Array(text.utf8), file: "a.json", stem: "a",
      overrides: try overrides.map(Override.init(parsing:)))
  }

  /// The texts are a part of jobs' identities.
  @Test func namesWhatARunIsChosenByAsEver() {
    #expect("\(Study.Selection.validation(fraction: 0.2))" == "validation(fraction: 0.2)")
    #expect("\(Study.Selection.test)" == "test")
    #expect("\(Study.Selection.folds(count: 5, nil))" == "folds(count: 5, nil)")
    for (method, name) in zip(FoldMethod.allCases, FoldMethod.allCases.map { "\($0)" }) {
      #expect(
        "\(Study.Selection.folds(count: 3, method))"
          == "folds(count: 3, Optional(Tabular.FoldMethod.\(name)))")
    }
  }

  @Test func takesScikitLearnsDefaultsWithTanh() throws {
    let config = try study("{}").shared
    #expect(config.model == "a")
    #expect(config.network.hidden == [100])
    #expect(config.network.activation == .tanh)
    #expect(config.training == TrainingOptions())
    #expect(config.seed == 42)
    #expect(config.split.testFraction == 0.25)
  }

  @Test func acceptsCommentsTrailingCommasBareKeysAndAByteOrderMark() throws {
    let config = try study(
      "\u{FEFF}{ // line\n /* block */ model: 'b', \"network\": { hidden: [4, 2,], }, }"
    ).shared
    #expect(config.model == "b")
    #expect(config.network.hidden == [4, 2])
  }

  @Test func readsTheKeysOfTheData() throws {
    let config = try study(
      """
      { positive: 1, split: { method: "group", column: "team" },
        preprocess: { missing_indicator: true },
        limits: { line_bytes: 2048, field_bytes: 1024, columns: 20, inflated_bytes: 1000000 } }
      """
    ).shared
    #expect(config.positive == "1")
    #expect(config.split == SplitSettings(method: .group, column: "team"))
    #expect(config.columns.split == "team")
    #expect(config.preprocess.missingIndicator)
    #expect(
      config.format.limits
        == CSVLimits(line: 2048, field: 1024, columns: 20, inflated: 1_000_000))
    // What is stored with the model reads back as the same.
    #expect(try study(config.resolved.text).shared == config)
  }

  @Test(arguments: [("1", "1"), ("true", "true"), ("\"yes\"", "yes"), ("0.5", "0.5")])
  func takesAnyLabelForThePositiveClass(_ value: String, _ label: String) throws {
    #expect(try study("{ positive: \(value) }").shared.positive == label)
  }

  @Test func overridesWinOverTheFile() throws {
    let config = try study(
      "{ training: { learning_rate: 0.5, epochs: 7 } }",
      overrides: ["training.learning_rate=0.1", "network.activation=relu", "network.hidden=[3]"]
    ).shared
    #expect(config.training.learningRate == 0.1)
    #expect(config.training.epochs == 7)
    #expect(config.network.activation == .relu)
    #expect(config.network.hidden == [3])
  }

  @Test func readsSchedulesEarlyStoppingAndTheTimeLimit() throws {
    let training = try study(
      """
      { training: { optimizer: "sgd", learning_rate_schedule: "invscaling", power_t: 0.25,
                    early_stopping: true, validation_fraction: 0.2, max_seconds: 60 } }
      """
    ).shared.training
    #expect(training.schedule == .invscaling(powerT: 0.25))
    #expect(training.earlyStoppingFraction == 0.2)
    #expect(training.maxSeconds == 60)
  }

  @Test func readsWeightsWarmStartAndTheLimitsOfUpdates() throws {
    let config = try study(
      """
      { columns: { weight: "w" },
        training: { class_weight: { yes: 3, no: 0.5 }, warm_start: "m@r1", gradient_clip: 2.5,
                    warm_up_updates: 100 } }
      """
    ).shared
    #expect(config.columns.weight == "w")
    #expect(config.classWeight == .given(["yes": 3, "no": 0.5]))
    #expect(config.warmStart == WarmStart(model: "m@r1"))
    #expect(config.training.gradientClip == 2.5)
    #expect(config.training.warmUpUpdates == 100)
    #expect(try study(config.resolved.text).shared == config)
    let plain = try study(
      """
      { training: { optimizer: "lbfgs", class_weight: "balanced",
                    warm_start: { model: "m", weights_sha256: "ab" } } }
      """
    ).shared
    #expect(plain.training.optimizer == .lbfgs)
    #expect(plain.classWeight == .balanced)
    #expect(plain.warmStart == WarmStart(model: "m", weightsSHA256: "ab"))
    #expect(try study(plain.resolved.text).shared == plain)
  }

  @Test func resolvedConfigReadsBackAsItself() throws {
    let text = """
      { target: "y", task: "regression", columns: { ignore: ["a"] }, split: { seed: 7 },
        network: { hidden: [], initial_weights: { normal: 0.01 } },
        training: { optimizer: "sgd", momentum: 0.5, batch_size: "full", precision: "float64",
                    learning_rate_schedule: "invscaling", power_t: 0.3, early_stopping: true,
                    max_seconds: 9 } }
      """
    let config = try study(text).shared
    let again = try study(config.resolved.text).shared
    #expect(again == config)
    #expect(again.resolved.text == config.resolved.text)
  }

  static let refused: [RefusedConfig] = [
    .init(text: "", code: "config-syntax", message: "a.json:1: not valid JSON5"),
    .init(text: "{ a 1 }", code: "config-syntax", message: "where `:` belongs at column 5"),
    .init(text: "{} {}", code: "config-syntax", message: "more text after the end"),
    .init(text: "{ seed: 0x10 }", code: "config-syntax", message: "not a plain decimal number"),
    .init(text: "{ seed: NaN }", code: "config-syntax", message: "the bare word `NaN`"),
    .init(text: "{ model: \"x", code: "config-syntax", message: "a string that never ends"),
    .init(
      text: "{\n model: 'a\u{1}' }", code: "config-syntax",
      message: "a.json:2: not valid JSON5: found a control character in a string"),
    .init(
      text: #"{ model: 'a\x' }"#, code: "config-syntax",
      message: "an escape that JSON does not know at column 13"),
    .init(
      text: #"{ model: "\u+12a" }"#, code: "config-syntax",
      message: "an escape without four hexadecimal digits at column 13"),
    .init(
      text: #"{ model: "\ud83d\n" }"#, code: "config-syntax",
      message: "half a surrogate pair at column 17"),
    .init(
      text: "{ /* a\n b */ // c\n d /* ", code: "config-syntax",
      message: "a.json:3: not valid JSON5: found a comment that never ends"),
    .init(
      text: "{ /* a\n b */ a / }", code: "config-syntax",
      message: "a.json:2: not valid JSON5: found `/` at column 9"),
    .init(text: "[1]", code: "wrong-type", message: "expected an object {…}"),
    .init(
      text: "{\n \"seed\": 1,\n \"seed\": 2 }", code: "duplicate-key",
      message: "a.json:3: seed: this key stands twice, first on line 2"),
    .init(
      text: String(repeating: "[", count: 100_000), code: "config-too-large",
      message: "at most 65536 are read"),
    .init(
      text: String(repeating: "[", count: 60_000), code: "config-too-deep",
      message: "nested deeper than 32 levels"),
    .init(
      text: "{\n training: { lerning_rate: 1 } }", code: "unknown-key",
      message: "a.json:2: training.lerning_rate: unknown key; did you mean \"learning_rate\"?"),
    .init(
      text: "{ network: { activation: \"tnah\" } }", code: "unknown-value",
      message: "unknown value \"tnah\"; did you mean \"tanh\"?"),
    .init(
      text: "{ training: { epochs: 1e30 } }", code: "out-of-range",
      message: "training.epochs: expected a whole number from 1 to 1000000, found 1e+30"),
    .init(text: "{ training: { epochs: -1 } }", code: "out-of-range", message: "found -1"),
    .init(text: "{ training: { epochs: 1.5 } }", code: "out-of-range", message: "found 1.5"),
    .init(
      text: "{ training: { learning_rate: \"fast\" } }", code: "wrong-type",
      message: "expected a number above 0 and at most 1000, found \"fast\""),
    .init(
      text: "{ network: { hidden: [1000000000, 1000000000] } }", code: "out-of-range",
      message: "expected a whole number from 1 to 4096"),
    .init(
      text: "{ network: { hidden: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] } }", code: "out-of-range",
      message: "at most 16 items"),
    .init(
      text: "{ data: \"../../etc/passwd\" }", code: "not-a-plain-file-name",
      message: "expected one plain file name"),
    .init(text: "{ data: \"/abs\" }", code: "not-a-plain-file-name", message: "\"/abs\""),
    .init(
      text: "{ training: { optimizer: \"lbfgs\", early_stopping: true } }", code: "conflict",
      message: "training.early_stopping: does not go together with training.optimizer lbfgs"),
    .init(
      text: "{ training: { optimizer: \"lbgfs\" } }", code: "unknown-value",
      message: "did you mean \"lbfgs\"?"),
    .init(
      text: "{ training: { class_weight: \"balance\" } }", code: "unknown-value",
      message: "training.class_weight: unknown value \"balance\"; did you mean \"balanced\"?"),
    .init(
      text: "{ training: { class_weight: { yes: -1 } } }", code: "out-of-range",
      message: "training.class_weight.yes: expected a number from 0 to 1000000, found -1"),
    .init(
      text: "{ training: { warm_start: \"../a.npz\" } }", code: "out-of-range",
      message: "expected a model of the store: its name or name@run, found \"../a.npz\""),
    .init(
      text: "{ training: { gradient_clip: 0 } }", code: "out-of-range",
      message: "training.gradient_clip: expected a number from 1e-9 to 1e9, or null, found 0"),
    .init(
      text: "{ split: { method: \"group\" } }", code: "missing-key",
      message: "split.column: the split \"group\" needs the column that names each row's group"),
    .init(
      text: "{ split: { method: \"column\" } }", code: "missing-key",
      message: "each row's part: train, validation or test"),
    .init(
      text: "{ split: { column: \"g\" } }", code: "conflict",
      message: "split.column: does not go together with split.method random"),
    .init(
      text: "{ positive: [1] }", code: "wrong-type",
      message: "positive: expected a label, found [1]"),
    .init(
      text: "{ limits: { line_bytes: 5 } }", code: "out-of-range",
      message: "limits.line_bytes: expected a whole number from 1024 to 1073741824, found 5"),
    .init(
      text: "{ columns: { weight: 1 } }", code: "wrong-type",
      message: "columns.weight: expected a text in quotes, found 1"),
    .init(
      text: "{ study: { runs: [ { \"split.seed\": 1 } ] } }", code: "fixed-in-study",
      message: "split.seed: all runs of a study share one dataset and one split"),
    .init(
      text: "{ study: { random: {}, trials: 5 } }", code: "wrong-type",
      message: "study.random: expected keys with what to draw from"),
    .init(
      text: "{ study: { random: { \"training.l2\": { log_uniform: [0, 1] } } } }",
      code: "out-of-range", message: "expected [low, high] with 0 < low < high, found [0, 1]"),
    .init(
      text: "{ study: { random: { \"training.l2\": { normal: [0, 1] } } } }",
      code: "unknown-key", message: "allowed: choice, log_uniform, uniform"),
    .init(
      text: "{ study: { random: { \"split.seed\": { choice: [0, 1] } } } }",
      code: "fixed-in-study", message: "split.seed"),
    .init(
      text: "{ study: { grid: { \"training.epochs\": [1] }, trials: 5 } }", code: "conflict",
      message: "study.trials: does not go together with a study without random"),
    .init(
      text: "{ split: { method: \"ordered\" }, study: { folds: 5 } }", code: "conflict",
      message: "study.folds: does not go together with split.method ordered"),
    .init(
      text: "{ study: { folds: 5, select_by: \"test\" } }", code: "conflict",
      message: "study.folds: does not go together with select_by test"),
    .init(
      text: "{ study: { select_by: \"test\", early_discard: true } }", code: "conflict",
      message: "a study that is chosen from by its test rows"),
    .init(
      text: "{ study: { runs: [ { name: \"a\" }, { name: \"a\" } ] } }", code: "duplicate-trial",
      message: "two runs of the study are named \"a\""),
    .init(
      text: "{ study: { grid: { \"training.epochs\": [1], }, runs: [{}] } }", code: "conflict",
      message: "does not go together with another of runs, one_at_a_time, grid and random"),
    .init(
      text: "{ study: { shared_random_stream: {}, runs: [{}], seeds: 2 } }", code: "conflict",
      message: "does not go together with runs of different seeds"),
    .init(
      text: "{ study: { runs: [ { \"training.epoch\": 1 } ] } }", code: "unknown-key",
      message: "training.epoch: unknown key; did you mean \"epochs\"?"),
  ]

  @Test(arguments: refused)
  func refuses(_ config: RefusedConfig) {
    let error = #expect(throws: ConfigError.self) { try study(config.text) }
    #expect(error?.code == config.code)
    #expect(error.map { "\($0)".contains(config.message) } == true, "\(String(describing: error))")
  }

  @Test func namesTheCommandLineWhereAnOverrideIsWrong() {
    let error = #expect(throws: ConfigError.self) {
      try study("{}", overrides: ["training.epochs=many"])
    }
    #expect(
      error.map { "\($0)" }
        == "training.epochs: expected a whole number from 1 to 1000000, found \"many\"")
  }
}

@Suite struct StudyTests {
  private func trials(_ text: String) throws -> [Study.Trial] {
    try Study(reading: Array(text.utf8), file: "a.json", stem: "a").trials
  }

  @Test func gridVariesTheLastAxisFastest() throws {
    let trials = try trials(
      """
      { study: { grid: { "training.learning_rate": [0.1, 0.2], "network.hidden": [[2], [8, 4]] } } }
      """)
    #expect(
      trials.map(\.name) == [
        "learning_rate 0.1, hidden [2]", "learning_rate 0.1, hidden [8, 4]",
        "learning_rate 0.2, hidden [2]", "learning_rate 0.2, hidden [8, 4]",
      ])
    #expect(trials.map(\.config.training.learningRate) == [0.1, 0.1, 0.2, 0.2])
    #expect(trials.map(\.config.network.hidden) == [[2], [8, 4], [2], [8, 4]])
  }

  @Test func oneAtATimeStartsWithTheBaseline() throws {
    let trials = try trials(
      "{ study: { one_at_a_time: { \"training.epochs\": [5], \"network.hidden\": [[2], [8]] } } }")
    #expect(trials.map(\.name) == ["baseline", "epochs 5", "hidden [2]", "hidden [8]"])
    #expect(trials.map(\.config.training.epochs) == [200, 5, 200, 200])
  }

  @Test func seedsRepeatEachRun() throws {
    let trials = try trials("{ seed: 1, study: { runs: [{ name: \"b\" }], seeds: 3 } }")
    #expect(trials.map(\.config.seed) == [1, 2, 3])
    #expect(trials.map(\.name) == ["b, seed 1", "b, seed 2", "b, seed 3"])
  }

  @Test func foldsRepeatEachSeed() throws {
    let study = try Study(
      reading: Array("{ study: { runs: [{ name: \"b\" }], seeds: 2, folds: 3 } }".utf8),
      file: "a.json", stem: "a")
    #expect(study.trials.map(\.fold) == [0, 1, 2, 0, 1, 2])
    #expect(study.trials.map(\.config.seed) == [42, 42, 42, 43, 43, 43])
    #expect(study.trials[4].name == "b, seed 43, fold 2")
    #expect(study.selection == .folds(count: 3, nil))
    #expect(study.runCount == 7)
    #expect(study.finalTrial(0).name == "b, all training rows")
  }

  @Test func choosesByValidationUnlessAStreamIsShared() throws {
    func selection(_ study: String) throws -> Study.Selection {
      try Study(reading: Array("{ study: \(study) }".utf8), file: "a.json", stem: "a").selection
    }
    #expect(try selection("{ runs: [{}] }") == .validation(fraction: 0.2))
    #expect(try selection("{ validation_fraction: 0.3 }") == .validation(fraction: 0.3))
    #expect(try selection("{ shared_random_stream: {} }") == .test)
    #expect(
      try selection("{ shared_random_stream: {}, select_by: \"validation\" }")
        == .validation(fraction: 0.2))
  }

  /// What `numpy.random.RandomState(42)` draws.
  @Test func randomDrawsFromNumPysGenerator() throws {
    let trials = try trials(
      """
      { study: { random: { "training.learning_rate": { log_uniform: [0.0001, 0.1] },
          "training.l2": { uniform: [0, 2] }, "network.hidden": { choice: [[4], [8], [16]] } },
          trials: 3, seeds: 2 } }
      """)
    #expect(trials.count == 6)
    let settings = trials.filter { $0.seedIndex == 0 }
    #expect(settings.map(\.config.training.learningRate) == [0.00132929, 0.021831, 0.000293754])
    #expect(settings.map(\.config.training.l2) == [1.90143, 1.1937, 0.116167])
    #expect(settings.map(\.config.network.hidden) == [[16], [8], [4]])
    #expect(settings[0].name == "1: learning_rate 0.00132929, l2 1.90143, hidden [16], seed 42")
    #expect(trials[1].config.training.learningRate == settings[0].config.training.learningRate)
  }

  @Test func halvesTheSettingsAtEachLook() throws {
    let study = try Study(
      reading: Array("{ study: { early_discard: { factor: 3 } } }".utf8), file: "a.json", stem: "a")
    let discard = try #require(study.earlyDiscard)
    #expect(discard.looks(settings: 50) == 3)
    #expect(discard.looks(settings: 2) == 0)
    #expect((0..<3).map { discard.epoch(ofLook: $0, of: 3, epochs: 270) } == [10, 30, 90])
    #expect((0..<3).map { discard.epoch(ofLook: $0, of: 3, epochs: 2) } == [1, 1, 1])
    #expect((0..<3).map { discard.kept(afterLook: $0, settings: 50) } == [16, 5, 1])
  }

  @Test func refusesAGridWithTooManyRunsBeforeItIsBuilt() {
    let values = (1...100).map(String.init).joined(separator: ",")
    let error = #expect(throws: ConfigError.self) {
      try trials(
        """
        { study: { grid: { "training.epochs": [\(values)], "seed": [\(values)],
                           "training.patience": [\(values)] } } }
        """)
    }
    #expect(error?.code == "too-many-trials")
  }
}
