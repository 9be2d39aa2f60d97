import RunLog

/// The loss curves of a study's settings, a small drawing each, all on one scale; behind each, in
/// grey, all the others.
struct CurvePanels {
  /// The runs of one setting.
  struct Panel {
    let name: String
    let curves: [LossCurve]
    let isBest: Bool
    /// What it came to.
    let remark: String
    /// A line for each setting that was varied, where the name does not tell them.
    let settings: [String]
  }

  let panels: [Panel]
  /// Settings that are not drawn.
  let left: Int

  private static let width = 236.0
  private static let height = 160.0

  /// The section.
  var html: HTML {
    let curves = panels.flatMap(\.curves).filter(\.hasValues)
    guard !curves.isEmpty else { return .nothing }
    let frame = frame(of: curves)
    let hasValidation = curves.contains { !$0.validation.isEmpty }
    let isLog = frame.y.scale.kind == .logarithmic
    return .section(
      "curves", "Loss curves on one scale",
      [
        .paragraph(
          .text(
            "Training loss by epoch" + (hasValidation ? ", validation loss dashed" : "")
              + (isLog ? ", on a logarithmic scale" : "") + ". In grey: all the others."
              + (left > 0 ? " The best \(panels.count) of \(panels.count + left) settings." : "")),
          style: "soft"),
        background(curves, frame),
        .plots(
          panels.enumerated().map { index, panel in
            drawn(panel, "curve-\(index)", frame)
          }, small: true),
      ])
  }

  private func frame(of curves: [LossCurve]) -> PlotFrame {
    PlotFrame(
      x: LossCurve.epochAxis(of: curves),
      y: PlotAxis(title: "", scale: LossCurve.scale(of: curves)), width: Self.width,
      height: Self.height)
  }

  /// All curves once; each drawing refers to them.
  private func background(_ curves: [LossCurve], _ frame: PlotFrame) -> HTML {
    let lines = curves.map { curve in
      Self.path(curve.train, frame, column: 2, style: "thin back")
    }
    return .element(
      "svg",
      [
        HTML.Attribute("width", "0"), HTML.Attribute("height", "0"),
        HTML.Attribute("aria-hidden", "true"), .style("defs"),
      ], .element("defs", [], .element("g", [.id("all-curves")], lines)))
  }

  private func drawn(_ panel: Panel, _ id: String, _ frame: PlotFrame) -> HTML {
    var content = [
      frame.axes,
      HTML.element("use", [HTML.Attribute("href", "#all-curves")]),
    ]
    let colour = panel.isBest ? "s1" : "s0"
    for curve in panel.curves {
      content.append(
        Self.path(
          curve.validation, frame, column: 1, style: "thin dash \(colour)"))
      content.append(Self.path(curve.train, frame, column: 1, style: "line \(colour)"))
    }
    // A line each, so that the drawings beside one another stay at one height.
    let settings = panel.settings.map { HTML.element("span", [.style("row")], .name($0)) }
    return PlotFigure(
      id: id, title: .name(panel.name), remark: .text(panel.remark) + .sequence(settings),
      description: panel.curves.first?.words ?? "", width: frame.width, height: frame.height,
      content: content
    ).html
  }

  private static func path(
    _ points: [(x: Double, y: Double)], _ frame: PlotFrame, column: Double, style: String
  ) -> HTML {
    let places = points.compactMap { frame.point($0.x, $0.y) }
    return places.isEmpty
      ? .nothing
      : Shape.polyline(LineThinning.thinned(places, column: column), style: style)
  }
}
