package import RunLog

extension RunTables {
  /// Events, one a line in the order given: when, whose, what.
  ///
  /// Where a line is wider than the terminal it goes on in the next one, under its message.
  package func history(_ events: [EventRecord]) -> String {
    guard !events.isEmpty else { return "no events\n" }
    let subjects = events.map { TerminalText.escaped($0.run ?? $0.job ?? none) }
    let widest = subjects.map { TerminalText.width(of: $0) }.max() ?? 0
    return zip(events, subjects).map { event, subject in
      let blanks = String(repeating: " ", count: widest - TerminalText.width(of: subject))
      return lines(
        [
          Self.second(event.at), Self.level(event.level), subject + blanks,
          "\(event.code): \(event.message)",
        ], emphasis: Self.emphasis(event.level))
    }.joined()
  }

  /// One entry: the parts two cells apart, the last of them broken between words where it does not
  /// fit the width.
  func lines(
    _ parts: [String], indent: Int = 0, emphasis: TerminalStyle.Emphasis? = nil
  ) -> String {
    let margin = String(repeating: " ", count: indent)
    let head = parts.dropLast().map { TerminalText.escaped($0) + "  " }.joined()
    let start = indent + TerminalText.width(of: head)
    let message = TerminalText.escaped(parts.last ?? "")
    // Below twenty cells a message is easier to read where it breaks by itself.
    let room = output.width.map { $0 - start }.flatMap { $0 >= 20 ? $0 : nil }
    let broken = room.map { Self.broken(message, to: $0) } ?? [message]
    let shown = broken.map { line in emphasis.map { output.emphasized(line, $0) } ?? line }
    let next = "\n" + String(repeating: " ", count: start)
    return margin + head + shown.joined(separator: next) + "\n"
  }

  /// A text in lines of at most a number of cells; a longer word has a line of its own.
  private static func broken(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if let last = lines.last,
        TerminalText.width(of: last) + 1 + TerminalText.width(of: String(word)) <= width
      {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func level(_ level: EventLevel) -> String {
    let names = EventLevel.allCases.map(\.rawValue.count).max() ?? 0
    return level.rawValue + String(repeating: " ", count: names - level.rawValue.count)
  }

  private static func emphasis(_ level: EventLevel) -> TerminalStyle.Emphasis? {
    switch level {
    case .info: nil
    case .warning: .bold
    case .error: .red
    }
  }

  /// A moment without its milliseconds: `2026-11-23 22:36:16`.
  private static func second(_ time: Timestamp) -> String {
    time.text.prefix(10) + " " + time.text.dropFirst(11).prefix(8)
  }
}
