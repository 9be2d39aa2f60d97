/// The layers of a network, from the inputs on the left to the outputs on the right.
struct NetworkDrawing {
  /// One layer.
  struct Layer {
    let units: Int
    /// What its units compute; `inputs` for the first.
    let kind: String
  }

  let layers: [Layer]

  /// Units of a layer beyond which only some are drawn.
  private static let unitLimit = 8
  private static let height = 260.0

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil) -> HTML {
    let widest = layers.map { TextWidth.of($0.kind, size: 12) }.max() ?? 0
    let step = max(widest + 10, min(130, PlotFrame.width / Double(layers.count)))
    let width = max(PlotFrame.width, step * Double(layers.count))
    let start = (width - step * Double(layers.count)) / 2 + step / 2
    let columns = layers.enumerated().map { index, layer in
      Self.places(layer.units).map { PlotPoint(start + Double(index) * step, $0) }
    }
    var content: [HTML] = []
    for (from, to) in zip(columns, columns.dropFirst()) {
      content.append(
        Shape.group(
          from.flatMap { a in to.map { b in Shape.line(a.x, a.y, b.x, b.y, style: "edge") } }))
    }
    for (layer, column) in zip(layers, columns) {
      guard let first = column.first else { continue }
      content += column.map { Shape.circle($0.x, $0.y, radius: 7.5, style: "unit") }
      if layer.units > Self.unitLimit {
        content += [-7.0, 0, 7].map {
          Shape.circle(first.x, Self.middle + $0, radius: 1.75, style: "f0")
        }
      }
      content.append(
        Shape.text(
          NumberText.count(layer.units), first.x, Self.height - 20, .middle, style: "tick"))
      content.append(
        Shape.text(layer.kind, first.x, Self.height - 4, .middle, style: "tick soft small"))
    }
    let words = layers.map { "\($0.units) \($0.kind)" }.joined(separator: ", then ")
    return PlotFigure(
      id: id, title: title, remark: remark, description: "A network of \(words).", width: width,
      height: Self.height, content: content
    ).html
  }

  private static let middle = (height - 40) / 2

  /// Where the drawn units of a layer lie; a large layer leaves its middle open.
  private static func places(_ units: Int) -> [Double] {
    let isCut = units > unitLimit
    let shown = isCut ? unitLimit - 1 : units
    let gap = 25.0
    return (0..<shown).compactMap { index in
      let offset = Double(index) - Double(shown - 1) / 2
      // The middle one gives way to three dots.
      if isCut, index == shown / 2 { return nil }
      return middle + offset * gap
    }
  }
}
