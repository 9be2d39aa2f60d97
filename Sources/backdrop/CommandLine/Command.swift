/// One command or group of commands, declared: what it takes, how it is explained, what it does.
struct Command: Sendable {
  /// What runs when the command line was understood.
  typealias Action = @Sendable (Arguments, Console) throws -> ExitCode

  /// What stands below the command.
  enum Content: Sendable {
    /// A command that does something.
    case action(Action)
    /// A group that only holds further commands.
    case group([Command])
  }

  /// A command line that can be copied, and what it does.
  struct Example: Sendable {
    /// The line as typed.
    let line: String
    /// What the line does, one sentence.
    let what: String

    /// Declares an example.
    init(_ line: String, _ what: String) {
      self.line = line
      self.what = what
    }
  }

  /// An argument that is named by its place.
  struct Positional: Sendable {
    /// How many words the argument takes.
    enum Arity: Sendable {
      /// Exactly one.
      case required
      /// One or none.
      case optional
      /// All that are left, none included; only as the last argument.
      case repeating
    }

    /// The name in the usage line and in `Arguments`, such as `DATA.csv`.
    let name: String
    /// What it is, one sentence.
    let summary: String
    /// How many words it takes.
    let arity: Arity

    /// Declares an argument.
    init(_ name: String, _ summary: String, _ arity: Arity = .required) {
      self.name = name
      self.summary = summary
      self.arity = arity
    }
  }

  /// The word that calls the command.
  let name: String
  /// What it does, one sentence.
  let summary: String
  /// Paragraphs that say more.
  let discussion: [String]
  /// Lines to copy.
  let examples: [Example]
  /// The arguments named by their place, in order.
  let positionals: [Positional]
  /// The options, in the order of the help.
  let options: [Option]
  /// Whether lists of commands leave it out: it serves those who install the program.
  let isHidden: Bool
  /// What it runs, or the commands in the group.
  let content: Content

  /// Declares a command that runs `run`; `--quiet` and `--help` are added to its options.
  init(
    name: String, summary: String, discussion: [String] = [], examples: [Example],
    positionals: [Positional] = [], options: [Option], isHidden: Bool = false,
    run: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.positionals = positionals
    self.options = options + [.quiet, .help]
    self.isHidden = isHidden
    self.content = .action(run)
    precondition(Self.areDistinct(self.options))
    precondition(positionals.dropLast().allSatisfy { $0.arity != .repeating })
  }

  /// Declares a group of commands; `--help` is added to its options.
  init(
    name: String, summary: String, discussion: [String] = [], examples: [Example] = [],
    options: [Option] = [], subcommands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.positionals = []
    self.options = options + [.help]
    self.isHidden = false
    self.content = .group(subcommands)
  }

  /// Whether no two options have one name. Every start of the program asks this of every command:
  /// for so few names a set takes longer than to compare them.
  private static func areDistinct(_ options: [Option]) -> Bool {
    options.indices.allSatisfy { index in
      !options[..<index].contains { $0.long == options[index].long }
    }
  }

  /// The commands of a group; none for a command that runs.
  var subcommands: [Command] {
    guard case .group(let commands) = content else { return [] }
    return commands
  }

  /// The commands of a group that lists show.
  var shownSubcommands: [Command] { subcommands.filter { !$0.isHidden } }

  /// Whether this command or one below it declares the option.
  func declares(long: String) -> Bool {
    options.contains { $0.long == long } || subcommands.contains { $0.declares(long: long) }
  }
}
