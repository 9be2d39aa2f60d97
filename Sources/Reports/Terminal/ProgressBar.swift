/// The progress of one training, as text to print.
///
/// On a terminal it is one line that is drawn again at most ten times a second; elsewhere it is one
/// line for each tenth of the work. The clock is passed in, and nothing is printed here.
package struct ProgressBar: Sendable {
  private let label: String
  private let total: Int
  private let style: TerminalStyle
  private let start: Double
  private var lastDrawn = -Double.infinity
  private var tenths = 0
  private var isDrawn = false

  /// Begins a training.
  ///
  /// - Parameters:
  ///   - label: what is trained, as the trial's name.
  ///   - total: how many epochs there are at most.
  ///   - style: where the text goes.
  ///   - now: the time in seconds of a clock that never goes back.
  package init(label: String, total: Int, style: TerminalStyle, at now: Double) {
    self.label = TerminalText.escaped(label)
    self.total = max(1, total)
    self.style = style
    start = now
  }

  /// Notes that epochs are done.
  ///
  /// - Parameters:
  ///   - epoch: how many are done by now.
  ///   - loss: the loss of the last one.
  ///   - now: the time.
  /// - Returns: what to print now; often nothing.
  package mutating func update(epoch: Int, loss: Double?, at now: Double) -> String {
    if style.isTerminal {
      guard now - lastDrawn >= 0.1 else { return "" }
      lastDrawn = now
      return draw(epoch: epoch, loss: loss, at: now)
    }
    let reached = epoch * 10 / total
    guard reached > tenths else { return "" }
    tenths = reached
    return line(epoch: epoch, loss: loss, at: now) + "\n"
  }

  /// Notes that the training has ended, maybe before its last epoch.
  ///
  /// - Returns: what to print: the line as it is now, for good.
  package mutating func finish(epoch: Int, loss: Double?, at now: Double) -> String {
    if style.isTerminal { return draw(epoch: epoch, loss: loss, at: now, ended: true) + "\n" }
    // The last tenth has said it all, unless training stopped early.
    guard epoch < total || tenths < 10 else { return "" }
    tenths = 10
    return line(epoch: epoch, loss: loss, at: now, ended: true) + "\n"
  }

  /// Takes the bar off the terminal, so that a message can be printed; the next update draws again.
  package mutating func clear() -> String {
    guard style.isTerminal, isDrawn else { return "" }
    isDrawn = false
    lastDrawn = -Double.infinity
    return "\r\u{1b}[K"
  }

  private mutating func draw(
    epoch: Int, loss: Double?, at now: Double, ended: Bool = false
  ) -> String {
    isDrawn = true
    let facts = facts(epoch: epoch, loss: loss, at: now, ended: ended)
    let room = (style.width ?? 80) - 1
    let cells = min(24, room - TerminalText.width(of: facts) - min(24, labelWidth) - 4)
    var line = cells >= 6 ? bar(epoch: epoch, cells: cells) + "  " + facts : facts
    let left = room - TerminalText.width(of: line) - 2
    if left >= 6, !label.isEmpty { line = TerminalText.cut(label, to: left) + "  " + line }
    // ECMA-48, Erase in Line: what a longer line before has left.
    return "\r" + TerminalText.cut(line, to: room) + "\u{1b}[K"
  }

  private func line(epoch: Int, loss: Double?, at now: Double, ended: Bool = false) -> String {
    (label.isEmpty ? "" : label + ": ")
      + facts(epoch: epoch, loss: loss, at: now, ended: ended || epoch >= total)
  }

  private func facts(epoch: Int, loss: Double?, at now: Double, ended: Bool) -> String {
    let elapsed = max(0, now - start)
    var facts = ["epoch \(epoch)/\(total)"]
    if let loss { facts.append("loss \(NumberText.loss(loss))") }
    if ended {
      facts.append("in \(NumberText.duration(seconds: elapsed))")
    } else if epoch > 0 {
      let left = elapsed / Double(epoch) * Double(max(0, total - epoch))
      facts.append("\(NumberText.duration(seconds: left)) left")
    }
    return facts.joined(separator: "  ")
  }

  private var labelWidth: Int { TerminalText.width(of: label) }

  private func bar(epoch: Int, cells: Int) -> String {
    let full = min(cells, max(0, epoch) * cells / total)
    return String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
  }
}
