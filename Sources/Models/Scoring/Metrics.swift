/// How well predictions fit their targets, over one set of rows.
package struct Metrics: Equatable, Sendable {
  /// How many rows were compared.
  package var rows: Int
  /// The mean loss a row, without any penalty on the weights.
  package var loss: Double
  /// The share of rows whose class was predicted; nil for a regression.
  package var accuracy: Double?
  /// The coefficient of determination; nil for a classification.
  package var r2: Double?
  /// The mean absolute error, in the target's unit; nil for a classification.
  package var meanAbsoluteError: Double?

  /// Takes the metrics as they were measured.
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

  /// Every metric there is with the name that model files, the run log and `--json` give it.
  package var named: [(name: String, value: Double)] {
    var metrics = [(name: "loss", value: loss)]
    if let accuracy { metrics.append(("accuracy", accuracy)) }
    if let r2 { metrics.append(("r2", r2)) }
    if let meanAbsoluteError { metrics.append(("mae", meanAbsoluteError)) }
    return metrics
  }

  /// The metrics as a JSON object: `rows` and the names of `named`.
  package var json: JSONValue {
    var members = ["rows": JSONValue.integer(rows)]
    for metric in named { members[metric.name] = .number(metric.value) }
    return .object(members)
  }
}

extension Metrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, loss, accuracy, r2
    case meanAbsoluteError = "mae"
  }

  /// Reads what `encode` wrote.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode(Int.self, forKey: .rows)
    // A null stands for a value that overflowed: JSON has no infinity.
    func number(_ key: CodingKeys) throws -> Double? {
      guard container.contains(key) else { return nil }
      return try container.decodeIfPresent(Double.self, forKey: key) ?? .nan
    }
    loss = try number(.loss) ?? .nan
    accuracy = try number(.accuracy)
    r2 = try number(.r2)
    meanAbsoluteError = try number(.meanAbsoluteError)
  }

  /// Writes the object of `json`.
  package func encode(to encoder: any Encoder) throws {
    try json.encode(to: encoder)
  }
}
