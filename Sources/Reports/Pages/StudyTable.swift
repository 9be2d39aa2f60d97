import RunLog

/// The settings of a study as a table, over their seeds: what differs, their metrics, the best set
/// off.
struct StudyTable {
  let design: StudyDesign
  let best: String

  /// Rows beyond which the table shows the best ones only.
  private static let rowLimit = 300

  /// The section.
  var html: HTML {
    let all = design.groups.flatMap(\.results)
    let metrics = MetricColumn.all(in: all).filter { metric in
      metric.name == "loss" || (metric.part != .train && ["accuracy", "r2"].contains(metric.name))
    }
    let hasNames = design.form == .changes
    let hasEpochs = all.contains { result in
      result.run.epochsRun.map { "\($0)" } != result.parameter("training.epochs")
    }
    var columns = [HTMLTable.Column(hasNames ? "run" : "rank", isNumeric: !hasNames)]
    columns += design.axes.map { HTMLTable.Column(.text($0.name), isNumeric: $0.isNumeric) }
    if hasEpochs { columns.append(HTMLTable.Column("epochs run", isNumeric: true)) }
    columns += metrics.map { metric in
      HTMLTable.Column(
        "\(metric.part.rawValue) \(MetricName.words(metric.name))", isNumeric: true)
    }
    if hasSeeds { columns.append(HTMLTable.Column("runs", isNumeric: true)) }
    columns.append(HTMLTable.Column("time", isNumeric: true))
    var table = HTMLTable(caption, columns)
    let bests = metrics.map { metric in
      metric.part == .train
        ? nil : best(of: design.groups.compactMap { value(metric, $0.results) }, metric)
    }
    for (index, group) in shown.enumerated() {
      let isBest = group.results.contains { $0.run.id == best }
      var cells = [name(group, hasNames ? nil : index + 1, isBest)]
      cells += design.axes.map { HTMLTable.Cell(.name(group.values[$0.key] ?? none)) }
      if hasEpochs { cells.append("\(epochs(group.results))") }
      for (metric, best) in zip(metrics, bests) {
        let summary = design.summary(of: group.results, metric)
        cells.append(
          HTMLTable.Cell(
            .text(summary.map { design.text(metric.name, $0) } ?? none),
            isBold: best != nil && value(metric, group.results) == best))
      }
      if hasSeeds { cells.append("\(group.results.count)") }
      cells.append("\(time(group.results))")
      table.append(cells)
    }
    return .section(
      "runs", hasNames ? "The runs" : "The settings, best first",
      [table.html(id: "run-table"), limitRemark])
  }

  private var hasSeeds: Bool { design.groups.contains { $0.results.count > 1 } }

  private var caption: HTML {
    hasSeeds
      ? "What differs, and the metrics: mean ± standard deviation over seeds or folds; the best are bold"
      : "What differs, and the metrics; the best are bold"
  }

  private var limitRemark: HTML {
    design.groups.count > Self.rowLimit
      ? .paragraph(
        "The best \(Self.rowLimit) of \(NumberText.count(design.groups.count)).", style: "soft")
      : .nothing
  }

  private func name(
    _ group: StudyDesign.Group, _ rank: Int?, _ isBest: Bool
  ) -> HTMLTable.Cell {
    if let rank { return HTMLTable.Cell(.text("\(rank)"), isBold: isBest) }
    let states = Set(group.results.map(\.run.state))
    let state = states == [.done] ? "" : " (\(group.results[0].run.state.rawValue))"
    return HTMLTable.Cell(.name(group.name + state), isBold: isBest)
  }

  private func value(_ metric: MetricColumn, _ results: [RunResult]) -> Double? {
    design.summary(of: results.filter { $0.run.state == .done }, metric)?.mean
  }

  /// The best value; nil where all are alike or the metric's direction is unknown.
  private func best(of values: [Double], _ metric: MetricColumn) -> Double? {
    guard let direction = MetricDirection(metric.name), Set(values).count > 1 else { return nil }
    return values.max { direction.isBetter($1, $0) }
  }

  private func epochs(_ results: [RunResult]) -> String {
    let epochs = results.compactMap(\.run.epochsRun)
    guard let least = epochs.min(), let most = epochs.max() else { return none }
    return least == most
      ? NumberText.count(least) : "\(NumberText.count(least))–\(NumberText.count(most))"
  }

  private func time(_ results: [RunResult]) -> String {
    let seconds = results.compactMap(\.run.seconds.total)
    return seconds.isEmpty ? none : NumberText.duration(seconds: seconds.reduce(0, +))
  }

  /// In the study's order, or the best first where the order says nothing.
  private var shown: [StudyDesign.Group] {
    guard design.form != .changes || design.groups.count > Self.rowLimit else {
      return design.groups
    }
    return Array(design.ranked.prefix(Self.rowLimit))
  }
}
