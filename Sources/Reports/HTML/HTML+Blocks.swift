// The blocks that pages are made of.
extension HTML {
  /// A section under a heading; nothing where it holds nothing.
  package static func section(_ id: StaticString, _ title: HTML, _ children: [HTML]) -> HTML {
    guard children.contains(where: { $0 != .nothing }) else { return .nothing }
    return .element(
      "section", [Attribute("aria-labelledby", "\(id)")],
      [.element("h2", [.id("\(id)")], title)] + children)
  }

  /// A paragraph.
  package static func paragraph(_ text: HTML, style: String? = nil) -> HTML {
    .element("p", style.map { [.style($0)] } ?? [], text)
  }

  /// A list of sentences; nothing where there is none.
  package static func list(_ items: [HTML]) -> HTML {
    items.isEmpty ? .nothing : .element("ul", [], items.map { .element("li", [], $0) })
  }

  /// A name from the data: kept apart from the text around it, whichever way it is written.
  package static func name(_ text: String) -> HTML { .element("bdi", [], .text(text)) }

  /// Something to be typed or compared character by character.
  package static func code(_ text: String) -> HTML { .element("code", [], .text(text)) }

  /// Lines of code, each as it is.
  package static func codeBlock(_ text: String) -> HTML {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var children: [HTML] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { children.append(.lineEnd) }
      children.append(.text(String(line)))
    }
    return .element("pre", [], .element("code", [], children))
  }

  /// Something that a reader must not miss.
  package static func note(_ children: [HTML], isError: Bool = false) -> HTML {
    .element("div", [.style(isError ? "note error" : "note"), Attribute("role", "note")], children)
  }

  /// A part that opens when asked for.
  package static func details(_ summary: HTML, _ children: [HTML]) -> HTML {
    .element("details", [], [.element("summary", [], summary)] + children)
  }

  /// Names with their values, below one another; those without a value are left out.
  package static func facts(_ facts: [(name: HTML, value: HTML?)]) -> HTML {
    let known = facts.compactMap { fact in fact.value.map { (fact.name, $0) } }
    guard !known.isEmpty else { return .nothing }
    return .element(
      "dl", [.style("facts")],
      known.flatMap { [.element("dt", [], $0.0), .element("dd", [], $0.1)] })
  }

  /// The figures that are looked at first.
  package static func cards(_ cards: [(name: HTML, value: HTML, remark: HTML?)]) -> HTML {
    guard !cards.isEmpty else { return .nothing }
    return .element(
      "dl", [.style("cards")],
      cards.map { card in
        .element(
          "div", [],
          [.element("dt", [], card.name), .element("dd", [], card.value)]
            + (card.remark.map { [.element("dd", [.style("small")], $0)] } ?? []))
      })
  }

  /// A link; the target is a path or an anchor that this program made.
  package static func link(_ target: String, _ text: HTML) -> HTML {
    .element("a", [Attribute("href", target)], text)
  }

  /// Figures beside one another where there is room.
  package static func plots(_ figures: [HTML], small: Bool = false) -> HTML {
    let shown = figures.filter { $0 != .nothing }
    return shown.isEmpty
      ? .nothing : .element("div", [.style(small ? "small-plots" : "plots")], shown)
  }

  /// Parts of one sentence with commas and an "and".
  static func enumeration(_ parts: [HTML]) -> HTML {
    var joined = HTML.nothing
    for (index, part) in parts.enumerated() {
      if index > 0 { joined = joined + (index == parts.count - 1 ? " and " : ", ") }
      joined = joined + part
    }
    return joined
  }
}
