extension Command {
  /// `backdrop predict`: scores for a CSV.
  static let predict = Command(
    name: "predict",
    summary: "Score the rows of a CSV with a saved model.",
    discussion: [
      """
      Needs the checkpoint alone: no config and no run log. Columns are matched by name; the target \
      may be missing, and where it is there the metrics are printed. The scores keep the order and \
      number of the rows: a column `prediction`, then `probability_CLASS` for classes.
      """,
      """
      A file with bad rows is refused, and the first ten are listed. With --verdict every row is \
      written with a status and a reason, scored where that is possible, and the exit code is 65 \
      when there were bad rows.
      """,
    ],
    examples: [
      Example("backdrop predict iris new.csv -o scores.csv", "Score with the newest model iris."),
      Example(
        "backdrop predict models/iris/current.npz new.csv --keep all --verdict",
        "Score with a checkpoint file; keep the input's columns, and say what is unusual."),
      Example("zcat new.csv.gz | backdrop predict iris - | head", "Score a stream."),
    ],
    positionals: [
      Positional("MODEL", "A checkpoint file, or a model's name in models/, or NAME@RUN."),
      Positional("DATA.csv", "The rows to score; - or nothing is standard input.", .optional),
    ],
    options: [
      Option(
        "output", short: "o", value: .text("FILE"),
        "Write the scores to this file, whole or not at all; packed when it ends in .gz.",
        default: "standard output"),
      Option(
        "format", value: .choice(["csv", "jsonl"]), "Write CSV, or one JSON object a row.",
        default: "csv"),
      Option(
        "keep", value: .text("COLUMNS"),
        "Keep these columns of the input, apart by commas, or `all`, beside the scores."),
      Option(
        "safe-cells",
        "Make kept text cells safe for spreadsheets: a ' before what could start a formula."),
      Option(
        "verdict", "Write each row's status and reason; keep bad rows instead of refusing the file."
      ),
      Option(
        "threshold", value: .number("P", 0...1),
        "Predict the positive class of two from this probability on.", default: "0.5"),
      Option(
        "delimiter", value: .text("CHAR"),
        "What stands between two fields, of the input and of the scores: , ; | or tab.",
        default: ","),
      Option("force", "Replace the output file where it exists."),
      .threads, .root,
      .json("Print counts, metrics and the shift of each column as one JSON object."),
    ],
    run: runPredict)
}
