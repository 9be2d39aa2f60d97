import RunLog

/// Which way a metric is better.
package enum MetricDirection {
  /// Losses and errors.
  case lower
  /// Shares of what is right.
  case higher

  /// Knows the metrics that Backdrop measures; nil for any other name.
  package init?(_ name: String) {
    switch name {
    case "loss", "log_loss", "mae", "mse", "rmse", "median_absolute_error", "brier",
      "calibration_error":
      self = .lower
    case "accuracy", "balanced_accuracy", "r2", "f1", "roc_auc", "average_precision", "precision",
      "recall":
      self = .higher
    default: return nil
    }
  }

  /// Whether the left value is better; a value that is no number is never better.
  func isBetter(_ left: Double, _ right: Double) -> Bool {
    guard !left.isNaN else { return false }
    guard !right.isNaN else { return true }
    return self == .lower ? left < right : left > right
  }
}

/// One metric on one part of the data: a column of a table.
struct MetricColumn: Hashable {
  let part: MetricPart
  let name: String

  /// The column's header: `test accuracy`.
  var header: String { "\(part.rawValue) \(name)" }

  /// Whether it belongs into a table that has no room for all.
  var isHeadline: Bool { Self.headlines.contains(name) }

  private static let headlines = ["loss", "accuracy", "r2", "mae"]

  /// What a run has for it.
  func value(in result: RunResult) -> Double? {
    result.metrics.first { $0.part == part && $0.name == name }?.value
  }

  /// All that any of the runs has: the loss first, then the others; training before test.
  static func all(in results: [RunResult]) -> [MetricColumn] {
    let known = headlines
    let parts: [MetricPart] = [.train, .validation, .test]
    let names = Set(results.flatMap { $0.metrics.map(\.name) }).sorted {
      let ranks = (known.firstIndex(of: $0) ?? known.count, known.firstIndex(of: $1) ?? known.count)
      return ranks.0 == ranks.1 ? $0 < $1 : ranks.0 < ranks.1
    }
    let present = Set(
      results.flatMap { $0.metrics.map { MetricColumn(part: $0.part, name: $0.name) } })
    return names.flatMap { name in parts.map { MetricColumn(part: $0, name: name) } }
      .filter(present.contains)
  }

  /// The best of the runs' values; nil where all are alike or the metric's direction is unknown.
  func best(in results: [RunResult]) -> Double? {
    guard let direction = MetricDirection(name) else { return nil }
    let values = results.compactMap { value(in: $0) }.filter { !$0.isNaN }
    guard Set(values).count > 1 else { return nil }
    return values.max { direction.isBetter($1, $0) }
  }
}
