extension Command {
  /// `backdrop train`: one job in the foreground.
  static let train = Command(
    name: "train",
    summary: "Train a model from one CSV, in the foreground.",
    discussion: [
      """
      Does what the daemon does with a dropped CSV, without the inbox: splits the rows, trains the \
      network, measures it on the test rows, saves the checkpoint in models/ and the run in the run \
      log. Without a config every setting has its default, and the last column is the target.
      """,
      """
      On a terminal a bar shows epoch, loss and time left; elsewhere a line is printed for every \
      tenth of the work.
      """,
    ],
    examples: [
      Example("backdrop train titanic.csv --set target=survived", "Learn the column survived."),
      Example(
        "backdrop train iris.csv --config iris.json", "Train with a config, or run its study."),
      Example(
        "backdrop train iris.csv --set training.learning_rate=0.1 --set seed=7",
        "Change two settings of the default config."),
    ],
    positionals: [Positional("DATA.csv", "The data: a CSV with a header line, or a .csv.gz.")],
    options: [
      Option("config", short: "c", value: .text("FILE"), "The config, in JSON or JSON5."),
      Option(
        "set", value: .assignment, "Set a config key, such as training.epochs=500.",
        repeating: true),
      Option("force", "Train although the same data and config were trained before."),
      .threads, .root, .json("Print the run as one JSON object."),
    ],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
