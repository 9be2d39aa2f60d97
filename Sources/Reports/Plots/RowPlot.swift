/// Rows with a name each, and values from left to right: bars with their spread, or dots.
struct RowPlot {
  /// One row.
  struct Row {
    let name: String
    /// The values themselves, drawn as dots.
    var dots: [Double] = []
    /// The middle of the row: the end of its bar, or the tick among its dots.
    let mean: Double
    /// How far the values spread to both sides; nil for unknown.
    var deviation: Double?
    /// Whether the row is set off.
    var isBest = false
  }

  let axis: PlotAxis
  let rows: [Row]
  /// Whether the mean is drawn as a bar from zero.
  var hasBars = false
  /// A value to compare with, and its name.
  var reference: (value: Double, name: String)?

  private static let width = PlotFrame.width

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil, description: String) -> HTML {
    let lines = rows.map {
      TextWidth.lines(TerminalText.escaped($0.name), width: 190, atMost: 4)
    }
    let widest = lines.joined().map { TextWidth.of($0) }.max() ?? 0
    let heights = lines.map { max(24, Double($0.count) * 16 + 8) }
    let top = reference == nil ? 6.0 : 24
    let bottom = top + heights.reduce(0, +)
    let area = PlotArea(
      left: (widest + 12).rounded(.up), top: top, right: Self.width - 20, bottom: bottom)
    var content = grid(area)
    var y = top
    for (index, row) in rows.enumerated() {
      let middle = y + heights[index] / 2
      content += label(lines[index], row, area.left - 8, middle)
      content += drawn(row, area, middle)
      y += heights[index]
    }
    content += PlotFrame.tickLabels(axis, area: area)
    content.append(
      Shape.text(
        axis.title, (area.left + area.right) / 2, bottom + 39, .middle, style: "soft"))
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: Self.width,
      height: bottom + 44, content: content
    ).html
  }

  private func grid(_ area: PlotArea) -> [HTML] {
    var shapes = [Shape.line(area.left, area.bottom, area.right, area.bottom, style: "axis")]
    if hasBars, let zero = place(0, area) {
      shapes.append(Shape.line(zero, area.top, zero, area.bottom, style: "axis"))
    }
    if let reference, let place = place(reference.value, area) {
      shapes.append(Shape.line(place, area.top - 4, place, area.bottom, style: "rule"))
      let half = TextWidth.of(reference.name) / 2
      shapes.append(
        Shape.text(
          reference.name, min(max(place, half), Self.width - half), area.top - 9, .middle,
          style: "soft"))
    }
    return shapes
  }

  private func label(
    _ lines: [String], _ row: Row, _ right: Double, _ middle: Double
  ) -> [HTML] {
    lines.enumerated().map { index, line in
      let offset = (Double(index) - Double(lines.count - 1) / 2) * 16
      return Shape.text(
        line, right, middle + 4.5 + offset, .end, style: "tick", full: row.name)
    }
  }

  private func drawn(_ row: Row, _ area: PlotArea, _ middle: Double) -> [HTML] {
    guard let mean = place(row.mean, area) else { return [] }
    var shapes: [HTML] = []
    let tip =
      "\(row.name): \(NumberText.short(row.mean))"
      + (row.deviation.map { " ± \(NumberText.short($0))" } ?? "")
    let colour = row.isBest ? "1" : "0"
    if hasBars, let zero = place(0, area) {
      shapes.append(
        Shape.rectangle(
          x: min(zero, mean), y: middle - 7, width: abs(mean - zero), height: 14,
          style: "f\(colour)", tip: tip))
    }
    if let deviation = row.deviation, deviation > 0,
      let low = place(row.mean - deviation, area), let high = place(row.mean + deviation, area)
    {
      shapes.append(
        Shape.line(
          low, middle, high, middle, style: hasBars ? "line whisker" : "band s\(colour)"))
    }
    // A line to lead the eye from the name to its dots.
    if !hasBars {
      shapes.insert(Shape.line(area.left, middle, area.right, middle, style: "grid"), at: 0)
    }
    shapes += row.dots.compactMap { value in
      place(value, area).map { Shape.circle($0, middle, radius: 4.5, style: "dot f\(colour)") }
    }
    if !hasBars, row.dots.count > 1 {
      shapes.append(Shape.line(mean, middle - 9, mean, middle + 9, style: "line s\(colour)"))
    }
    return shapes
  }

  private func place(_ value: Double, _ area: PlotArea) -> Double? {
    axis.scale.share(of: value).map { area.left + min(max($0, 0), 1) * area.width }
  }
}
