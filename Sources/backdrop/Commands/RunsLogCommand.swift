extension Command {
  /// `backdrop runs log`: what happened, in order.
  static let runsLog = Command(
    name: "log",
    summary: "Show what happened to jobs and runs, the newest last.",
    examples: [
      Example("backdrop runs log", "Show the 50 newest events."),
      Example("backdrop runs log 20261123-221530-3f9a", "Show all that happened to a job."),
      Example("backdrop runs log --level error", "Show what failed, and why."),
    ],
    positionals: [
      Positional(
        "JOB|RUN", "A job, or a run, whose job's events are shown with its own; default: all.",
        .optional)
    ],
    options: [
      Option(
        "level", value: .choice(["info", "warning", "error"]),
        "Only events that matter so much or more.", default: "info"),
      Option(
        "limit", value: .integer("N", 0...1_000_000_000), "The N newest; 0 for all.",
        default: "50; all of a job or a run"),
      .root, .json("Print the events as one JSON object."),
    ],
    run: runRunsLog)
}
