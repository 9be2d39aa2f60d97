import JSON
import RunLog

/// How much worse a network becomes when the values of one column are dealt out anew.
struct ImportanceSection {
  let result: RunResult

  /// Columns beyond which only the most important are drawn.
  private static let drawn = 25

  /// The section.
  var html: HTML {
    guard let importance = result.finding("importance") else { return .nothing }
    let columns = (importance["columns"]?.list ?? []).compactMap {
      column -> (name: String, mean: Double, deviation: Double)? in
      guard let name = column["name"]?.string, let mean = column["mean"]?.number else {
        return nil
      }
      return (name, mean, column["deviation"]?.number ?? 0)
    }.sorted { $0.mean > $1.mean }
    guard !columns.isEmpty else { return .nothing }
    let shown = columns.prefix(Self.drawn)
    let scale = PlotScale(
      covering: shown.flatMap { [$0.mean - $0.deviation, $0.mean + $0.deviation] },
      kind: .linear, including: [0])
    let plot = RowPlot(
      axis: PlotAxis(title: "increase of the loss", scale: scale),
      rows: shown.map {
        RowPlot.Row(name: $0.name, mean: $0.mean, deviation: $0.deviation)
      }, hasBars: true)
    let repeats = importance["repeats"]?.integer ?? 1
    let rows = importance["rows"]?.integer ?? 0
    var table = HTMLTable(
      "Increase of the \(importance.partName) loss when a column is shuffled",
      [
        HTMLTable.Column("column"), HTMLTable.Column("mean", isNumeric: true),
        HTMLTable.Column("standard deviation", isNumeric: true),
      ])
    for column in columns.prefix(200) {
      table.append([
        HTMLTable.Cell(.name(column.name)), "\(NumberText.short(column.mean))",
        "\(NumberText.short(column.deviation))",
      ])
    }
    return .section(
      "importance", "Which columns matter",
      [
        .plots([
          plot.figure(
            id: "importance-plot", title: "Permutation importance",
            remark: .text(
              "How much the loss grows when the column's values are shuffled among "
                + "\(PageNumber.rows(rows, "\(importance.partName) row")); mean and standard deviation of "
                + "\(PageNumber.rows(repeats, "shuffle"))."
                + (columns.count > Self.drawn ? " The first \(Self.drawn) columns." : "")),
            description: "The most important column is \(columns[0].name), with an increase of "
              + "\(NumberText.short(columns[0].mean)). The table below holds the numbers.")
        ]),
        .paragraph(
          """
          Columns that say the same share their importance: each alone seems to matter little, \
          because the other still tells.
          """, style: "soft"),
        .details("The importance as a table", [table.html(id: "importance-table")]),
      ])
  }
}
