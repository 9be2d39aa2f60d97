extension Command {
  /// `backdrop runs export`: runs for other programs.
  static let runsExport = Command(
    name: "export",
    summary: "Export runs as CSV, JSON Lines, an MLflow store or a TensorBoard log.",
    discussion: [
      """
      csv: a row for each run, with a column for each metric and setting; epochs: a row for each \
      epoch, as CSV; jsonl: all that is on record about a run, one object a line; mlflow: a folder \
      for --backend-store-uri; tensorboard: a folder for --logdir, with a float for each double.
      """
    ],
    examples: [
      Example("backdrop runs export --format csv -o runs.csv", "Export all runs to a spreadsheet."),
      Example(
        "backdrop runs export iris --format tensorboard -o logs",
        "Show the newest study of iris: tensorboard --logdir logs."),
      Example(
        "backdrop runs export --where 'test_accuracy > 0.9' --format mlflow -o mlruns",
        "Look at what was good: mlflow ui --backend-store-uri mlruns."),
    ],
    positionals: [
      Positional(
        "RUN",
        "A run; or a job or a model for all runs of its (newest) study; nothing is all runs.",
        .repeating)
    ],
    options: [
      Option(
        "format", short: "f", value: .choice(["csv", "epochs", "jsonl", "mlflow", "tensorboard"]),
        "What to write.", default: "csv"),
      Option(
        "output", short: "o", value: .text("PATH"),
        "The new file (.gz is packed) or folder; by default, where one file will do, standard output."
      ),
      Option("model", value: .text("NAME"), "Only the runs of this model."),
      Option(
        "where", value: .text("CONDITION"),
        "Only the runs for which it holds, as in `backdrop runs list`.", repeating: true),
      Option("force", "Replace an existing file; never a folder."),
      .root,
    ],
    run: runRunsExport)
}
