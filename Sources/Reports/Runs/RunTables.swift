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
      $0.name == "loss" ? $0.part != .validation : $0.part == .test && $0.isHeadline
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
  /// A line is a run; where that is wider than the terminal and the other way round is not, a column
  /// is one.
  ///
  /// A `*` marks the best value of each metric among the runs that are done, where the values
  /// differ. Metrics of the training part have no best: a network can always be made to fit its own
  /// training rows better.
  package func compare(_ results: [RunResult]) -> String {
    guard !results.isEmpty else { return "no runs\n" }
    let metrics = metricColumns(results)
    let columns =
      identityColumns(results) + settingColumns(results) + metrics.columns + [
        DrawnColumn(TextTable.Column("time", .right, isOptional: true)) {
          TextTable.Cell(Self.duration($0.run.seconds.total))
        }
      ]
    var table = TextTable(columns.map(\.column))
    for result in results { table.append(columns.map { $0.cell(result) }) }
    let turned = turned(columns, results)
    let drawn = table.fits(output) || !turned.fits(output) ? table : turned
    return drawn.rendered(output) + footer(results, hasMarks: metrics.hasMarks)
  }

  /// The same table on its side, a column for each run: for many settings and few runs.
  private func turned(_ columns: [DrawnColumn], _ results: [RunResult]) -> TextTable {
    var table = TextTable(
      [TextTable.Column("", canShrink: false)]
        + results.map { TextTable.Column($0.run.name, .right, canShrink: true) })
    for column in columns.dropFirst() {
      table.append([TextTable.Cell(column.column.header)] + results.map { column.cell($0) })
    }
    return table
  }

  /// A column and what each run has in it.
  private struct DrawnColumn {
    let column: TextTable.Column
    let cell: (RunResult) -> TextTable.Cell

    init(_ column: TextTable.Column, _ cell: @escaping (RunResult) -> TextTable.Cell) {
      self.column = column
      self.cell = cell
    }
  }

  private func identityColumns(_ results: [RunResult]) -> [DrawnColumn] {
    var columns = [
      DrawnColumn(TextTable.Column("name")) {
        TextTable.Cell($0.run.name, $0.run.isBest ? .bold : nil)
      },
      DrawnColumn(TextTable.Column("run", canShrink: false, isOptional: true)) {
        TextTable.Cell($0.run.id)
      },
    ]
    if results.contains(where: { $0.run.state != .done }) {
      columns.append(
        DrawnColumn(TextTable.Column("state", canShrink: false)) { state($0.run) })
    }
    return columns
      + differences(results).map { difference in
        DrawnColumn(TextTable.Column(difference.header)) {
          TextTable.Cell(difference.text($0.run))
        }
      }
  }

  private func settingColumns(_ results: [RunResult]) -> [DrawnColumn] {
    let settings = SettingColumn.differing(in: results)
    var columns = settings.map { setting in
      DrawnColumn(TextTable.Column(setting.header, setting.isNumeric ? .right : .left)) {
        TextTable.Cell(setting.text(in: $0) ?? none)
      }
    }
    func epochs(_ result: RunResult) -> String? { result.run.epochsRun.map { "\($0)" } }
    let saysTheSame = settings.contains { setting in
      setting.key == "training.epochs"
        && results.allSatisfy { setting.text(in: $0) == epochs($0) }
    }
    if !saysTheSame {
      columns.append(
        DrawnColumn(TextTable.Column("epochs run", .right, isOptional: true)) {
          TextTable.Cell(epochs($0) ?? none)
        })
    }
    return columns
  }

  private func metricColumns(
    _ results: [RunResult]
  ) -> (columns: [DrawnColumn], hasMarks: Bool) {
    let done = results.filter { $0.run.state == .done }
    var hasMarks = false
    let columns = MetricColumn.all(in: results).map { metric in
      let isTraining = metric.part == .train
      let isOptional = isTraining || !metric.isHeadline
      guard let best = isTraining ? nil : metric.best(in: done) else {
        return DrawnColumn(TextTable.Column(metric.header, .right, isOptional: isOptional)) {
          TextTable.Cell(Self.metric(metric, in: $0))
        }
      }
      hasMarks = true
      // A blank keeps the digits of the others under those of the marked one.
      return DrawnColumn(
        TextTable.Column(metric.header + " ", .right, isOptional: isOptional)
      ) { result in
        let isBest = result.run.state == .done && metric.value(in: result) == best
        return TextTable.Cell(
          Self.metric(metric, in: result) + (isBest ? "*" : " "), isBest ? .green : nil)
      }
    }
    return (columns, hasMarks)
  }

  /// What runs of one study share and other runs need not: the model, the data, the version.
  private func differences(
    _ results: [RunResult]
  ) -> [(header: String, text: (RunRecord) -> String)] {
    let facts: [(header: String, text: (RunRecord) -> String)] = [
      ("model", { $0.model }), ("data", { String(($0.dataset ?? none).prefix(8)) }),
      ("engine", { $0.engineVersion ?? none }),
    ]
    return facts.filter { fact in Set(results.map { fact.text($0.run) }).count > 1 }
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
