package import RunLog

/// The tables of `backdrop runs`, drawn from the run log's records.
package struct RunTables: Sendable {
  /// Where the text goes.
  let output: TerminalStyle

  /// Draws for a given output.
  package init(style: TerminalStyle = .plain) {
    output = style
  }

  /// The list of runs, one a line, in the order given.
  package func list(_ results: [RunResult]) -> String {
    guard !results.isEmpty else { return "no runs\n" }
    let metrics = MetricColumn.all(in: results).filter {
      $0.name == "loss" ? $0.part != .validation : $0.part == .test
    }
    var table = TextTable(
      [
        TextTable.Column("run", canShrink: false), TextTable.Column("model"),
        TextTable.Column("name"), TextTable.Column("state", canShrink: false),
        TextTable.Column("started (UTC)", canShrink: false, isOptional: true),
        TextTable.Column("time", .right, isOptional: true),
        TextTable.Column("epochs", .right, isOptional: true),
      ] + metrics.map { TextTable.Column($0.header, .right, isOptional: $0.part == .train) })
    for result in results {
      let run = result.run
      table.append(
        [
          TextTable.Cell(run.id), TextTable.Cell(run.model),
          TextTable.Cell(run.name), state(run), TextTable.Cell(Self.minute(run.startedAt)),
          TextTable.Cell(Self.duration(run.seconds.total)),
          TextTable.Cell(run.epochsRun.map { "\($0)" } ?? none),
        ] + metrics.map { TextTable.Cell(Self.metric($0, in: result)) })
    }
    return table.rendered(output)
  }

  /// Several runs side by side: the settings in which they differ, their metrics, the best marked.
  ///
  /// A `*` marks the best value of each metric, where the values differ. Metrics of the training
  /// part have no best: a network can always be made to fit its own training rows better.
  package func compare(_ results: [RunResult]) -> String {
    guard !results.isEmpty else { return "no runs\n" }
    let settings = SettingColumn.differing(in: results)
    let metrics = MetricColumn.all(in: results)
    let best = metrics.map { $0.part == .train ? nil : $0.best(in: results) }
    let showsEpochs = !settings.contains { column in
      column.key == "training.epochs"
        && results.allSatisfy { column.text(in: $0) == $0.run.epochsRun.map { "\($0)" } }
    }
    let showsState = results.contains { $0.run.state != .done }
    var columns = [
      TextTable.Column("name"), TextTable.Column("run", canShrink: false, isOptional: true),
    ]
    if showsState { columns.append(TextTable.Column("state", canShrink: false)) }
    columns += settings.map { TextTable.Column($0.header, $0.isNumeric ? .right : .left) }
    // A blank keeps the digits of the others under those of the marked one.
    columns += zip(metrics, best).map {
      TextTable.Column($0.header + ($1 == nil ? "" : " "), .right, isOptional: $0.part == .train)
    }
    if showsEpochs { columns.append(TextTable.Column("epochs run", .right, isOptional: true)) }
    columns.append(TextTable.Column("time", .right, isOptional: true))
    var table = TextTable(columns)
    for result in results {
      var cells = [
        TextTable.Cell(result.run.name, result.run.isBest ? .bold : nil),
        TextTable.Cell(result.run.id),
      ]
      if showsState { cells.append(state(result.run)) }
      cells += settings.map { TextTable.Cell($0.text(in: result) ?? none) }
      for (metric, best) in zip(metrics, best) {
        let isBest = best != nil && metric.value(in: result) == best
        cells.append(
          TextTable.Cell(
            Self.metric(metric, in: result) + (isBest ? "*" : best == nil ? "" : " "),
            isBest ? .green : nil))
      }
      if showsEpochs { cells.append(TextTable.Cell(result.run.epochsRun.map { "\($0)" } ?? none)) }
      cells.append(TextTable.Cell(Self.duration(result.run.seconds.total)))
      table.append(cells)
    }
    return table.rendered(output) + footer(results, hasMarks: best.contains { $0 != nil })
  }

  /// What stands below a comparison.
  private func footer(_ results: [RunResult], hasMarks: Bool) -> String {
    var lines: [String] = []
    if hasMarks { lines.append("* the best value of its column") }
    for result in results where result.run.isBest {
      lines.append(
        "best: \(TerminalText.escaped(result.run.name)) (\(TerminalText.escaped(result.run.id)))"
      )
    }
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }

  private func state(_ run: RunRecord) -> TextTable.Cell {
    TextTable.Cell(run.state.rawValue, run.state == .failed ? .red : nil)
  }

  /// A metric of a run; a dash where it was not measured.
  static func metric(_ column: MetricColumn, in result: RunResult) -> String {
    column.value(in: result).map { NumberText.metric(column.name, $0) } ?? none
  }

  /// A time in seconds; a dash where it was not measured.
  static func duration(_ seconds: Double?) -> String {
    seconds.map { NumberText.duration(seconds: $0) } ?? none
  }

  /// A moment without its seconds: `2026-11-23 22:36`.
  private static func minute(_ time: Timestamp) -> String {
    let text = time.text
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}

/// What stands for a value that there is not.
let none = "–"
