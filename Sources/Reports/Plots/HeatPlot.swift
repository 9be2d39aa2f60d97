/// Counts in rows and columns, the darker the more of their row.
struct HeatPlot {
  let rowTitle, columnTitle: String
  let names: [String]
  /// Square: a row for each name, a column for each name.
  let counts: [[Int]]

  /// Names beyond which the cells have no numbers.
  private static let numberLimit = 12

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil, description: String) -> HTML {
    let count = names.count
    let shown = names.map { TextWidth.cut(TerminalText.escaped($0), to: 120, size: 12) }
    let widest = shown.map { TextWidth.of($0, size: 12) }.max() ?? 0
    let left = widest + 14
    let width = PlotFrame.width
    let cell = min((width - left - 4) / Double(max(1, count)), 150)
    let isUpright = widest + 8 <= cell
    let top = 24.0
    let rowHeight = min(cell, 72)
    let bottom = top + rowHeight * Double(count)
    var content = [Shape.text(rowTitle, 0, 13, style: "soft")]
    let step = max(1, Int((15 / rowHeight).rounded(.up)))
    for (index, name) in shown.enumerated() where index % step == 0 {
      let across = left + (Double(index) + 0.5) * cell
      let down = top + (Double(index) + 0.5) * rowHeight
      content.append(
        Shape.text(name, left - 8, down + 4, .end, style: "tick small", full: names[index]))
      content.append(
        isUpright
          ? Shape.text(name, across, bottom + 17, .middle, style: "tick small", full: names[index])
          : Shape.text(
            name, across + 4, bottom + 8, .end, style: "tick small", rotation: -90,
            full: names[index]))
    }
    for row in counts.indices {
      let total = counts[row].reduce(0, +)
      for column in counts[row].indices {
        content += drawn(
          counts[row][column], of: total, row, column, x: left + Double(column) * cell,
          y: top + Double(row) * rowHeight, cell, rowHeight)
      }
    }
    content.append(
      Shape.rectangle(
        x: left, y: top, width: cell * Double(count), height: bottom - top, style: "frame"))
    let labels = isUpright ? 22 : widest + 14
    content.append(
      Shape.text(
        columnTitle, left + cell * Double(count) / 2, bottom + labels + 16, .middle,
        style: "soft"))
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: width,
      height: bottom + labels + 22, content: content
    ).html
  }

  /// How dark a cell is, and the style of the number on it.
  ///
  /// On both papers there are shades on which neither dark nor light text stands out by 4.5:1; the
  /// steps pass over them.
  private static func shade(_ share: Double) -> (opacity: Double, text: String) {
    if share < 0.5 { return (0.08 + 0.84 * share, "plain") }
    if share < 0.9 { return (0.72 + 0.325 * (share - 0.5), "on-mid") }
    return (0.95 + 0.5 * (share - 0.9), "on")
  }

  private func drawn(
    _ value: Int, of total: Int, _ row: Int, _ column: Int, x: Double, y: Double, _ width: Double,
    _ height: Double
  ) -> [HTML] {
    let share = total == 0 ? 0 : Double(value) / Double(total)
    let (opacity, style) = value == 0 ? (0, "plain") : Self.shade(share)
    var shapes: [HTML] = []
    if value > 0 {
      shapes.append(
        Shape.rectangle(
          x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, style: "cell",
          opacity: opacity,
          tip: "\(rowTitle) \(names[row]), \(columnTitle) \(names[column]): \(value)"))
    }
    if names.count <= Self.numberLimit {
      shapes.append(
        Shape.text(
          NumberText.count(value), x + width / 2, y + height / 2 + 4.5, .middle, style: style))
    }
    return shapes
  }
}
