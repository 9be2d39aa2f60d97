extension Command {
  /// `backdrop submit`: files into the inbox.
  static let submit = Command(
    name: "submit",
    summary: "Copy a CSV, and a config, into the inbox as one job.",
    discussion: [
      """
      The files are copied under names that the daemon ignores, brought to the disk, and then renamed \
      together, so that nobody ever sees half of one. A config that names no data is renamed after the \
      CSV. What is in the inbox is never replaced.
      """
    ],
    examples: [
      Example("backdrop submit iris.csv iris.json", "Let the daemon train iris.csv."),
      Example("backdrop submit iris.csv --root /srv/backdrop", "With the daemon's default config."),
    ],
    positionals: [
      Positional("DATA.csv", "The data: a CSV with a header line, or a .csv.gz."),
      Positional("CONFIG.json", "The config.", .optional),
    ],
    options: [.root, .json("Print the names in the inbox as one JSON object.")],
    run: runSubmit)

  /// `backdrop retry`: a failed job again.
  static let retry = Command(
    name: "retry",
    summary: "Put the files of a failed job back into the inbox.",
    discussion: [
      """
      For a job that failed for no fault of its files: the daemon takes them as if they had just been \
      dropped, as a new job. The receipt stays where it is, and no file in the inbox is replaced.
      """
    ],
    examples: [Example("backdrop retry 20261123-221530-3f9a", "Try the job again.")],
    positionals: [Positional("JOB", "The job, or the start of its name.")],
    options: [.root, .json("Print the names in the inbox as one JSON object.")],
    run: runRetry)
}
