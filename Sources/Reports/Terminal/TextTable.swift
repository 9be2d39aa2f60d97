/// A table of text for a terminal: a header, aligned columns two cells apart, no lines.
///
/// All text is escaped, so that a name from a CSV cannot reach the terminal's controls.
package struct TextTable: Sendable {
  /// On which side a column's text stands.
  package enum Alignment: Sendable {
    /// Text.
    case left
    /// Numbers.
    case right
  }

  /// One column.
  package struct Column: Sendable {
    /// What stands above it.
    package var header: String
    /// On which side its text stands.
    package var alignment: Alignment
    /// Whether its text may be cut to fit the width.
    package var canShrink: Bool
    /// Whether it may be left out where the table is too wide all the same.
    package var isOptional: Bool

    /// States a column; text may be cut, numbers never.
    package init(
      _ header: String, _ alignment: Alignment = .left, canShrink: Bool? = nil,
      isOptional: Bool = false
    ) {
      self.header = header
      self.alignment = alignment
      self.canShrink = canShrink ?? (alignment == .left)
      self.isOptional = isOptional
    }
  }

  /// One cell.
  package struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What it shows.
    package var text: String
    /// How it is set off where colours are on.
    package var emphasis: TerminalStyle.Emphasis?

    /// States a cell.
    package init(_ text: String, _ emphasis: TerminalStyle.Emphasis? = nil) {
      self.text = text
      self.emphasis = emphasis
    }

    /// A plain cell.
    package init(stringLiteral: String) {
      self.init(stringLiteral)
    }
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []

  /// Begins a table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row, one cell a column.
  package mutating func append(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "\(cells.count) cells, \(columns.count) columns")
    rows.append(cells.map { Cell(TerminalText.escaped($0.text), $0.emphasis) })
  }

  /// Draws the table; every line ends with a newline and none with a blank.
  ///
  /// Where it is wider than the terminal, the widest column of text is cut, then the next; where
  /// that is not enough, optional columns are left out, the last first. Numbers and ids are never
  /// cut, even if the table stays too wide.
  package func rendered(_ style: TerminalStyle = .plain) -> String {
    let headers = columns.map { Cell(TerminalText.escaped($0.header), .bold) }
    let natural = naturalWidths(headers)
    let kept = keptColumns(natural, within: style.width)
    let widths = fitted(natural, kept, to: style.width)
    return ([headers] + rows).map { line($0, kept, widths, style) }.joined()
  }

  /// Whether it fits the width when its text is cut and its optional columns are left out.
  func fits(_ style: TerminalStyle) -> Bool {
    guard let limit = style.width else { return true }
    let natural = naturalWidths(columns.map { Cell(TerminalText.escaped($0.header)) })
    let kept = keptColumns(natural, within: limit)
    let least = kept.map { columns[$0].canShrink ? min(natural[$0], narrowest) : natural[$0] }
      .reduce(gap * (kept.count - 1), +)
    return least <= limit
  }

  /// The columns that have room when each is cut as far as may be.
  private func keptColumns(_ natural: [Int], within limit: Int?) -> [Int] {
    var kept = Array(columns.indices)
    guard let limit else { return kept }
    func least(_ kept: [Int]) -> Int {
      kept.map { columns[$0].canShrink ? min(natural[$0], narrowest) : natural[$0] }
        .reduce(gap * (kept.count - 1), +)
    }
    while least(kept) > limit, let last = kept.lastIndex(where: { columns[$0].isOptional }) {
      kept.remove(at: last)
    }
    return kept
  }

  private func naturalWidths(_ headers: [Cell]) -> [Int] {
    columns.indices.map { column in
      ([headers] + rows).map { TerminalText.width(of: $0[column].text) }.max() ?? 0
    }
  }

  /// Cuts the widest of the columns that may shrink, one cell at a time, until the table fits.
  private func fitted(_ natural: [Int], _ kept: [Int], to limit: Int?) -> [Int] {
    guard let limit else { return natural }
    var widths = natural
    var excess = kept.map { widths[$0] }.reduce(gap * (kept.count - 1), +) - limit
    while excess > 0 {
      let shrinkable = kept.filter { columns[$0].canShrink && widths[$0] > narrowest }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(
    _ cells: [Cell], _ kept: [Int], _ widths: [Int], _ style: TerminalStyle
  ) -> String {
    var line = ""
    var owed = 0
    for column in kept {
      let cell = cells[column]
      let cut = TerminalText.cut(cell.text, to: widths[column])
      let text = String(cut.prefix(cut.count - cut.reversed().prefix { $0 == " " }.count))
      let padding = widths[column] - TerminalText.width(of: cut)
      if columns[column].alignment == .right { owed += padding }
      // Blanks are written only when something follows them.
      if !text.isEmpty {
        line += String(repeating: " ", count: owed)
        line += cell.emphasis.map { style.emphasized(text, $0) } ?? text
        owed = 0
      }
      if columns[column].alignment == .left { owed += padding }
      owed += cut.count - text.count + gap
    }
    return line + "\n"
  }
}

/// The blanks between two columns.
private let gap = 2
/// No column is cut to fewer cells.
private let narrowest = 8
