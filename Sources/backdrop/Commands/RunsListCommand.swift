extension Command {
  /// `backdrop runs list`: a table of the runs.
  static let runsList = Command(
    name: "list",
    summary: "List the runs, the newest last.",
    examples: [
      Example("backdrop runs list", "List all runs."),
      Example("backdrop runs list --model iris --last 5", "List the five newest runs of iris."),
    ],
    options: [
      Option("model", value: .text("NAME"), "Only the runs of this model."),
      Option("last", value: .integer("N", 1...1_000_000), "Only the N newest.", default: "all"),
      .root, .json("Print the runs as one JSON object."),
    ],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
