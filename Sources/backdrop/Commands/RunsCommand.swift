extension Command {
  /// `backdrop runs`: the group of commands that read the run log.
  static let runs = Command(
    name: "runs",
    summary: "List, show, compare and replay the runs in the run log.",
    discussion: [
      """
      The run log is pipeline/runs.sqlite. Its views v_runs, one row a run, and v_epochs, one row an \
      epoch, can be read with sqlite3 as well.
      """
    ],
    subcommands: [
      .runsList, .runsShow, .runsCompare, .runsLog, .runsReplay, .runsExport, .runsBackup,
      .runsVacuum,
    ])
}
