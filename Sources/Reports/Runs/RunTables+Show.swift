package import RunLog

extension RunTables {
  /// One run: what it was, its metrics, its loss as a curve, its settings, what happened to it.
  package func show(_ detail: RunDetail) -> String {
    let result = detail.result
    let sections = [
      facts(of: detail), metrics(of: result), warnings(of: result), curves(of: result),
      settings(of: result), findings(of: result), events(of: detail),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func facts(of detail: RunDetail) -> String {
    let run = detail.result.run
    let seconds = [
      ("read", run.seconds.read), ("split", run.seconds.split), ("train", run.seconds.train),
      ("save", run.seconds.save),
    ].compactMap { part in part.1.map { "\(part.0) \(NumberText.duration(seconds: $0))" } }
    var time = Self.duration(run.seconds.total)
    if !seconds.isEmpty { time += " (\(seconds.joined(separator: ", ")))" }
    let facts: [(String, String?)] = [
      ("run", run.id), ("name", run.name),
      ("model", run.model + (detail.versions.first.map { $0.isCurrent ? ", current" : "" } ?? "")),
      ("job", run.job + (detail.job.map { " (\($0.name), \($0.state.rawValue))" } ?? "")),
      ("state", run.state.rawValue + (run.isBest ? ", best of its job" : "")),
      ("started", run.startedAt.text), ("finished", run.finishedAt?.text), ("time", time),
      ("epochs", run.epochsRun.map { "\($0)" + (run.stopReason.map { ", stopped: \($0)" } ?? "") }),
      (
        "speed",
        run.samplesPerSecond.map { NumberText.count(Int($0.rounded())) + " samples/s" }
      ),
      ("threads", run.threads.map { "\($0)" }), ("data", detail.dataset.map(Self.summary(of:))),
      ("data hash", run.dataset),
      ("checkpoint", run.checkpoint), ("weights", run.weightsSHA256),
      ("engine", run.engineVersion),
    ]
    return pairs(facts.compactMap { fact in fact.1.map { (fact.0, $0) } })
  }

  private static func summary(of dataset: DatasetRecord) -> String {
    "\(dataset.name): \(NumberText.count(dataset.rows)) rows, "
      + "\(NumberText.count(dataset.columns)) columns, \(NumberText.count(dataset.bytes)) bytes"
      + (dataset.archive.map { ", in \($0)" } ?? "")
  }

  private func metrics(of result: RunResult) -> String {
    let columns = MetricColumn.all(in: [result])
    let parts = MetricPart.allCases.filter { part in columns.contains { $0.part == part } }
    guard !parts.isEmpty else { return "" }
    let baseline = RunBaseline(result)
    var table = TextTable(
      [TextTable.Column("metric")] + parts.map { TextTable.Column($0.rawValue, .right) }
        + (baseline == nil ? [] : [TextTable.Column("baseline", .right)]))
    var shown: Set<String> = []
    for name in columns.map(\.name) where shown.insert(name).inserted {
      table.append(
        [TextTable.Cell(name)]
          + parts.map {
            TextTable.Cell(Self.metric(MetricColumn(part: $0, name: name), in: result))
          }
          + (baseline.map { baseline in
            [TextTable.Cell(baseline.metrics[name].map { NumberText.metric(name, $0) } ?? none)]
          } ?? []))
    }
    return table.rendered(output)
      + (baseline.map { TerminalText.escaped("baseline: \($0.sentence)") + "\n" } ?? "")
  }

  /// What the model has to beat, as a part of a sentence; nil where it is not on record.
  package func baseline(of result: RunResult) -> String? {
    guard let baseline = RunBaseline(result), baseline.part == .test else { return nil }
    let name = baseline.metrics["accuracy"] == nil ? "mae" : "accuracy"
    guard let value = baseline.metrics[name] else { return nil }
    return TerminalText.escaped(
      "baseline: \(name) \(NumberText.metric(name, value)), \(baseline.sentence)")
  }

  private func warnings(of result: RunResult) -> String {
    let messages = RunWarnings(result).messages
    if messages.isEmpty { return "" }
    return output.emphasized("warnings", .bold) + "\n"
      + messages.map { "  " + TerminalText.escaped($0) + "\n" }.joined()
  }

  private func curves(of result: RunResult) -> String {
    let width = min(60, max(10, (output.width ?? 100) - 40))
    let curves: [(String, [Double])] = [
      ("train loss", result.epochs.map(\.trainLoss)),
      ("validation loss", result.epochs.compactMap(\.validationLoss)),
    ]
    return pairs(
      curves.compactMap { name, values in
        guard let first = values.first, let last = values.last else { return nil }
        return (
          name,
          "\(NumberText.loss(first)) \(Sparkline.rendered(values, width: width)) "
            + NumberText.loss(last)
        )
      })
  }

  private func settings(of result: RunResult) -> String {
    guard !result.parameters.isEmpty else { return "" }
    return output.emphasized("settings", .bold) + "\n"
      + pairs(result.parameters.map { ("  " + $0.key, SettingText.plain($0.value)) })
  }

  /// The names of the documents that `--json` prints whole.
  private func findings(of result: RunResult) -> String {
    guard !result.findings.isEmpty else { return "" }
    let names = result.findings.map(\.name).joined(separator: ", ")
    return output.emphasized("findings", .bold) + " (whole with --json)\n  "
      + TerminalText.escaped(names) + "\n"
  }

  private func events(of detail: RunDetail) -> String {
    guard !detail.events.isEmpty else { return "" }
    return output.emphasized("events", .bold) + "\n"
      + detail.events.map { event in
        lines(
          [event.at.text, event.level.rawValue, "\(event.code): \(event.message)"], indent: 2)
      }.joined()
  }

  /// Names and values, one pair a line, the values under one another.
  private func pairs(_ pairs: [(String, String)]) -> String {
    let names = pairs.map { TerminalText.escaped($0.0) }
    let widest = names.map { TerminalText.width(of: $0) }.max() ?? 0
    return zip(names, pairs).map { name, pair in
      let padding = String(repeating: " ", count: widest - TerminalText.width(of: name) + 2)
      return name + padding + TerminalText.escaped(pair.1) + "\n"
    }.joined()
  }
}
