extension Command {
  /// `backdrop runs backup`: a copy of the run log.
  static let runsBackup = Command(
    name: "backup",
    summary: "Copy the run log as it is at one moment, while the daemon works.",
    discussion: [
      """
      The copy is checked and synced before it bears its name: a file of that name is always a whole \
      backup. An existing file is never replaced.
      """
    ],
    examples: [
      Example("backdrop runs backup runs-monday.sqlite", "Back the run log up into a new file.")
    ],
    positionals: [Positional("FILE", "The new file.")],
    options: [.root, .json("Print the copy's facts as one JSON object.")],
    run: runRunsBackup)

  /// `backdrop runs vacuum`: gives room back to the file system.
  static let runsVacuum = Command(
    name: "vacuum",
    summary: "Write the run log anew, without the room of what was removed.",
    discussion: [
      """
      Needs as much room again for as long as it takes; the daemon waits for its end. Nothing is \
      removed.
      """
    ],
    examples: [Example("backdrop runs vacuum", "Make the run log as small as it can be.")],
    options: [.root, .json("Print the sizes before and after as one JSON object.")],
    run: runRunsVacuum)
}
