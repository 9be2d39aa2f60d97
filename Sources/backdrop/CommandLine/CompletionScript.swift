/// What a shell needs to complete the program's command lines, made from the declarations.
struct CompletionScript {
  /// The shells that are known.
  enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  private let commands: [Entry]
  private let shell: Shell

  /// One command with the words that call it.
  struct Entry {
    /// The words, apart by spaces, the program's name first.
    let path: String
    let command: Command
  }

  /// The script of a program.
  init(of program: Command, for shell: Shell) {
    commands = Self.entries(of: program, path: program.name)
    self.shell = shell
  }

  private static func entries(of command: Command, path: String) -> [Entry] {
    [Entry(path: path, command: command)]
      + command.shownSubcommands.flatMap { entries(of: $0, path: "\(path) \($0.name)") }
  }

  /// The whole script.
  var text: String {
    switch shell {
    case .bash: Self.bash(commands)
    case .zsh: Self.zsh(commands)
    case .fish: Self.fish(commands)
    }
  }
}

extension Command.Option {
  /// What completes its value.
  enum Completion {
    case files, folders
    case words([String])
    /// Nothing: a number or a text of the user's own.
    case nothing
  }

  /// What completes its value; nil for a flag.
  var completion: Completion? {
    switch value {
    case nil: nil
    case .text("DIR"): .folders
    case .text(let placeholder) where placeholder.contains("FILE"): .files
    case .choice(let words): .words(words)
    default: .nothing
    }
  }

  /// Its names with their dashes.
  var names: [String] { (short.map { ["-\($0)"] } ?? []) + ["--\(long)"] }
}
