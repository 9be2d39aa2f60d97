extension Command {
  /// `backdrop runs compare`: runs side by side.
  static let runsCompare = Command(
    name: "compare",
    summary: "Compare runs in a table: what differs in their settings, and their metrics.",
    examples: [
      Example("backdrop runs compare", "Compare the runs of the newest study."),
      Example(
        "backdrop runs compare 20261123-221530-3f9a-1 20261123-221530-3f9a-3",
        "Compare two runs."),
    ],
    positionals: [
      Positional(
        "RUN",
        "A run; or a job or a model for all runs of its (newest) study; nothing is the newest job.",
        .repeating)
    ],
    options: [.root, .json("Print the table as one JSON object.")],
    run: runRunsCompare)
}
