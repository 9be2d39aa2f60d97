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
      classWeight: try Self.classWeight(&training),
      warmStart: try Self.warmStart(&training),
      precision: try training.choice("precision", default: .float32),
      seed: UInt32(seed))
    try training.finish()
  }

  private static func columns(
    _ section: inout ConfigSection, target: String?
  ) throws(ConfigError) -> ColumnChoices {
    let choices = ColumnChoices(
      ignore: try section.texts("ignore"), numeric: try section.texts("numeric"),
      categorical: try section.texts("categorical"), id: try section.texts("id"), target: target,
      weight: try section.text("weight"))
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
}
