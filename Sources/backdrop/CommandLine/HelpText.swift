/// The help of one command, at most 80 columns wide.
struct HelpText: CustomStringConvertible {
  private static let width = 80
  /// Longer labels stand on a line of their own, above their text.
  private static let widestLabel = 24

  private let command: Command
  private let path: String

  /// The help of the command that is called `path`.
  init(of command: Command, path: String) {
    self.command = command
    self.path = path
  }

  /// The whole help, sections apart by an empty line, with a line break at its end.
  var description: String {
    let sections =
      [wrapped(command.summary), usage] + command.discussion.map(wrapped)
      + [commands, arguments, options, examples, pointer]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var usage: String {
    let head = "Usage: \(path) "
    let parts =
      command.subcommands.isEmpty
      ? command.positionals.map(\.usage) + command.options.filter { $0.long != "help" }.map(\.usage)
      : ["COMMAND [...]"]
    let lines = parts.wrapped(width: Self.width - head.count)
    return head + lines.joined(separator: "\n" + String(repeating: " ", count: head.count))
  }

  private var commands: String {
    table("Commands:", command.shownSubcommands.map { ($0.name, $0.summary) })
  }

  private var arguments: String {
    table("Arguments:", command.positionals.map { ($0.name, $0.summary) })
  }

  private var options: String {
    table("Options:", command.options.map { ($0.label, $0.explanation) })
  }

  private var examples: String {
    guard !command.examples.isEmpty else { return "" }
    let lines = command.examples.flatMap { example in
      ["  \(example.line)"] + indented(example.what, by: 6)
    }
    return (["Examples:"] + lines).joined(separator: "\n")
  }

  private var pointer: String {
    command.subcommands.isEmpty ? "" : "Run \(path) COMMAND --help for the options of a command."
  }

  private func wrapped(_ text: String) -> String { indented(text, by: 0).joined(separator: "\n") }

  private func indented(_ text: String, by columns: Int) -> [String] {
    let margin = String(repeating: " ", count: columns)
    return text.words.wrapped(width: Self.width - columns).map { margin + $0 }
  }

  private func table(_ title: String, _ rows: [(label: String, text: String)]) -> String {
    guard !rows.isEmpty else { return "" }
    let labelWidth = rows.map(\.label.count).filter { $0 <= Self.widestLabel }.max() ?? 0
    let lines = rows.flatMap { row($0.label, $0.text, labelWidth: labelWidth) }
    return ([title] + lines).joined(separator: "\n")
  }

  private func row(_ label: String, _ text: String, labelWidth: Int) -> [String] {
    let lines = indented(text, by: labelWidth + 4)
    guard label.count <= labelWidth, let first = lines.first else { return ["  \(label)"] + lines }
    return ["  \(label)" + first.dropFirst(label.count + 2)] + lines.dropFirst()
  }
}

extension Command.Positional {
  /// The argument in a usage line, with its brackets.
  var usage: String {
    switch arity {
    case .required: name
    case .optional: "[\(name)]"
    case .repeating: "[\(name)]..."
    }
  }
}

extension Command.Option {
  /// The option in a usage line, with its brackets.
  var usage: String { "[\(named)]" + (repeating ? "..." : "") }

  /// Both names, the long ones of all options in one column.
  fileprivate var label: String { (short.map { "-\($0), " } ?? "    ") + named }

  /// What it does, whether it may be repeated, and its default.
  var explanation: String {
    summary + (repeating ? " May be repeated." : "")
      + (defaultText.map { " Default: \($0)." } ?? "")
  }

  private var named: String { "--\(long)" + (value.map { " \($0.placeholder)" } ?? "") }
}

extension String {
  fileprivate var words: [String] { split(separator: " ").map(String.init) }
}

extension [String] {
  /// The words in lines of at most `width` columns; a wider word has a line of its own.
  fileprivate func wrapped(width: Int) -> [String] {
    reduce(into: []) { lines, word in
      if let last = lines.indices.last, lines[last].count + 1 + word.count <= width {
        lines[last] += " " + word
      } else {
        lines.append(word)
      }
    }
  }
}
