extension Command {
  /// `backdrop`: all commands.
  static let backdrop = Command(
    name: "backdrop",
    summary: "Train and serve small neural networks from a folder.",
    discussion: [
      """
      Drop a CSV and a config into pipeline/inbox: the daemon splits the data, trains the network, \
      saves a checkpoint and a row in the run log, and leaves a receipt. Saved models score new CSVs.
      """
    ],
    examples: [
      Example("backdrop init .", "Make the folders pipeline/ and models/ here."),
      Example("backdrop watch", "Train whatever is dropped into pipeline/inbox."),
      Example("backdrop train iris.csv", "Train a model from one CSV and watch it learn."),
      Example("backdrop predict iris new.csv -o scores.csv", "Score new rows with the model."),
    ],
    options: [Option("version", "Show the version.")],
    subcommands: [
      .watch, .status, .submit, .retry, .train, .check, .predict, .runs, .models, .report,
      .initialize, .example, .manual, .completions,
    ])
}
