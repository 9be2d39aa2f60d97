/// A table with a header for each column, and for each row where the first cell names it.
package struct HTMLTable: Sendable {
  /// One column.
  package struct Column: Sendable {
    /// What stands in its header.
    package var header: HTML
    /// Whether its cells are numbers, to be set to the right.
    package var isNumeric: Bool

    /// States a column.
    package init(_ header: HTML, isNumeric: Bool = false) {
      self.header = header
      self.isNumeric = isNumeric
    }
  }

  /// One cell.
  package struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What stands in it.
    package var content: HTML
    /// Whether it is set off, as the best of its column.
    package var isBold: Bool

    /// States a cell.
    package init(_ content: HTML, isBold: Bool = false) {
      self.content = content
      self.isBold = isBold
    }

    /// Text.
    package init(stringLiteral text: String) {
      self.init(.text(text))
    }
  }

  private let caption: HTML
  private let columns: [Column]
  private var rows: [[Cell]] = []

  /// Begins a table.
  ///
  /// - Parameter caption: says what is in it; screen readers name the table by it.
  package init(_ caption: HTML, _ columns: [Column]) {
    self.caption = caption
    self.columns = columns
  }

  /// Adds a row; its first cell is its name.
  package mutating func append(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells)
  }

  /// Whether there is no row.
  package var isEmpty: Bool { rows.isEmpty }

  /// The table, which scrolls by itself where the page is too narrow; nothing without rows.
  ///
  /// - Parameter id: names the table in the page.
  package func html(id: String) -> HTML {
    guard !rows.isEmpty else { return .nothing }
    let head = columns.map { column in
      HTML.element("th", Self.attributes("col", column.isNumeric, false), column.header)
    }
    let body = rows.map { cells in
      HTML.element(
        "tr", [],
        zip(cells, columns).enumerated().map { index, pair in
          let (cell, column) = pair
          return .element(
            index == 0 ? "th" : "td",
            Self.attributes(index == 0 ? "row" : nil, column.isNumeric, cell.isBold), cell.content)
        })
    }
    return .element(
      "div",
      [
        .style("scroll"), HTML.Attribute("role", "region"), HTML.Attribute("tabindex", "0"),
        HTML.Attribute("aria-labelledby", id),
      ],
      .element(
        "table", [],
        [
          .element("caption", [.id(id)], caption),
          .element("thead", [], .element("tr", [], head)), .element("tbody", [], body),
        ]))
  }

  private static func attributes(
    _ scope: String?, _ isNumeric: Bool, _ isBold: Bool
  ) -> [HTML.Attribute] {
    var attributes = scope.map { [HTML.Attribute("scope", $0)] } ?? []
    let styles = (isNumeric ? ["r"] : []) + (isBold ? ["b"] : [])
    if !styles.isEmpty { attributes.append(.style(styles.joined(separator: " "))) }
    return attributes
  }
}
