extension Command {
  /// `backdrop runs list`: a table of the runs.
  static let runsList = Command(
    name: "list",
    summary: "List runs, the newest last, or in the order of a metric or a setting.",
    discussion: [
      """
      A condition compares a metric (test_accuracy), a setting by its key or the last part of it \
      (training.learning_rate, learning_rate) or a column of the view v_runs (seconds, started_at) \
      with a value: = != < <= > >= or ~ for "contains". Conditions are joined by and, or, not and \
      parentheses. A value is a number, a word, a text in quotes, true, false, null, nan, or a list \
      such as [8, 4].
      """
    ],
    examples: [
      Example("backdrop runs list", "List the 50 newest runs."),
      Example("backdrop runs list --model iris --limit 5", "List the five newest runs of iris."),
      Example(
        "backdrop runs list --where 'test_accuracy > 0.9 and activation = tanh'",
        "List what was good with tanh."),
      Example(
        "backdrop runs list --sort test_loss --limit 10", "List the ten runs of the least loss."),
    ],
    options: [
      Option("model", value: .text("NAME"), "Only the runs of this model."),
      Option("job", value: .text("JOB"), "Only the runs of this job."),
      Option(
        "state", value: .choice(["running", "done", "failed"]), "Only the runs in this state."),
      Option(
        "where", value: .text("CONDITION"), "Only the runs for which it holds.", repeating: true),
      Option(
        "sort", value: .text("KEY"),
        "newest, oldest, slowest, or what a condition can compare: metrics start with the best, "
          + "all else with the least.", default: "the newest last"),
      Option("reverse", "Turn the order around."),
      Option(
        "limit", value: .integer("N", 0...1_000_000_000), "At most N; 0 for all.", default: "50"),
      .root, .json("Print the runs as one JSON object."),
    ],
    run: runRunsList)
}
