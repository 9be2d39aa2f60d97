extension Command {
  /// `backdrop runs compare`: runs side by side.
  static let runsCompare = Command(
    name: "compare",
    summary: "Compare runs in a table: what differs in their settings, and their metrics.",
    examples: [
      Example("backdrop runs compare", "Compare the runs of the newest study."),
      Example("backdrop runs compare 12 15", "Compare two runs."),
    ],
    positionals: [
      Positional(
        "RUN", "A run, or a job for all runs of its study; nothing is the newest job.", .repeating)
    ],
    options: [.root, .json("Print the table as one JSON object.")],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
