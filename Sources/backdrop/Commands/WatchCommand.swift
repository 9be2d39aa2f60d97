extension Command {
  /// `backdrop watch`: the daemon.
  static let watch = Command(
    name: "watch",
    summary: "Train every CSV and config that is dropped into the inbox.",
    discussion: [
      """
      A config NAME.json and the CSV that its `data` names make a job; without `data` it is NAME.csv. \
      A CSV alone takes pipeline/default.json after a short grace. Each job ends in pipeline/done or \
      pipeline/failed, its files as they came, beside a receipt.json that says what became of it.
      """,
      """
      SIGTERM and Ctrl-C end it within two seconds; SIGHUP reads pipeline/daemon.json again, whose \
      keys docs/daemon.md explains. Options win over that file.
      """,
      """
      With --once the command works off what is in the inbox and ends: exit code 0 when every job \
      succeeded, 65 when any failed.
      """,
      """
      Started by systemd, the command says when it is ready, what it does, and that it advances \
      (sd_notify), and its messages carry their priority into the journal.
      """,
    ],
    examples: [
      Example("backdrop watch", "Watch pipeline/inbox until stopped."),
      Example("backdrop watch --once --root /srv/backdrop", "Work off the inbox there, then end."),
    ],
    options: [
      Option("once", "Work off what is in the inbox, then end."),
      Option(
        "poll", value: .seconds("SECONDS", 0.01...3600), "Look into the inbox this often.",
        default: "1"),
      Option(
        "jobs", value: .integer("N", 1...64),
        "Train up to N jobs at once, and one small job more that would wait behind long ones.",
        default: "1"),
      Option(
        "data-timeout", value: .seconds("SECONDS", 0...3_200_000_000),
        "Let a config fail whose data did not come for so long.", default: "604800, a week"),
      Option(
        "metrics", value: .text("FILE"),
        "Keep figures for Prometheus in this file, replaced whole; its name should end in .prom."),
      .threads, .root, .json("Print one JSON object: how many jobs ended how."),
    ],
    run: runWatch)
}
