package import JSON

/// How well predictions fit their targets, over one set of rows.
///
/// Each equals the scikit-learn function that it names, where it names one.
package struct Metrics: Equatable, Sendable {
  /// How many rows were compared.
  package var rows: Int
  /// The mean loss a row, without any penalty on the weights.
  package var loss: Double
  /// The share of rows whose class was predicted; nil for a regression.
  package var accuracy: Double?
  /// `roc_auc_score`, for more than two classes with `multi_class="ovr"`; nil unless every class has
  /// rows.
  package var areaUnderROC: Double?
  /// `average_precision_score`: of the positive class, or the mean of all; nil for a regression.
  package var averagePrecision: Double?
  /// `f1_score`: of the positive class, or with `average="macro"`; nil for a regression.
  package var f1: Double?
  /// See `Calibration.error`; nil for a regression.
  package var calibrationError: Double?
  /// The coefficient of determination, `r2_score`; nil for a classification.
  package var r2: Double?
  /// `mean_absolute_error`, in the target's unit; nil for a classification.
  package var meanAbsoluteError: Double?
  /// `root_mean_squared_error`, in the target's unit; nil for a classification.
  package var rootMeanSquaredError: Double?

  /// Takes the metrics as they were measured; the others are nil.
  package init(
    rows: Int, loss: Double, accuracy: Double? = nil, r2: Double? = nil,
    meanAbsoluteError: Double? = nil
  ) {
    self.rows = rows
    self.loss = loss
    self.accuracy = accuracy
    self.r2 = r2
    self.meanAbsoluteError = meanAbsoluteError
  }

  /// The names that model files, the run log and `--json` give to the metrics that a task may lack.
  private static var optional: [(name: String, path: WritableKeyPath<Metrics, Double?>)] {
    [
      ("accuracy", \.accuracy), ("roc_auc", \.areaUnderROC),
      ("average_precision", \.averagePrecision), ("f1", \.f1),
      ("calibration_error", \.calibrationError), ("r2", \.r2), ("mae", \.meanAbsoluteError),
      ("rmse", \.rootMeanSquaredError),
    ]
  }

  /// Every metric there is with the name that model files, the run log and `--json` give it.
  package var named: [(name: String, value: Double)] {
    [(name: "loss", value: loss)]
      + Self.optional.compactMap { metric in
        self[keyPath: metric.path].map { (metric.name, $0) }
      }
  }

  /// The metrics as a JSON object: `rows` and the names of `named`.
  package var json: JSONValue {
    var members = ["rows": JSONValue.integer(rows)]
    for metric in named { members[metric.name] = .number(metric.value) }
    return .object(members)
  }
}

extension Metrics: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads what `encode` wrote.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    // A null stands for a value that overflowed: JSON has no infinity.
    func number(_ name: String) throws -> Double? {
      // A decoder may turn the names' snake case into camel case.
      let keys = [name, JSONSpelling.camelCase(name)].map { Key(stringValue: $0) }
      let key = keys.first { container.contains($0) }
      return try key.map { try container.decodeIfPresent(Double.self, forKey: $0) ?? .nan }
    }
    self.init(
      rows: try container.decode(Int.self, forKey: Key(stringValue: "rows")),
      loss: try number("loss") ?? .nan)
    for metric in Self.optional { self[keyPath: metric.path] = try number(metric.name) }
  }

  /// Writes the object of `json`.
  package func encode(to encoder: any Encoder) throws {
    try json.encode(to: encoder)
  }
}
