import Tabular

/// What a command line asks for.
enum Request: Sendable {
  /// Run a command.
  case run(Command.Action, Arguments)
  /// Show a command's help; it was asked for.
  case help(Command, path: String)
  /// Show a group's help, because the line names none of its commands.
  case missingCommand(Command, path: String)
  /// Show the program's version.
  case version
}

/// Finds the command that a line names and reads its arguments.
struct CommandParser {
  private let root: Command

  /// A parser for the commands below `root`.
  init(root: Command) { self.root = root }

  /// The request in the words after the program's name.
  /// - Throws: a `UsageError` that names the command it arose in.
  func parse(_ words: [String]) throws(UsageError) -> Request {
    if words.first == "help" { return try help(for: words.dropFirst()) }
    return try parse(words[...], of: root, path: root.name)
  }

  private func parse(
    _ words: ArraySlice<String>, of command: Command, path: String
  ) throws(UsageError) -> Request {
    switch command.content {
    case .action(let action):
      if asksForHelp(words) { return .help(command, path: path) }
      let reader = ArgumentReader(command: command, path: path, words: words)
      return .run(action, try reader.arguments())
    case .group:
      guard let word = words.first else { return .missingCommand(command, path: path) }
      if word.hasPrefix("-") { return try groupOption(word, of: command, path: path) }
      let next = try subcommand(word, of: command, path: path)
      return try parse(words.dropFirst(), of: next, path: "\(path) \(next.name)")
    }
  }

  /// Help is given wherever it stands, and whatever else is wrong with the line.
  private func asksForHelp(_ words: ArraySlice<String>) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  private func help(for names: ArraySlice<String>) throws(UsageError) -> Request {
    var command = root
    var path = root.name
    for name in names where name != "--help" && name != "-h" {
      command = try subcommand(name, of: command, path: path)
      path += " \(name)"
    }
    return .help(command, path: path)
  }

  private func groupOption(
    _ word: String, of command: Command, path: String
  ) throws(UsageError) -> Request {
    if asksForHelp([word]) { return .help(command, path: path) }
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    if word == "--version", command.options.contains(where: { $0.long == name }) {
      return .version
    }
    if command.declares(long: name) {
      throw UsageError(command: path, problem: .optionBeforeCommand("--\(name)"))
    }
    let nearest = Spelling.closest(to: name, among: command.options.map(\.long))
    throw UsageError(
      command: path, problem: .unknownOption(word, suggestion: nearest.map { "--\($0)" }))
  }

  private func subcommand(
    _ name: String, of command: Command, path: String
  ) throws(UsageError) -> Command {
    let commands = command.subcommands
    if commands.isEmpty {
      throw UsageError(command: path, problem: .unexpectedArgument(found: name, declared: []))
    }
    guard let found = commands.first(where: { $0.name == name }) else {
      let nearest = Spelling.closest(to: name, among: commands.filter { !$0.isHidden }.map(\.name))
      throw UsageError(command: path, problem: .unknownCommand(name, suggestion: nearest))
    }
    return found
  }
}
