extension Command {
  /// `backdrop example`: the group of commands that write examples.
  static let example = Command(
    name: "example",
    summary: "Write an example, data and config, to try things with.",
    subcommands: [.exampleNotebook])

  /// `backdrop example notebook`: the founding notebook's data and config.
  static let exampleNotebook = Command(
    name: "notebook",
    summary: "Write notebook.csv and notebook.json: 1000 points, six experiments.",
    discussion: [
      """
      The notebook that Backdrop began as. Its data come from the same random numbers as NumPy's with \
      seed 42, and training them gives every number that the notebook printed.
      """
    ],
    examples: [
      Example("backdrop example notebook pipeline/inbox", "Drop the example into the inbox.")
    ],
    positionals: [Positional("DIR", "The folder to write to.")],
    options: [
      Option("force", "Replace the two files where they exist."),
      .json("Print what was written as one JSON object."),
    ],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
