import RunLog

/// Numbers as pages write them.
enum PageNumber {
  /// A metric by its name; shares of rows as percent.
  static func metric(_ name: String, _ value: Double?) -> String {
    value.map { NumberText.metric(name, $0) } ?? none
  }

  /// A whole number, its thousands apart.
  static func count(_ value: Int?) -> String { value.map { NumberText.count($0) } ?? none }

  /// A number in at most six digits.
  static func short(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? none }

  /// A count with what is counted: `1 row`, `2 rows`.
  static func rows(_ count: Int, _ noun: String = "row") -> String {
    "\(NumberText.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A moment to the minute, of a column that says UTC; it stays on one line.
  static func minute(_ text: String) -> HTML {
    .element(
      "span", [.style("nowrap")], .text("\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"))
  }

  /// A moment to the second: `2026-11-23 22:36:16 UTC`.
  static func moment(_ text: String) -> String {
    "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}

/// The names of metrics as people read them.
enum MetricName {
  /// The name in words: `roc_auc` is `area under ROC`.
  static func words(_ name: String) -> String {
    switch name {
    case "r2": "R²"
    case "mae": "mean absolute error"
    case "rmse": "root mean square error"
    case "mse": "mean square error"
    case "roc_auc": "area under ROC"
    case "f1": "F1"
    default: String(name.map { $0 == "_" ? " " : $0 })
    }
  }

  /// The metric by which people judge a run first, of those that it has on a part.
  static func headline(of result: RunResult, _ part: MetricPart) -> MetricColumn? {
    for name in ["accuracy", "r2", "loss"] {
      let column = MetricColumn(part: part, name: name)
      if column.value(in: result) != nil { return column }
    }
    return nil
  }
}
