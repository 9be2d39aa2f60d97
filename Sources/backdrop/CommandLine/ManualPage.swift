import Models

/// The manual page of one command, made from its declaration, in the language of man(7).
struct ManualPage {
  private let command: Command
  /// The words that call the command, the program's name first.
  private let words: [String]

  /// The page of a command below the groups in `path`.
  init(of command: Command, path: [String]) {
    self.command = command
    words = path + [command.name]
  }

  /// The pages of all commands, the program's own first.
  static var all: [ManualPage] { pages(of: .backdrop, path: []) }

  private static func pages(of command: Command, path: [String]) -> [ManualPage] {
    let page = ManualPage(of: command, path: path)
    return [page] + command.shownSubcommands.flatMap { pages(of: $0, path: page.words) }
  }

  /// The name of its file, such as `backdrop-runs-list.1`.
  var fileName: String { "\(name).1" }

  private var name: String { words.joined(separator: "-") }

  /// The whole page.
  var text: String {
    let sections = [
      // No date: the same program gives the same page.
      ".TH \(Self.quoted(name.uppercased())) 1 \"\" \"\(Product.producer)\" \"Backdrop\"",
      section("NAME", ["\(Self.escaped(name)) \\- \(Self.escaped(summary))"]),
      section("SYNOPSIS", [synopsis]),
      section("DESCRIPTION", paragraphs),
      section("COMMANDS", commands), section("ARGUMENTS", arguments), section("OPTIONS", options),
      section("EXIT STATUS", exitStatus), section("EXAMPLES", examples),
      section("SEE ALSO", [seeAlso]),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }

  /// The summary as NAME wants it: a phrase.
  private var summary: String {
    let phrase = command.summary.prefix(1).lowercased() + command.summary.dropFirst()
    return phrase.hasSuffix(".") ? String(phrase.dropLast()) : phrase
  }

  private var synopsis: String {
    let parts =
      command.subcommands.isEmpty
      ? command.positionals.map(\.usage) + command.options.map(\.usage) : ["COMMAND", "[...]"]
    return ".B \(Self.escaped(words.joined(separator: " ")))\n"
      + Self.escaped(parts.joined(separator: " "))
  }

  private var paragraphs: [String] {
    let paragraphs = [command.summary] + command.discussion
    return [paragraphs.map(Self.escaped).joined(separator: "\n.PP\n")]
  }

  private var commands: [String] {
    command.shownSubcommands.map { item("\(words.joined(separator: " ")) \($0.name)", $0.summary) }
  }

  private var arguments: [String] { command.positionals.map { item($0.name, $0.summary) } }

  private var options: [String] {
    command.options.map { option in
      let long = "--\(option.long)" + (option.value.map { " \($0.placeholder)" } ?? "")
      return item((option.short.map { "-\($0), " } ?? "") + long, option.explanation)
    }
  }

  private var exitStatus: [String] {
    ExitCode.allCases.map { item(String($0.rawValue), $0.meaning) }
  }

  private var examples: [String] {
    command.examples.enumerated().map { place, example in
      (place == 0 ? "" : ".PP\n")
        + "\(Self.escaped(example.what))\n.PP\n.EX\n    \(Self.escaped(example.line))\n.EE"
    }
  }

  /// The group above, the commands below, and the neighbours.
  private var seeAlso: String {
    let above = words.count > 1 ? [words.dropLast().joined(separator: "-")] : []
    let below = command.shownSubcommands.map { "\(name)-\($0.name)" }
    let references = (above + below).map { ".BR \(Self.escaped($0)) (1)" }
    return references.joined(separator: ",\n")
  }

  private func section(_ title: String, _ parts: [String]) -> String {
    let parts = parts.filter { !$0.isEmpty }
    return parts.isEmpty ? "" : ".SH \(title)\n" + parts.joined(separator: "\n")
  }

  private func item(_ label: String, _ text: String) -> String {
    ".TP\n.B \(Self.escaped(label))\n\(Self.escaped(text))"
  }

  /// Text as roff takes it: `-` is the character that can be copied, and no line is a request.
  private static func escaped(_ text: String) -> String {
    let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("`", with: "\\(ga").replacing("'", with: "\\(aq").replacing("^", with: "\\(ha")
      .replacing("~", with: "\\(ti")
    let lines = safe.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.hasPrefix(".") ? "\\&\($0)" : String($0) }.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
}
