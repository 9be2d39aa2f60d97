extension Command {
  /// `backdrop report`: a page about a run or a study.
  static let report = Command(
    name: "report",
    summary: "Make a page about a run or a study, to be opened in a browser.",
    discussion: [
      """
      One HTML file with curves, metrics and settings, without scripts, that needs no network. \
      The daemon writes the same page as report.html beside each receipt.
      """
    ],
    examples: [
      Example("backdrop report iris -o iris.html", "The page of the newest job of a model."),
      Example("backdrop report 20261123-221530-3f9a > job.html", "The page of a job or a run."),
    ],
    positionals: [
      Positional("RUN", "A run, or a job for its whole study, or a model for its newest job.")
    ],
    options: [
      Option(
        "output", short: "o", value: .text("FILE"), "Write the page to this file.",
        default: "standard output"),
      Option("force", "Replace the file if it exists."), .root,
    ],
    run: runReport)
}
