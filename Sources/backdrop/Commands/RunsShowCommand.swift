extension Command {
  /// `backdrop runs show`: everything about one run.
  static let runsShow = Command(
    name: "show",
    summary: "Show a run: its settings, its metrics, its losses, its checkpoint.",
    examples: [
      Example("backdrop runs show 12", "Show the run 12."),
      Example("backdrop runs show 12 --json", "Show it for a script."),
    ],
    positionals: [Positional("RUN", "The run, as `backdrop runs list` names it.")],
    options: [.root, .json("Print the run as one JSON object.")],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
