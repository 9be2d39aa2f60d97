/// Counts of values between edges.
struct HistogramPlot {
  let x: PlotAxis
  let yTitle: String
  /// One more than there are counts.
  let edges: [Double]
  let counts: [Int]

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil, description: String) -> HTML {
    let most = Double(counts.max() ?? 0)
    let frame = PlotFrame(
      x: x,
      y: PlotAxis(title: yTitle, scale: PlotScale(0, max(1, most * 1.08)), isWhole: true))
    var content = [frame.axes]
    for (index, count) in counts.enumerated() where count > 0 && index + 1 < edges.count {
      guard let left = frame.across(edges[index]), let right = frame.across(edges[index + 1]),
        let top = frame.down(Double(count))
      else { continue }
      content.append(
        Shape.rectangle(
          x: left + 0.5, y: top, width: right - left - 1, height: frame.area.bottom - top,
          style: "f0",
          tip:
            "\(NumberText.short(edges[index])) to \(NumberText.short(edges[index + 1])): \(count)"
        ))
    }
    if x.scale.low < 0, x.scale.high > 0, let zero = frame.across(0) {
      content.append(Shape.line(zero, frame.area.top, zero, frame.area.bottom, style: "rule"))
    }
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: frame.width,
      height: frame.height, content: content
    ).html
  }
}
