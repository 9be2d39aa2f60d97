/// The tables of `backdrop models`.
package struct ModelTables: Sendable {
  private let output: TerminalStyle

  /// Draws for a given output.
  package init(style: TerminalStyle = .plain) {
    output = style
  }

  /// The models, one a line.
  package func list(_ models: [ModelSummary]) -> String {
    guard !models.isEmpty else { return "no models\n" }
    let metrics = Self.metrics(models.map(\.metrics))
    var table = TextTable(
      [
        TextTable.Column("model"), TextTable.Column("current", canShrink: false),
        TextTable.Column("name", isOptional: true), TextTable.Column("versions", .right),
        TextTable.Column("since (UTC)", canShrink: false, isOptional: true),
      ] + metrics.map { TextTable.Column("test \($0)", .right) })
    for model in models {
      table.append(
        [
          TextTable.Cell(model.model), TextTable.Cell(model.current ?? none),
          TextTable.Cell(model.trial ?? none), TextTable.Cell("\(model.versions)"),
          TextTable.Cell(Self.minute(model.since)),
        ] + metrics.map { Self.cell($0, model.metrics) })
    }
    return table.rendered(output)
  }

  /// One model: what it is, its versions, and which was current when.
  package func show(_ model: ModelDetails) -> String {
    var text = ""
    if let facts = model.described {
      var rows: [(String, String)] = [
        ("model", model.model), ("current", model.current ?? none),
        ("task", facts.task), ("target", facts.target),
      ]
      if !facts.classes.isEmpty { rows.append(("classes", facts.classes.joined(separator: ", "))) }
      rows += [
        ("columns", facts.columns.map { "\($0.name) (\($0.kind))" }.joined(separator: ", ")),
        (
          "network",
          ([facts.inputs] + facts.hidden + [facts.outputs]).map(String.init)
            .joined(separator: " → ")
            + ", \(facts.activation), \(facts.parameters) parameters, \(facts.precision)"
        ),
        (
          "trained on",
          "\(facts.dataset), \(facts.train_rows) rows, \(facts.epochs_run) epochs"
        ),
      ]
      let width = rows.map(\.0.count).max() ?? 0
      for (name, value) in rows {
        text += name + String(repeating: " ", count: width - name.count + 2)
        text += TerminalText.escaped(value) + "\n"
      }
      text += "\n"
    }
    text += versions(model)
    guard !model.history.isEmpty else { return text }
    var table = TextTable([
      TextTable.Column("current since (UTC)", canShrink: false),
      TextTable.Column("version", canShrink: false), TextTable.Column("by"),
    ])
    for change in model.history {
      table.append([
        TextTable.Cell(Self.minute(change.at)), TextTable.Cell(change.run),
        TextTable.Cell(change.cause),
      ])
    }
    return text + "\n" + table.rendered(output)
  }

  private func versions(_ model: ModelDetails) -> String {
    let metrics = Self.metrics(model.versions.map(\.metrics))
    var table = TextTable(
      [
        TextTable.Column("version", canShrink: false), TextTable.Column("name"),
        TextTable.Column("trained (UTC)", canShrink: false, isOptional: true),
      ] + metrics.map { TextTable.Column("test \($0)", .right) }
        + [TextTable.Column("", canShrink: false)])
    for version in model.versions {
      table.append(
        [
          TextTable.Cell(version.run, version.current ? .bold : nil),
          TextTable.Cell(version.name ?? none), TextTable.Cell(Self.minute(version.trained_at)),
        ] + metrics.map { Self.cell($0, version.metrics) }
          + [TextTable.Cell(version.current ? "current" : "", .green)])
    }
    let others =
      model.other_runs == 0
      ? ""
      : "\(PageNumber.rows(model.other_runs, "other run")) of its studies saved: "
        + "`backdrop runs list --model` shows them, `models promote` takes any of them\n"
    return table.rendered(output) + others
  }

  /// What is wrong with each version that is not as it should be, and how many were looked at.
  package func verify(_ checks: [ModelCheck]) -> String {
    let damaged = checks.filter { $0.problem != nil }
    let lines = damaged.map { check in
      "\(TerminalText.escaped(check.model))@\(TerminalText.escaped(check.run)): "
        + "\(TerminalText.escaped(check.problem ?? ""))\n"
    }
    return lines.joined() + "\(PageNumber.rows(checks.count, "file")), \(damaged.count) damaged\n"
  }

  /// The loss, and accuracy or R² where any has it.
  private static func metrics(_ all: [[String: Double]]) -> [String] {
    ["loss", "accuracy", "r2"].filter { name in all.contains { $0[name] != nil } }
  }

  private static func cell(_ name: String, _ metrics: [String: Double]) -> TextTable.Cell {
    TextTable.Cell(metrics[name].map { NumberText.metric(name, $0) } ?? none)
  }

  private static func minute(_ time: String?) -> String {
    time.map { $0.prefix(10) + " " + $0.dropFirst(11).prefix(5) } ?? none
  }
}
