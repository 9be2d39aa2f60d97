extension Command {
  /// `backdrop runs compare`: runs side by side.
  static let runsCompare = Command(
    name: "compare",
    summary: "Compare runs: the settings in which they differ, their metrics, their losses.",
    discussion: [
      """
      The losses are drawn on one scale, up to 40 runs. * marks the best value of a metric.
      """
    ],
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
