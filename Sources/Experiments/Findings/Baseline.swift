import Glibc
import JSON
import Tabular

/// What predicting the same for every row gives: the figures that a model has to beat.
///
/// For classes it is the most frequent class of the training rows; its loss is that of predicting
/// each class with its share of the training rows. For values it is their mean.
package struct Baseline: Sendable, Equatable {
  /// What is predicted, as text.
  package let prediction: String
  /// The metrics of a part by name; nil for a part without rows.
  package let train, validation, test: [String: Double]?
  private let predictedValue: Double?

  /// The baseline of a classification.
  init(_ counts: ClassCounts) {
    let shares = counts.train.map { Double($0) / Double(counts.train.reduce(0, +)) }
    let majority = counts.majority
    func metrics(_ part: [Int]) -> [String: Double]? {
      let rows = part.reduce(0, +)
      if rows == 0 { return nil }
      var loss = 0.0
      for (count, share) in zip(part, shares) where count > 0 {
        // A class that only the test part has would make it infinite.
        loss -= Double(count) * log(max(share, .ulpOfOne))
      }
      return [
        "rows": Double(rows), "accuracy": Double(part[majority]) / Double(rows),
        "loss": loss / Double(rows),
      ]
    }
    prediction = counts.classes[majority]
    predictedValue = nil
    train = metrics(counts.train)
    validation = metrics(counts.validation)
    test = metrics(counts.test)
  }

  /// The baseline of a regression on values of all rows.
  init(_ values: [Double], _ split: Split) {
    func mean(_ rows: [Int]) -> Double {
      rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
    }
    let mean = mean(split.train)
    func metrics(_ rows: [Int]) -> [String: Double]? {
      if rows.isEmpty { return nil }
      let own = rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
      var (squares, absolute, spread) = (0.0, 0.0, 0.0)
      for row in rows {
        let error = values[row] - mean
        squares += error * error
        absolute += abs(error)
        spread += (values[row] - own) * (values[row] - own)
      }
      let n = Double(rows.count)
      return [
        "rows": n, "loss": squares / n / 2, "mae": absolute / n,
        "r2": spread > 0 ? 1 - squares / spread : (squares > 0 ? 0 : 1),
      ]
    }
    prediction = "\(mean)"
    predictedValue = mean
    train = metrics(split.train)
    validation = metrics(split.validation)
    test = metrics(split.test)
  }

  /// The finding `baseline`.
  var json: JSONValue {
    func part(_ metrics: [String: Double]?) -> JSONValue {
      metrics.map { .object($0.mapValues { .number($0) }) } ?? .null
    }
    var members: [String: JSONValue] = [
      "kind": .string(predictedValue == nil ? "majority_class" : "mean"),
      "prediction": predictedValue.map { .number($0) } ?? .string(prediction),
      "train": part(train), "test": part(test),
    ]
    if let validation { members["validation"] = part(validation) }
    return .object(members)
  }
}
