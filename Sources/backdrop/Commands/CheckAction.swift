import Experiments
import Files
import Glibc
import Models
import Perceptron
import Pipeline
import Reports
import Tabular

/// Runs `backdrop check`.
func runCheck(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let check = try DataCheck(
    FilePath(arguments.required("DATA.csv")),
    config: arguments.positional("CONFIG.json").map { FilePath($0) },
    overrides: try arguments.texts("set").map(Override.init(parsing:)),
    root: arguments.rootFolder, threads: arguments.threadCount)
  if arguments.flag("json") {
    try console.write(JSONText.encoded(check.json))
    return .ok
  }
  try console.write(
    CheckText(check: check, style: .of(fileDescriptor: STDOUT_FILENO)).description)
  for warning in check.plans[0].warnings { console.message("warning: \(warning.message)") }
  return .ok
}

/// A check as a person reads it.
private struct CheckText: CustomStringConvertible {
  let check: DataCheck
  let style: TerminalStyle

  var description: String {
    let facts = [rows, classes, baseline, network, runs, known].compactMap(\.self)
    return columns + "\n" + facts.map { $0 + "\n" }.joined()
  }

  private var columns: String {
    var table = TextTable([
      .init("column"), .init("kind"), .init("missing", .right), .init("distinct", .right),
      .init("range", isOptional: true), .init("example", isOptional: true), .init("use"),
    ])
    for column in check.plans[0].columns {
      table.append([
        .init(column.name), .init(column.kind), .init(count(column.missing)),
        .init(distinct(column)), .init(range(column)), .init(column.example ?? ""),
        .init(column.use),
      ])
    }
    return table.rendered(style)
  }

  private func count(_ number: Int?) -> String { number.map(NumberText.count) ?? "" }

  private func distinct(_ column: ColumnReport) -> String {
    if column.distinct != nil { return count(column.distinct) }
    return column.kind == "numeric" ? "many" : ""
  }

  private func range(_ column: ColumnReport) -> String {
    guard let low = column.minimum, let high = column.maximum else { return "" }
    return "\(NumberText.short(low)) … \(NumberText.short(high))"
  }

  private var rows: String {
    let (data, settings) = (check.data, check.study.shared.split)
    let parts = [
      ("training", data.split.train.count), ("validation", data.split.validation.count),
      ("test", data.split.test.count),
    ].filter { $0.1 > 0 }.map { "\(NumberText.count($0.1)) \($0.0)" }
    let by =
      settings.column.map { " \"\(displayedText(of: $0))\"" } ?? ""
    return "rows      \(NumberText.count(data.table.rowCount)): \(parts.joined(separator: ", ")) "
      + "(split: \(settings.method.rawValue)\(by))"
  }

  private var classes: String? {
    let counts = check.data.classRows
    if counts.isEmpty { return nil }
    let positive = check.data.target.positive
    let shown = counts.prefix(10).map { name, train, test in
      "\(displayedText(of: name)) \(NumberText.count(train)) + \(NumberText.count(test))"
        + (name == positive ? " (positive)" : "")
    }
    let more = counts.count > 10 ? " and \(counts.count - 10) more" : ""
    return "classes   \(shown.joined(separator: ", "))\(more) (training + test rows)"
  }

  private var baseline: String? {
    let baseline = check.data.baseline
    guard let metrics = baseline.test ?? baseline.train else { return nil }
    let shown = ["accuracy", "mae", "loss"].compactMap { name in
      metrics[name].map { "\(name) \(NumberText.metric(name, $0))" }
    }
    let part = baseline.test == nil ? "training" : "test"
    return "to beat   \(part) \(shown.joined(separator: ", ")): predicting "
      + "\(displayedText(of: baseline.prediction)) for every row"
  }

  private var network: String {
    let shape = check.plans[0].architecture
    let layers = ([shape.inputs] + shape.hidden + [shape.outputs]).map(String.init)
    return "network   \(layers.joined(separator: "-")), "
      + "\(NumberText.count(shape.parameterCount)) weights and biases"
  }

  private var known: String? {
    check.knownJob.map {
      "known     job \($0) trained the same: the daemon would answer with its model"
    }
  }

  private var runs: String {
    let count = check.study.trials.count
    let config = check.configName.map { displayedText(of: $0) } ?? "the defaults"
    return "config    \(config): \(count == 1 ? "one run" : "\(NumberText.count(count)) runs"), "
      + "model \(displayedText(of: check.study.shared.model))"
  }
}
