extension Command {
  /// `backdrop runs show`: everything about one run.
  static let runsShow = Command(
    name: "show",
    summary: "Show a run: its settings, its metrics, its losses, its checkpoint.",
    examples: [
      Example("backdrop runs show 20261123-221530-3f9a", "Show a run."),
      Example(
        "backdrop runs show 20261123 --json", "The start of its name is enough where it is unique."),
    ],
    positionals: [Positional("RUN", "The run, as `backdrop runs list` names it.")],
    options: [.root, .json("Print the run as one JSON object.")],
    run: runRunsShow)
}
