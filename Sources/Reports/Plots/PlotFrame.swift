/// One axis of a plot.
struct PlotAxis {
  /// What is measured, with its unit.
  let title: String
  /// Where values lie.
  let scale: PlotScale
  /// How its ticks are written.
  var form = TickText.Form.number
  /// Whether ticks between whole numbers make no sense.
  var isWhole = false

  /// Ticks with their labels, at most so many.
  func ticks(atMost count: Int) -> [(value: Double, label: String)] {
    var ticks = scale.ticks(atMost: count)
    if isWhole { ticks = ticks.filter { $0 == $0.rounded() } }
    return Array(zip(ticks, TickText.labels(ticks, scale, form)))
  }
}

/// The axes of a plot, with room for their labels, and the way from values to pixels.
struct PlotFrame {
  /// One entry of the legend.
  struct Key {
    let name: String
    let style: String
  }

  /// The size of most plots.
  static let width = 420.0
  static let height = 280.0

  let x, y: PlotAxis
  let width, height: Double
  /// Where data are drawn.
  let area: PlotArea
  private let legend: [(key: Key, x: Double, y: Double)]
  private let yTicks: [(value: Double, label: String)]

  /// Lays out a plot.
  init(
    x: PlotAxis, y: PlotAxis, legend keys: [Key] = [], width: Double = Self.width,
    height: Double = Self.height
  ) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    yTicks = y.ticks(atMost: max(3, Int(height / 42)))
    let widest = yTicks.map { TextWidth.of($0.label) }.max() ?? 0
    var top = y.title.isEmpty ? 4.0 : 22
    (legend, top) = Self.placed(keys, width: width, below: top)
    area = PlotArea(
      left: (widest + 10).rounded(.up), top: top + 6, right: width - 14, bottom: height - 44)
  }

  /// Where a point lies; nil where it has no place.
  func point(_ x: Double, _ y: Double) -> PlotPoint? {
    guard let right = self.x.scale.share(of: x), let up = self.y.scale.share(of: y) else {
      return nil
    }
    return PlotPoint(area.left + right * area.width, area.bottom - up * area.height)
  }

  /// Where a value lies from left to right.
  func across(_ value: Double) -> Double? {
    x.scale.share(of: value).map { area.left + min(max($0, 0), 1) * area.width }
  }

  /// Where a value lies from top to bottom.
  func down(_ value: Double) -> Double? {
    y.scale.share(of: value).map { area.bottom - min(max($0, 0), 1) * area.height }
  }

  /// The grid, the axes, their labels and the legend.
  var axes: HTML {
    var shapes: [HTML] = []
    for tick in yTicks {
      guard let place = down(tick.value) else { continue }
      shapes.append(Shape.line(area.left, place, area.right, place, style: "grid"))
      shapes.append(
        Shape.text(tick.label, area.left - 6, place + 4.5, .end, style: "tick soft"))
    }
    shapes.append(Shape.line(area.left, area.bottom, area.right, area.bottom, style: "axis"))
    shapes += Self.tickLabels(x, area: area)
    if !y.title.isEmpty { shapes.append(Shape.text(y.title, 0, 13, style: "soft")) }
    shapes.append(
      Shape.text(x.title, (area.left + area.right) / 2, height - 5, .middle, style: "soft"))
    for entry in legend {
      shapes.append(
        Shape.line(
          entry.x, entry.y - 4.5, entry.x + 22, entry.y - 4.5, style: "line \(entry.key.style)"))
      shapes.append(Shape.text(entry.key.name, entry.x + 28, entry.y))
    }
    return Shape.group(shapes)
  }

  /// The ticks of a horizontal axis: as many as have room beside one another.
  static func tickLabels(_ axis: PlotAxis, area: PlotArea) -> [HTML] {
    for count in stride(from: 9, through: 1, by: -1) {
      let ticks = axis.ticks(atMost: count)
      let spans = ticks.compactMap { tick -> (x: Double, half: Double, label: String)? in
        guard let share = axis.scale.share(of: tick.value) else { return nil }
        return (
          area.left + share * area.width, TextWidth.of(tick.label) / 2, tick.label
        )
      }
      let haveRoom = zip(spans, spans.dropFirst()).allSatisfy { left, right in
        left.x + left.half + 8 <= right.x - right.half
      }
      guard haveRoom else { continue }
      return spans.flatMap { span in
        [
          Shape.line(span.x, area.bottom, span.x, area.bottom + 4, style: "axis"),
          Shape.text(span.label, span.x, area.bottom + 20, .middle, style: "tick soft"),
        ]
      }
    }
    return []
  }

  /// The legend's entries in rows, and where they end.
  private static func placed(
    _ keys: [Key], width: Double, below top: Double
  ) -> (entries: [(key: Key, x: Double, y: Double)], bottom: Double) {
    var entries: [(key: Key, x: Double, y: Double)] = []
    var (x, y) = (0.0, top + 14)
    for key in keys {
      let cut = Key(name: TextWidth.cut(key.name, to: width - 40), style: key.style)
      let length = 28 + TextWidth.of(cut.name) + 14
      if x > 0, x + length > width {
        (x, y) = (0, y + 19)
      }
      entries.append((cut, x, y))
      x += length
    }
    return (entries, keys.isEmpty ? top : y + 4)
  }
}
