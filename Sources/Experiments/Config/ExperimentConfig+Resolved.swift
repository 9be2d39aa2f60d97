package import JSON
import Numerics
import Perceptron
import Tabular

extension ExperimentConfig {
  /// The complete config as a JSON value with the keys of a config file: every default stands
  /// there.
  ///
  /// Reading it gives the same config again. It is stored with the model and, by its dotted keys,
  /// in the run log.
  package var resolved: JSONValue {
    var values: [String: JSONValue] = [
      "model": .string(model),
      "delimiter": .string(delimiter.rawValue),
      "columns": .object(columnValues),
      "limits": .object([
        "line_bytes": .integer(limits.line), "field_bytes": .integer(limits.field),
        "columns": .integer(limits.columns), "inflated_bytes": .integer(limits.inflated),
      ]),
      "split": .object(splitValues),
      "preprocess": .object([
        "scale": .string(preprocess.scale.rawValue),
        "missing": .string(preprocess.missing.rawValue),
        "max_categories": .integer(preprocess.maxCategories),
        "missing_indicator": .bool(preprocess.missingIndicator),
      ]),
      "network": .object([
        "hidden": .array(network.hidden.map { .integer($0) }),
        "activation": .string(network.activation.rawValue),
        "tanh_derivative": .string(network.tanhDerivative.rawValue),
        "initial_weights": network.initialWeights.resolved,
      ]),
      "training": .object(trainingValues),
      "seed": .integer(Int(seed)),
    ]
    if let target { values["target"] = .string(target) }
    if let task { values["task"] = .string(task.rawValue) }
    if let positive { values["positive"] = .string(positive) }
    return .object(values)
  }

  /// The dotted keys of the complete config with their values as JSON, in any order.
  package var parameters: [(key: String, value: String)] { resolved.flattened }

  private var columnValues: [String: JSONValue] {
    var values = [
      "ignore": Self.texts(columns.ignore), "numeric": Self.texts(columns.numeric),
      "categorical": Self.texts(columns.categorical), "id": Self.texts(columns.id),
    ]
    if let weight = columns.weight { values["weight"] = .string(weight) }
    return values
  }

  private var splitValues: [String: JSONValue] {
    var values: [String: JSONValue] = [
      "method": .string(split.method.rawValue), "test_fraction": .number(split.testFraction),
      "seed": .integer(Int(split.seed)),
    ]
    if let column = split.column { values["column"] = .string(column) }
    return values
  }

  private var trainingValues: [String: JSONValue] {
    var values: [String: JSONValue] = [
      "learning_rate": .number(training.learningRate),
      "epochs": .integer(training.epochs), "shuffle": .bool(training.shuffle),
      "l2": .number(training.l2), "tolerance": .number(training.tolerance),
      "patience": training.patience.map { .integer($0) } ?? .null,
      "precision": .string(precision.rawValue),
    ]
    switch training.schedule {
    case .constant: values["learning_rate_schedule"] = .string("constant")
    case .adaptive: values["learning_rate_schedule"] = .string("adaptive")
    case .invscaling(let powerT):
      values["learning_rate_schedule"] = .string("invscaling")
      values["power_t"] = .number(powerT)
    }
    values["early_stopping"] = .bool(training.earlyStoppingFraction != nil)
    if let fraction = training.earlyStoppingFraction {
      values["validation_fraction"] = .number(fraction)
    }
    if let seconds = training.maxSeconds { values["max_seconds"] = .number(seconds) }
    if let norm = training.gradientClip { values["gradient_clip"] = .number(norm) }
    if training.warmUpUpdates > 0 {
      values["warm_up_updates"] = .integer(training.warmUpUpdates)
    }
    values["class_weight"] = classWeight?.resolved
    values["warm_start"] = warmStart?.resolved
    switch training.optimizer {
    case .adam(let beta1, let beta2, let epsilon):
      values["optimizer"] = .string("adam")
      values["beta_1"] = .number(beta1)
      values["beta_2"] = .number(beta2)
      values["epsilon"] = .number(epsilon)
    case .sgd(let momentum, let nesterov):
      values["optimizer"] = .string("sgd")
      values["momentum"] = .number(momentum)
      values["nesterov"] = .bool(nesterov)
    case .lbfgs:
      values["optimizer"] = .string("lbfgs")
    }
    values["batch_size"] =
      switch training.batchSize {
      case .full: .string("full")
      case .rows(let rows): .integer(rows)
      }
    return values
  }

  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension ClassWeight {
  fileprivate var resolved: JSONValue {
    switch self {
    case .balanced: .string("balanced")
    case .given(let weights): .object(weights.mapValues { .number($0) })
    }
  }
}

extension WarmStart {
  fileprivate var resolved: JSONValue {
    guard let weightsSHA256 else { return .string(model) }
    return .object(["model": .string(model), "weights_sha256": .string(weightsSHA256)])
  }
}

extension InitialWeights {
  fileprivate var resolved: JSONValue {
    switch self {
    case .glorotUniform: .string("glorot_uniform")
    case .normal(let deviation): .object(["normal": .number(deviation)])
    }
  }
}

extension JSONValue {
  /// The leaves of nested objects under their dotted keys.
  var flattened: [(key: String, value: String)] {
    guard case .object(let members) = self else { return [] }
    return members.flatMap { key, value -> [(key: String, value: String)] in
      guard case .object = value else { return [(key, value.text)] }
      return value.flattened.map { ("\(key).\($0.key)", $0.value) }
    }
  }
}
