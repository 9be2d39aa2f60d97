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
      """
    ],
    examples: [
      Example("backdrop predict iris new.csv -o scores.csv", "Score with the newest model iris."),
      Example(
        "backdrop predict models/iris/current.npz new.csv --keep all",
        "Score with a checkpoint file; keep the input's columns beside the scores."),
      Example("zcat new.csv.gz | backdrop predict iris - | head", "Score a stream."),
    ],
    positionals: [
      Positional("MODEL", "A checkpoint file, or a model's name in models/, or NAME@RUN."),
      Positional("DATA.csv", "The rows to score; - or nothing is standard input.", .optional),
    ],
    options: [
      Option(
        "output", short: "o", value: .text("FILE"), "Write the scores to this file.",
        default: "standard output"),
      Option(
        "keep", value: .text("COLUMNS"),
        "Keep these columns of the input, apart by commas, or `all`, beside the scores."),
      Option(
        "delimiter", value: .text("CHAR"), "What stands between two fields: , ; | or tab.",
        default: ","),
      Option("force", "Replace the output file where it exists."),
      Option("verdict", "Say of each row what its score rests on; not built yet."),
      .threads, .root, .json("Print counts, warnings and metrics as one JSON object."),
    ],
    run: runPredict)
}
