/// A drawing with its title, a sentence below it, and a description for those who do not see it.
struct PlotFigure {
  /// Names the drawing in the page.
  let id: String
  /// What is drawn.
  let title: HTML
  /// How to read it.
  let remark: HTML?
  /// What the drawing shows, for screen readers.
  let description: String
  /// The drawing's size, in its own pixels.
  let width, height: Double
  /// Whether it takes the page's whole width.
  var isWide = false
  /// What is drawn.
  let content: [HTML]

  /// The figure.
  var html: HTML {
    .element(
      "figure", isWide ? [.style("full")] : [],
      [
        .element(
          "figcaption", [],
          [.element("b", [.id("\(id)-title")], title)]
            + (remark.map { [.element("span", [], $0)] } ?? [])),
        .element(
          "svg",
          [
            HTML.Attribute(
              "viewBox", "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))"),
            HTML.Attribute("role", "img"),
            HTML.Attribute("aria-labelledby", "\(id)-title"),
            HTML.Attribute("aria-describedby", "\(id)-text"),
          ], [.element("desc", [.id("\(id)-text")], .text(description))] + content),
      ])
  }
}

/// A part of a drawing, in pixels.
struct PlotArea: Hashable, Sendable {
  var left, top, right, bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
}

/// The shapes that drawings are made of.
enum Shape {
  /// A line between two points.
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String
  ) -> HTML {
    .element(
      "line",
      [
        HTML.Attribute("x1", x1), HTML.Attribute("y1", y1), HTML.Attribute("x2", x2),
        HTML.Attribute("y2", y2), .style(style),
      ])
  }

  /// A line through points.
  static func polyline(_ points: [PlotPoint], style: String) -> HTML {
    var path = ""
    for point in points {
      path += path.isEmpty ? "M" : "L"
      path += "\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
    }
    return .element("path", [HTML.Attribute("d", path), .style(style)])
  }

  /// A rectangle; what is in it, if anything, is what a pointer that rests on it is told.
  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, style: String, opacity: Double? = nil,
    tip: String? = nil
  ) -> HTML {
    .element(
      "rect",
      [
        HTML.Attribute("x", x), HTML.Attribute("y", y), HTML.Attribute("width", max(0, width)),
        HTML.Attribute("height", max(0, height)), .style(style),
      ] + (opacity.map { [HTML.Attribute("fill-opacity", $0)] } ?? []), Self.tip(tip))
  }

  /// A circle.
  static func circle(
    _ x: Double, _ y: Double, radius: Double, style: String, tip: String? = nil
  ) -> HTML {
    .element(
      "circle",
      [
        HTML.Attribute("cx", x), HTML.Attribute("cy", y), HTML.Attribute("r", radius),
        .style(style),
      ], Self.tip(tip))
  }

  /// Where text is fixed to its point.
  enum Anchor: String {
    case start, middle, end
  }

  /// A line of text.
  static func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, style: String? = nil,
    rotation: Double? = nil, full: String? = nil
  ) -> HTML {
    var attributes = [HTML.Attribute("x", x), HTML.Attribute("y", y)]
    if anchor != .start { attributes.append(HTML.Attribute("text-anchor", anchor.rawValue)) }
    if let style { attributes.append(.style(style)) }
    if let rotation {
      let place = "\(Coordinate.text(x)) \(Coordinate.text(y))"
      attributes.append(
        HTML.Attribute("transform", "rotate(\(Coordinate.text(rotation)) \(place))"))
    }
    let tip = full.map { $0 == text ? [] : Self.tip($0) } ?? []
    return .element("text", attributes, [.text(text)] + tip)
  }

  /// Several shapes.
  static func group(_ children: [HTML], style: String? = nil) -> HTML {
    .element("g", style.map { [.style($0)] } ?? [], children)
  }

  private static func tip(_ text: String?) -> [HTML] {
    text.map { [.element("title", [], .text($0))] } ?? []
  }
}
