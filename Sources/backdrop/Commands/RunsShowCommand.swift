extension Command {
  /// `backdrop runs show`: everything about one run.
  static let runsShow = Command(
    name: "show",
    summary: "Show all that is on record about a run.",
    discussion: [
      """
      Its model, data and job, its metrics beside the baseline, warnings, losses and settings, and       what happened to it. --json adds every epoch and the findings (docs/findings.md).
      """
    ],
    examples: [
      Example("backdrop runs show 20261123-221530-3f9a", "Show a run."),
      Example(
        "backdrop runs show 20261123 --json", "The start of its name is enough where it is unique."),
    ],
    positionals: [Positional("RUN", "The run, as `backdrop runs list` names it.")],
    options: [.root, .json("Print the run as one JSON object.")],
    run: runRunsShow)
}
