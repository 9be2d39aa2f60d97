import Numerics
import Perceptron
import Tabular

extension ExperimentConfig {
  /// Resolves a config: checks every key and gives a default to every one that is missing.
  ///
  /// This function and those below it are the table of keys: a key that is not read here is
  /// refused.
  /// - Parameters:
  ///   - node: the config of one run, overrides applied, without `data` and `study`.
  ///   - file: the config file's name, for messages.
  ///   - stem: the CSV's name without its extension: the model's name where the config gives none.
  /// - Throws: `ConfigError` about the first problem in the order of DESIGN's keys.
  init(_ node: ConfigNode, file: String?, stem: String) throws(ConfigError) {
    var root = try ConfigSection(node, file: file)
    let modelName = try root.text("model")
    let target = try root.text("target")
    let task: Task? = try root.choice("task")
    let positive = try root.label("positive")
    let delimiter = try root.choice("delimiter", default: Delimiter.comma)
    var columns = try root.section("columns")
    var limits = try root.section("limits")
    var split = try root.section("split")
    var preprocess = try root.section("preprocess")
    var network = try root.section("network")
    var training = try root.section("training")
    let seed = try root.integer("seed", default: 42, in: 0...Int(UInt32.max))
    try root.finish()
    var choices = try Self.columns(&columns, target: target)
    let splitSettings = try Self.split(&split)
    choices.split = splitSettings.column
    self.init(
      model: modelName ?? stem,
      target: target,
      task: task,
      positive: positive,
      columns: choices,
      delimiter: delimiter,
      limits: try Self.limits(&limits),
      split: splitSettings,
      preprocess: try Self.preprocess(&preprocess),
      network: try Self.network(&network),
      training: try Self.training(&training),
      precision: try training.choice("precision", default: .float32),
      seed: UInt32(seed))
    try training.finish()
  }

  private static func columns(
    _ section: inout ConfigSection, target: String?
  ) throws(ConfigError) -> ColumnChoices {
    let choices = ColumnChoices(
      ignore: try section.texts("ignore"), numeric: try section.texts("numeric"),
      categorical: try section.texts("categorical"), id: try section.texts("id"), target: target)
    if let weight = section.node("weight") {
      throw section.error(
        at: weight, key: "weight",
        .notBuilt(what: "a column of sample weights", instead: "leave it out or set it to null"))
    }
    try section.finish()
    return choices
  }

  private static func split(_ section: inout ConfigSection) throws(ConfigError) -> SplitSettings {
    let column = section.node("column")
    let settings = SplitSettings(
      method: try section.choice("method", default: .random),
      testFraction: try section.number(
        "test_fraction", default: 0.25, in: (0.0).nextUp..<1, "a number above 0 and below 1"),
      seed: UInt32(try section.integer("seed", default: 42, in: 0...Int(UInt32.max))),
      column: try section.text("column"))
    try section.finish()
    let method = settings.method
    if [.group, .column].contains(method) {
      guard column != nil else {
        throw section.error(
          at: section.node("method") ?? .empty, key: "column", .needed(by: method.rawValue))
      }
    } else if let column {
      throw section.error(
        at: column, key: "column", .conflict(with: "split.method \(method.rawValue)"))
    }
    return settings
  }

  private static func limits(_ section: inout ConfigSection) throws(ConfigError) -> CSVLimits {
    let standard = CSVLimits()
    let limits = CSVLimits(
      line: try section.integer("line_bytes", default: standard.line, in: 1024...1 << 30),
      field: try section.integer("field_bytes", default: standard.field, in: 1024...1 << 30),
      columns: try section.integer("columns", default: standard.columns, in: 1...1_000_000),
      inflated: try section.integer(
        "inflated_bytes", default: standard.inflated, in: 1024...1 << 50))
    try section.finish()
    return limits
  }

  private static func preprocess(
    _ section: inout ConfigSection
  ) throws(ConfigError) -> PreprocessSettings {
    let settings = PreprocessSettings(
      scale: try section.choice("scale", default: .standard),
      missing: try section.choice("missing", default: .mean),
      maxCategories: try section.integer("max_categories", default: 100, in: 2...10_000),
      missingIndicator: try section.flag("missing_indicator", default: false))
    try section.finish()
    return settings
  }

  private static func network(_ section: inout ConfigSection) throws(ConfigError) -> NetworkSettings
  {
    let settings = NetworkSettings(
      hidden: try section.integers(
        "hidden", default: [100], in: 1...NetworkSettings.widthLimit,
        limit: NetworkSettings.layerLimit),
      activation: try section.choice("activation", default: .tanh),
      tanhDerivative: try section.choice("tanh_derivative", default: .correct),
      initialWeights: try initialWeights(&section))
    try section.finish()
    return settings
  }

  private static func initialWeights(
    _ section: inout ConfigSection
  ) throws(ConfigError) -> InitialWeights {
    guard let node = section.node("initial_weights") else { return .glorotUniform }
    switch node.value {
    case .string("glorot_uniform"): return .glorotUniform
    case .string(let found):
      throw section.error(
        at: node, key: "initial_weights", .unknownValue(allowed: ["glorot_uniform"], found: found))
    case .object:
      var normal = try ConfigSection(
        node, file: section.file, path: ["network", "initial_weights"])
      let deviation = try normal.number(
        "normal", default: 0.01, in: (0.0).nextUp...1000, "a number above 0 and at most 1000")
      try normal.finish()
      return .normal(standardDeviation: deviation)
    default:
      throw section.error(
        at: node, key: "initial_weights",
        .wrongType(
          expected: "\"glorot_uniform\" or {\"normal\": standard deviation}", found: "\(node)"))
    }
  }

  private static func training(_ section: inout ConfigSection) throws(ConfigError)
    -> TrainingOptions
  {
    let options = TrainingOptions(
      optimizer: try optimizer(&section),
      learningRate: try section.number(
        "learning_rate", default: 0.001, in: (0.0).nextUp...1000,
        "a number above 0 and at most 1000"),
      batchSize: try batchSize(&section),
      epochs: try section.integer("epochs", default: 200, in: 1...1_000_000),
      shuffle: try section.flag("shuffle", default: true),
      l2: try section.number("l2", default: 0.0001, in: 0...1e6, "a number from 0 to 1000000"),
      tolerance: try section.number("tolerance", default: 1e-4, in: 0...1e6, "a number from 0 on"),
      patience: try section.integer("patience", default: 10, in: 1...1_000_000),
      schedule: try schedule(&section),
      earlyStoppingFraction: try earlyStoppingFraction(&section),
      maxSeconds: try maxSeconds(&section))
    try refuseUnbuilt(&section)
    return options
  }

  private static func optimizer(_ section: inout ConfigSection) throws(ConfigError) -> Optimizer {
    let node = section.node("optimizer")
    let fraction = (0.0)..<1
    let expected = "a number from 0 to below 1"
    let momentum = try section.number("momentum", default: 0.9, in: 0...1, "a number from 0 to 1")
    let nesterov = try section.flag("nesterov", default: true)
    let beta1 = try section.number("beta_1", default: 0.9, in: fraction, expected)
    let beta2 = try section.number("beta_2", default: 0.999, in: fraction, expected)
    let epsilon = try section.number(
      "epsilon", default: 1e-8, in: (0.0).nextUp...1, "a number above 0 and at most 1")
    let adam = Optimizer.adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
    guard let node else { return adam }
    switch node.value {
    case .string("adam"): return adam
    case .string("sgd"): return .sgd(momentum: momentum, nesterov: nesterov)
    case .string("lbfgs"):
      throw section.error(
        at: node, key: "optimizer",
        .notBuilt(what: "the optimizer lbfgs", instead: "use adam or sgd"))
    case .string(let found):
      throw section.error(
        at: node, key: "optimizer", .unknownValue(allowed: ["adam", "sgd"], found: found))
    default:
      throw section.error(
        at: node, key: "optimizer", .wrongType(expected: "\"adam\" or \"sgd\"", found: "\(node)"))
    }
  }

  private static func batchSize(_ section: inout ConfigSection) throws(ConfigError) -> BatchSize {
    if let node = section.node("batch_size"), case .string(let text) = node.value {
      guard text == "full" else {
        throw section.error(
          at: node, key: "batch_size",
          .wrongType(expected: "a whole number or \"full\"", found: "\(node)"))
      }
      return .full
    }
    return .rows(try section.integer("batch_size", default: 200, in: 1...10_000_000))
  }

  private static func schedule(
    _ section: inout ConfigSection
  ) throws(ConfigError) -> LearningRateSchedule {
    let powerT = try section.number("power_t", default: 0.5, in: 0...10, "a number from 0 to 10")
    let name = try section.choice("learning_rate_schedule", default: ScheduleName.constant)
    return switch name {
    case .constant: .constant
    case .invscaling: .invscaling(powerT: powerT)
    case .adaptive: .adaptive
    }
  }

  /// The share of the training rows that is held out for early stopping; nil without it.
  private static func earlyStoppingFraction(
    _ section: inout ConfigSection
  ) throws(ConfigError) -> Double? {
    let fraction = try section.number(
      "validation_fraction", default: 0.1, in: (0.0).nextUp..<1, "a number above 0 and below 1")
    return try section.flag("early_stopping", default: false) ? fraction : nil
  }

  private static func maxSeconds(_ section: inout ConfigSection) throws(ConfigError) -> Double? {
    let none = Double.infinity
    let seconds = try section.number(
      "max_seconds", default: none, in: 0.001...1e9, "a number from 0.001 to 1000000000, or null")
    return seconds == none ? nil : seconds
  }

  /// Refuses by name what the design promises and this version cannot do yet.
  private static func refuseUnbuilt(_ section: inout ConfigSection) throws(ConfigError) {
    guard let node = section.node("class_weight") else { return }
    throw section.error(
      at: node, key: "class_weight",
      .notBuilt(what: "`class_weight`", instead: "leave it out or set it to null"))
  }
}

/// The learning-rate schedules as a config names them.
private enum ScheduleName: String, CaseIterable {
  case constant, invscaling, adaptive
}
