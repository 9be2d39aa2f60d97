import Perceptron

extension ExperimentConfig {
  /// Reads what a training is told besides its data: `training`, but for the keys below.
  static func training(_ section: inout ConfigSection) throws(ConfigError) -> TrainingOptions {
    TrainingOptions(
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
      maxSeconds: try limit(
        "max_seconds", 0.001...1e9, "a number from 0.001 to 1000000000, or null", &section),
      gradientClip: try limit(
        "gradient_clip", 1e-9...1e9, "a number from 1e-9 to 1e9, or null", &section),
      warmUpUpdates: try section.integer("warm_up_updates", default: 0, in: 0...1_000_000_000))
  }

  /// Reads `class_weight`: nil, `"balanced"` or an object of labels.
  static func classWeight(_ section: inout ConfigSection) throws(ConfigError) -> ClassWeight? {
    guard let node = section.node("class_weight") else { return nil }
    switch node.value {
    case .string("balanced"): return .balanced
    case .string(let found):
      throw section.error(
        at: node, key: "class_weight", .unknownValue(allowed: ["balanced"], found: found))
    case .object(let members):
      var labels = try ConfigSection(node, file: section.file, path: ["training", "class_weight"])
      var weights: [String: Double] = [:]
      for member in members {
        weights[member.key] = try labels.number(
          member.key, default: 1, in: 0...ClassWeight.limit, "a number from 0 to 1000000")
      }
      return .given(weights)
    default:
      throw section.error(
        at: node, key: "class_weight",
        .wrongType(expected: "\"balanced\" or {\"label\": weight}", found: "\(node)"))
    }
  }

  /// Reads `warm_start`: nil, a model, or a model with the hash of its parameters.
  static func warmStart(_ section: inout ConfigSection) throws(ConfigError) -> WarmStart? {
    guard let node = section.node("warm_start") else { return nil }
    let expected = "a model of the store: its name or name@run"
    var start = WarmStart(model: "")
    switch node.value {
    case .string(let model): start.model = model
    case .object:
      var named = try ConfigSection(node, file: section.file, path: ["training", "warm_start"])
      start.model = try named.text("model") ?? ""
      start.weightsSHA256 = try named.text("weights_sha256")
      try named.finish()
    default:
      throw section.error(
        at: node, key: "warm_start", .wrongType(expected: expected, found: "\(node)"))
    }
    // A config can come from anybody who may write to the inbox: it names no files.
    guard !start.model.isEmpty, !start.model.contains("/"), !start.model.hasSuffix(".npz") else {
      throw section.error(
        at: node, key: "warm_start", .outOfRange(expected: expected, found: "\(node)"))
    }
    return start
  }

  private static func optimizer(_ section: inout ConfigSection) throws(ConfigError) -> Optimizer {
    let fraction = (0.0)..<1
    let expected = "a number from 0 to below 1"
    let name = try section.choice("optimizer", default: OptimizerName.adam)
    let momentum = try section.number("momentum", default: 0.9, in: 0...1, "a number from 0 to 1")
    let nesterov = try section.flag("nesterov", default: true)
    let beta1 = try section.number("beta_1", default: 0.9, in: fraction, expected)
    let beta2 = try section.number("beta_2", default: 0.999, in: fraction, expected)
    let epsilon = try section.number(
      "epsilon", default: 1e-8, in: (0.0).nextUp...1, "a number above 0 and at most 1")
    switch name {
    case .adam: return .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
    case .sgd: return .sgd(momentum: momentum, nesterov: nesterov)
    case .lbfgs:
      // These would be silently without effect, and each of them is asked for on purpose.
      for key in ["early_stopping", "gradient_clip", "warm_up_updates"] {
        guard let node = section.node(key), ![.bool(false), .number(0)].contains(node.value)
        else { continue }
        throw section.error(at: node, key: key, .conflict(with: "training.optimizer lbfgs"))
      }
      return .lbfgs
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

  /// A number that may be missing; nil for none.
  private static func limit(
    _ key: String, _ range: ClosedRange<Double>, _ expected: String,
    _ section: inout ConfigSection
  ) throws(ConfigError) -> Double? {
    let none = Double.infinity
    let number = try section.number(key, default: none, in: range, expected)
    return number == none ? nil : number
  }
}

/// The optimizers as a config names them.
private enum OptimizerName: String, CaseIterable {
  case adam, sgd, lbfgs
}

/// The learning-rate schedules as a config names them.
private enum ScheduleName: String, CaseIterable {
  case constant, invscaling, adaptive
}
