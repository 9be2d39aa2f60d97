extension Command {
  /// `backdrop check`: what would become of a CSV.
  static let check = Command(
    name: "check",
    summary: "Say what a CSV and a config would train, without training.",
    discussion: [
      """
      Reads, splits and encodes the data as a training does, and shows each column with its kind, \
      what it holds and what is done with it, then the split, the classes, the network and the \
      warnings. Ends with the error and the exit code that the training would end with. Nothing is \
      written.
      """
    ],
    examples: [
      Example("backdrop check titanic.csv --set target=survived", "Look before you train."),
      Example("backdrop check iris.csv iris.json", "Check a pair before dropping it."),
    ],
    positionals: [
      Positional("DATA.csv", "The data: a CSV with a header line, or a .csv.gz."),
      Positional(
        "CONFIG.json", "The config; without it pipeline/default.json where there is one.",
        .optional),
    ],
    options: [
      Option(
        "set", value: .assignment, "Set a config key, such as target=survived.", repeating: true),
      .threads, .root, .json("Print all of it, and the seconds it took, as one JSON object."),
    ],
    run: runCheck)
}
