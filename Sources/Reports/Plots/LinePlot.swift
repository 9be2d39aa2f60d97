/// One or more curves in one frame.
struct LinePlot {
  /// One curve.
  struct Series {
    /// Its name in the legend.
    let name: String
    /// Its colour and dashes, by the style sheet's names.
    let style: String
    /// Its points in the order of x; a value that is not finite breaks the line.
    let points: [(x: Double, y: Double)]
    /// Whether it goes sideways first and then up, as a curve of counts does.
    var isStep = false
    /// Whether each point is marked.
    var hasMarks = false
  }

  /// Something marked on the horizontal axis.
  struct Mark {
    let x: Double
    let label: String
  }

  let x, y: PlotAxis
  let series: [Series]
  /// Vertical lines with a label each.
  var marks: [Mark] = []
  /// The two ends of a line to compare with.
  var reference: (from: (Double, Double), to: (Double, Double))?
  /// Whether the curves are named in a legend; a single one never is.
  var hasLegend = true
  var height = PlotFrame.height

  /// The drawing.
  func figure(id: String, title: HTML, remark: HTML? = nil, description: String) -> HTML {
    let frame = PlotFrame(
      x: x, y: y,
      legend: hasLegend && series.count > 1
        ? series.map { PlotFrame.Key(name: $0.name, style: $0.style) } : [],
      height: height)
    var content = [frame.axes]
    if let reference,
      let from = frame.point(reference.from.0, reference.from.1),
      let to = frame.point(reference.to.0, reference.to.1)
    {
      content.append(Shape.line(from.x, from.y, to.x, to.y, style: "rule"))
    }
    content += marks.compactMap { mark(of: $0, frame) }
    for curve in series { content += Self.drawn(curve, frame) }
    content += marks.compactMap { label(of: $0, frame) }
    return PlotFigure(
      id: id, title: title, remark: remark, description: description, width: frame.width,
      height: frame.height, content: content
    ).html
  }

  private func mark(of mark: Mark, _ frame: PlotFrame) -> HTML? {
    frame.across(mark.x).map {
      Shape.line($0, frame.area.top - 4, $0, frame.area.bottom, style: "rule")
    }
  }

  private func label(of mark: Mark, _ frame: PlotFrame) -> HTML? {
    guard let place = frame.across(mark.x) else { return nil }
    let isRight = place > (frame.area.left + frame.area.right) / 2
    return Shape.text(
      mark.label, place, frame.area.top - 8, isRight ? .end : .start, style: "soft")
  }

  /// The curve, in pieces where it is broken.
  static func drawn(_ series: Series, _ frame: PlotFrame) -> [HTML] {
    var pieces: [[PlotPoint]] = [[]]
    for (x, y) in series.points {
      guard let point = frame.point(x, y) else {
        pieces.append([])
        continue
      }
      if series.isStep, let last = pieces[pieces.count - 1].last {
        pieces[pieces.count - 1].append(PlotPoint(point.x, last.y))
      }
      pieces[pieces.count - 1].append(point)
    }
    var shapes: [HTML] = []
    for piece in pieces where !piece.isEmpty {
      shapes.append(
        piece.count == 1
          ? Shape.circle(
            piece[0].x, piece[0].y, radius: 3, style: "ring \(Self.colour(series.style))")
          : Shape.polyline(LineThinning.thinned(piece), style: "line \(series.style)"))
      if series.hasMarks, piece.count > 1 {
        shapes += piece.map {
          Shape.circle($0.x, $0.y, radius: 3.5, style: "ring \(Self.colour(series.style))")
        }
      }
    }
    return shapes
  }

  /// The colour alone of a style with dashes.
  private static func colour(_ style: String) -> String {
    String(style.split(separator: " ").first ?? "")
  }
}
