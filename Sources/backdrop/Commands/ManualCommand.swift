extension Command {
  /// `backdrop manual`: the manual pages, for packages.
  static let manual = Command(
    name: "manual",
    summary: "Write the manual pages, one a command.",
    examples: [
      Example("backdrop manual /usr/local/share/man/man1", "Write all pages there."),
      Example("backdrop manual | man -l -", "Read the first page."),
    ],
    positionals: [
      Positional("DIR", "The folder to write to; nothing prints the first page.", .optional)
    ],
    options: [], isHidden: true, run: runManual)

  /// `backdrop completions`: what shells know of the command line.
  static let completions = Command(
    name: "completions",
    summary: "Print what completes command lines in a shell.",
    examples: [
      Example("eval \"$(backdrop completions bash)\"", "Complete in this shell, for now.")
    ],
    positionals: [Positional("SHELL", "The shell: bash, zsh or fish.")],
    options: [], isHidden: true, run: runCompletions)
}
