import Glibc

/// What the output can show: a terminal or not, its width, and whether colours are wanted.
package struct TerminalStyle: Hashable, Sendable {
  /// Whether a person watches, so that a line may be redrawn.
  package var isTerminal: Bool
  /// Whether text may be bold or coloured.
  package var usesColour: Bool
  /// The width in cells; nil where it has no limit.
  package var width: Int?
  /// The height in lines, where that is known.
  package var height: Int?

  /// States what the output can show.
  package init(
    isTerminal: Bool = false, usesColour: Bool = false, width: Int? = nil, height: Int? = nil
  ) {
    self.isTerminal = isTerminal
    self.usesColour = usesColour
    self.width = width
    self.height = height
  }

  /// Plain text without a limit, as for a pipe or a file.
  package static let plain = TerminalStyle()

  /// Decides from the environment.
  ///
  /// Colours are off when the output is no terminal, when `NO_COLOR` is set and not empty
  /// (https://no-color.org), and when `TERM` is `dumb` or missing; a dumb terminal cannot redraw a
  /// line either.
  /// - Parameters:
  ///   - isTerminal: whether the output is a terminal.
  ///   - columns: the terminal's width, where it is known.
  ///   - variable: reads an environment variable.
  package init(isTerminal: Bool, columns: Int?, variable: (String) -> String?) {
    let term = variable("TERM") ?? ""
    let canMove = isTerminal && term != "dumb" && !term.isEmpty
    self.init(
      isTerminal: canMove, usesColour: canMove && (variable("NO_COLOR") ?? "").isEmpty,
      width: isTerminal ? columns : nil)
  }

  /// Asks the system about an open file: 1 for standard output, 2 for standard error.
  package static func of(fileDescriptor: Int32) -> TerminalStyle {
    var size = winsize()
    let known = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    var style = TerminalStyle(
      isTerminal: isatty(fileDescriptor) == 1, columns: known ? Int(size.ws_col) : nil
    ) { name in getenv(name).map { String(cString: $0) } }
    if style.isTerminal, known, size.ws_row > 0 { style.height = Int(size.ws_row) }
    return style
  }

  /// What fits a screen that is drawn anew again and again: no line is wider than it, and the lines
  /// below its end are left out.
  package func screen(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let height, lines.count > height { lines = lines.prefix(height - 1) + ["…"] }
    guard let width else { return lines.joined(separator: "\n") }
    // A line with colours is one of a table, which has been fitted.
    return lines.map { $0.contains("\u{1b}") ? $0 : TerminalText.cut($0, to: width) }
      .joined(separator: "\n")
  }

  /// A way to set text off.
  package enum Emphasis: String, Sendable {
    /// Bold.
    case bold = "1"
    /// Faint.
    case faint = "2"
    /// Green, for what went well or is best.
    case green = "32"
    /// Red, for what failed.
    case red = "31"
  }

  /// Sets text off where colours are on (ECMA-48, Select Graphic Rendition).
  package func emphasized(_ text: String, _ emphasis: Emphasis) -> String {
    usesColour ? "\u{1b}[\(emphasis.rawValue)m\(text)\u{1b}[0m" : text
  }
}
