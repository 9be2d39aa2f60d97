extension Command {
  /// `backdrop runs replay`: trains a run again.
  static let runsReplay = Command(
    name: "replay",
    summary: "Train a run again and compare its weights with those of the run log.",
    discussion: [
      """
      Takes the archived data and the settings in the run log, trains as often as the run did, and \
      writes nothing. Exits with 0 where the weights are equal bit for bit; otherwise names what \
      differs (data, config, version) and exits with 65.
      """
    ],
    examples: [
      Example("backdrop runs replay 20261123-221530-3f9a", "Train a run again."),
      Example(
        "backdrop runs replay 20261123-221530-3f9a --data iris.csv",
        "Train a run of backdrop train again, whose data were not archived."),
    ],
    positionals: [Positional("RUN", "The run, as `backdrop runs list` names it.")],
    options: [
      Option("data", value: .text("FILE"), "The data; by default the archived copy."),
      .threads, .root, .json("Print the verdict as one JSON object."),
    ],
    run: runRunsReplay)
}
