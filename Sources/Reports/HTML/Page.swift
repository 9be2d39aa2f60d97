/// One self-contained page: no script, no network, no other file.
///
/// Its own policy forbids both, so that not even a mistake in this program could load anything.
package struct Page: Sendable {
  /// What the browser's tab shows.
  package var title: String
  /// What stands above the sections.
  package var header: [HTML]
  /// The sections.
  package var body: [HTML]
  /// What stands below them.
  package var footer: [HTML]
  /// Every how many seconds the page loads itself again; nil for never.
  package var reloadSeconds: Int?

  /// Puts a page together.
  package init(
    title: String, header: [HTML], body: [HTML], footer: [HTML], reloadSeconds: Int? = nil
  ) {
    self.title = title
    self.header = header
    self.body = body
    self.footer = footer
    self.reloadSeconds = reloadSeconds
  }

  /// The page as the text of a file.
  package var text: String {
    var head: [HTML] = [
      .void("meta", [HTML.Attribute("charset", "utf-8")]),
      .void(
        "meta",
        [
          HTML.Attribute("http-equiv", "Content-Security-Policy"),
          HTML.Attribute("content", "default-src 'none'; style-src 'unsafe-inline'"),
        ]),
      .void(
        "meta",
        [
          HTML.Attribute("name", "viewport"),
          HTML.Attribute("content", "width=device-width, initial-scale=1"),
        ]),
      .void(
        "meta",
        [HTML.Attribute("name", "color-scheme"), HTML.Attribute("content", "light dark")]),
    ]
    if let reloadSeconds {
      head.append(
        .void(
          "meta",
          [HTML.Attribute("http-equiv", "refresh"), HTML.Attribute("content", "\(reloadSeconds)")]))
    }
    head += [.element("title", [], .text(title)), .style(PageStyle.sheet)]
    return HTML.document(
      head: head,
      body: [
        .element("header", [], header), .element("main", [], body),
        .element("footer", [], footer),
      ]
    ).markup
  }
}
