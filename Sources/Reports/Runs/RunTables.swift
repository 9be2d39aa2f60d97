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
        TextTable.Column("started", canShrink: false), TextTable.Column("time", .right),
        TextTable.Column("epochs", .right),
      ] + metrics.map { TextTable.Column($0.header, .right) })
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
  /// A `*` marks the best value of each metric; no value is marked where all are alike.
  package func compare(_ results: [RunResult]) -> String {
    guard !results.isEmpty else { return "no runs\n" }
    let settings = SettingColumn.differing(in: results)
    let metrics = MetricColumn.all(in: results)
    let best = metrics.map { $0.best(in: results) }
    let showsState = results.contains { $0.run.state != .done }
    var columns = [TextTable.Column("name"), TextTable.Column("run", canShrink: false)]
    if showsState { columns.append(TextTable.Column("state", canShrink: false)) }
    columns += settings.map { TextTable.Column($0.header, $0.isNumeric ? .right : .left) }
    columns += metrics.map { TextTable.Column($0.header + " ", .right) }
    columns += [TextTable.Column("epochs", .right), TextTable.Column("time", .right)]
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
        // A blank keeps the digits of the others under those of the marked one.
        cells.append(
          TextTable.Cell(
            Self.metric(metric, in: result) + (isBest ? "*" : " "), isBest ? .green : nil))
      }
      cells += [
        TextTable.Cell(result.run.epochsRun.map { "\($0)" } ?? none),
        TextTable.Cell(Self.duration(result.run.seconds.total)),
      ]
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
        "current: \(TerminalText.escaped(result.run.name)) (\(TerminalText.escaped(result.run.id)))"
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
