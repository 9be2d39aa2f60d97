/// The progress of a study whose runs go side by side, as text to print.
///
/// On a terminal it is one line that is drawn again at most ten times a second; elsewhere it is one
/// line for each tenth of the work. The clock is passed in, and nothing is printed here.
package struct StudyBar: Sendable {
  /// How far the study is.
  package struct State: Sendable {
    /// The runs that have ended.
    package var ended: Int
    /// The runs that train now.
    package var running: Int
    /// The part of the work that is done, from 0 to 1.
    package var share: Double
    /// How long the rest will take; nil where nothing is known.
    package var secondsLeft: Double?

    /// States how far a study is.
    package init(ended: Int, running: Int, share: Double, secondsLeft: Double?) {
      self.ended = ended
      self.running = running
      self.share = min(1, max(0, share))
      self.secondsLeft = secondsLeft
    }
  }

  private let runs: Int
  private let style: TerminalStyle
  private let start: Double
  private var lastDrawn = -Double.infinity
  private var tenths = 0

  /// Begins a study.
  ///
  /// - Parameters:
  ///   - runs: how many there are.
  ///   - style: where the text goes.
  ///   - now: the time in seconds of a clock that never goes back.
  package init(runs: Int, style: TerminalStyle, at now: Double) {
    self.runs = runs
    self.style = style
    start = now
  }

  /// Notes how far the study is.
  ///
  /// - Parameter run: the name of the run that had the newest epoch.
  /// - Returns: what to print now; often nothing.
  package mutating func update(_ state: State, run: String, at now: Double) -> String {
    if style.isTerminal {
      guard now - lastDrawn >= 0.1 else { return "" }
      lastDrawn = now
      return drawn(facts(state, at: now) + ["now \(TerminalText.escaped(run))"], state.share)
    }
    let reached = Int(state.share * 10)
    guard reached > tenths else { return "" }
    tenths = reached
    return "study: \(facts(state, at: now).joined(separator: "  "))\n"
  }

  /// Notes that the study has ended.
  ///
  /// - Returns: what to print: the line as it is now, for good.
  package mutating func finish(at now: Double) -> String {
    let facts = ["\(runs) runs", "in \(NumberText.duration(seconds: max(0, now - start)))"]
    return style.isTerminal
      ? drawn(facts, 1) + "\n" : "study: \(facts.joined(separator: "  "))\n"
  }

  private func facts(_ state: State, at now: Double) -> [String] {
    var facts = ["\(state.ended)/\(runs) runs", "\(state.running) in training"]
    if let left = state.secondsLeft { facts.append("\(NumberText.duration(seconds: left)) left") }
    return facts
  }

  private func drawn(_ facts: [String], _ share: Double) -> String {
    let room = (style.width ?? 80) - 1
    let cells = 24
    let full = Int(share * Double(cells))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
    let text = facts.joined(separator: "  ")
    let line = room >= cells + 40 ? "\(bar)  \(text)" : text
    // ECMA-48, Erase in Line: what a longer line before has left.
    return "\r" + TerminalText.cut(line, to: room) + "\u{1b}[K"
  }
}
