import JSON
import RunLog

/// A run's metrics on each part of the data, with the figures that it has to beat beside them.
struct MetricSection {
  let result: RunResult

  /// The section.
  var html: HTML {
    let columns = MetricColumn.all(in: [result])
    let parts = [MetricPart.train, .validation, .test].filter { part in
      columns.contains { $0.part == part }
    }
    guard !parts.isEmpty else { return .nothing }
    let baseline = RunBaseline(result)
    var table = HTMLTable(
      "The final network on each part of the data",
      [HTMLTable.Column("metric")]
        + parts.map { HTMLTable.Column("\($0.rawValue)", isNumeric: true) }
        + (baseline.map {
          [HTMLTable.Column("baseline (\($0.part.rawValue))", isNumeric: true)]
        } ?? []))
    var shown: Set<String> = []
    for name in columns.map(\.name) where shown.insert(name).inserted {
      var cells = [HTMLTable.Cell(.text(MetricName.words(name)))]
      cells += parts.map { part in
        let value = MetricColumn(part: part, name: name).value(in: result)
        return HTMLTable.Cell(
          .text(PageNumber.metric(name, value)), isBold: part == .test)
      }
      if let baseline { cells.append("\(PageNumber.metric(name, baseline.metrics[name]))") }
      table.append(cells)
    }
    return .section(
      "metrics", "Metrics",
      [
        table.html(id: "metric-table"),
        baseline.map {
          .paragraph("The baseline predicts the same for every row: \($0.sentence).")
        } ?? .nothing,
      ])
  }

  /// What a run came to and what it had to beat, as a sentence; nothing where nothing was measured.
  var verdict: HTML {
    let part = result.headlinePart ?? .test
    guard let headline = MetricName.headline(of: result, part),
      let value = headline.value(in: result)
    else { return .nothing }
    let rows = result.finding("data")?["\(part.rawValue)_rows"]?.integer
    let on =
      rows.map { "the \(PageNumber.rows($0, "\(partName(part)) row"))" }
      ?? "the \(partName(part)) part"
    let baseline = RunBaseline(result).flatMap { $0.part == part ? $0 : nil }
    let other = baseline?.metrics[headline.name]
    switch headline.name {
    case "accuracy":
      let against = other.map {
        "; the baseline, \(baseline?.sentence ?? "always the same"), is right on "
          + NumberText.percent($0)
      }
      return "Right on \(NumberText.percent(value)) of \(on)\(against ?? "")."
    case "r2":
      let error = MetricColumn(part: part, name: "mae").value(in: result)
      let own = error.map { "Off by \(NumberText.short($0)) in the mean on \(on)" }
      let against = baseline?.metrics["mae"].map {
        "; the baseline, \(baseline?.sentence ?? "always the mean"), is off by "
          + NumberText.short($0)
      }
      let r2 = NumberText.fixed(value, decimals: 3)
      return own.map { "\($0)\(against ?? ""). R² is \(r2)." } ?? "R² is \(r2) on \(on)."
    default:
      return "The loss on \(on) is \(NumberText.loss(value))."
    }
  }

  private func partName(_ part: MetricPart) -> String {
    part == .train ? "training" : part.rawValue
  }
}
