/// Runs as lines across several axes, one for each setting and one for the metric.
struct ParallelPlot {
  /// One axis; a line crosses it at a share of its height from below.
  struct Axis {
    let name: String
    /// Labels with their heights.
    let ticks: [(share: Double, label: String)]
  }

  /// One run.
  struct Line {
    /// Where it crosses each axis; nil where it has no value.
    let shares: [Double?]
    /// How good it is, from 0 to 1.
    let rank: Double
    /// Whether it is set off.
    let isBest: Bool
    let name: String
  }

  let axes: [Axis]
  let lines: [Line]

  private static let height = 300.0
  private static let top = 44.0
  private static let bottom = 284.0

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML, description: String) -> HTML {
    let widths = axes.map { axis in
      max(
        TextWidth.of(axis.name, size: 13),
        (axis.ticks.map { TextWidth.of($0.label, size: 12) }.max() ?? 0) + 24)
    }
    let step = max((widths.max() ?? 60) + 14, PlotFrame.width / Double(max(1, axes.count)))
    let width = step * Double(axes.count)
    let places = axes.indices.map { (Double($0) + 0.5) * step }
    var content: [HTML] = []
    for line in lines.sorted(by: { ($0.isBest ? 2 : $0.rank) < ($1.isBest ? 2 : $1.rank) }) {
      content.append(drawn(line, places))
    }
    for (index, axis) in axes.enumerated() {
      let x = places[index]
      content.append(Shape.text(axis.name, x, 14, .middle, style: "tick"))
      content.append(Shape.line(x, Self.top, x, Self.bottom, style: "stem"))
      for tick in axis.ticks {
        content.append(
          Shape.text(
            tick.label, x + 6, Self.place(tick.share) + 4, style: "tick small mark"))
      }
    }
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: width,
      height: Self.height, isWide: width > 700, content: content
    ).html
  }

  private func drawn(_ line: Line, _ places: [Double]) -> HTML {
    let points = zip(line.shares, places).compactMap { share, x in
      share.map { PlotPoint(x, Self.place($0)) }
    }
    let style = line.isBest ? "line s1" : "thin s0"
    let path = points.map { "\(Coordinate.text($0.x)) \(Coordinate.text($0.y))" }
      .joined(separator: "L")
    return .element(
      "path",
      [
        HTML.Attribute("d", "M\(path)"), .style(style),
        HTML.Attribute("stroke-opacity", line.isBest ? 1 : 0.12 + 0.68 * line.rank * line.rank),
      ], .element("title", [], .text(line.name)))
  }

  private static func place(_ share: Double) -> Double { bottom - share * (bottom - top) }
}
