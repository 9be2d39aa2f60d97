/// Points in a frame.
struct ScatterPlot {
  let x, y: PlotAxis
  /// The points; what has no place is left out.
  let points: [(x: Double, y: Double)]
  /// What a pointer that rests on a point is told, one for each; none for no such texts.
  var tips: [String] = []
  /// The point that is set off.
  var best: Int?
  /// The two ends of a line to compare with.
  var reference: (from: (Double, Double), to: (Double, Double))?

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil, description: String) -> HTML {
    let frame = PlotFrame(x: x, y: y)
    var content = [frame.axes]
    if let reference,
      let from = frame.point(reference.from.0, reference.from.1),
      let to = frame.point(reference.to.0, reference.to.1)
    {
      content.append(Shape.line(from.x, from.y, to.x, to.y, style: "rule"))
    }
    for (index, point) in points.enumerated() where index != best {
      guard let place = frame.point(point.x, point.y) else { continue }
      content.append(
        Shape.circle(place.x, place.y, radius: 3.5, style: "dot f0", tip: tip(index)))
    }
    if let best, let place = frame.point(points[best].x, points[best].y) {
      content.append(
        Shape.circle(place.x, place.y, radius: 5.5, style: "ring s1", tip: tip(best)))
    }
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: frame.width,
      height: frame.height, content: content
    ).html
  }

  private func tip(_ index: Int) -> String? { tips.indices.contains(index) ? tips[index] : nil }
}
