extension Command {
  /// `backdrop status`: how the pipeline stands.
  static let status = Command(
    name: "status",
    summary: "Show what waits, what runs, and what became of the last jobs.",
    discussion: [
      """
      Works with and without the daemon running. What waits in the inbox comes from the daemon; without \
      one the command looks for itself, by the same rules.
      """
    ],
    examples: [
      Example("backdrop status", "Show the daemon, its jobs and the last results."),
      Example("backdrop status --why", "Say of each waiting file what it waits for."),
      Example("backdrop status --follow", "Watch the trainings learn, until Ctrl-C."),
    ],
    options: [
      Option("why", "List every waiting file with its reason."),
      Option("follow", "Show it again twice a second, with curves of the losses."),
      .root, .json("Print all of it as one JSON object."),
    ],
    run: runStatus)
}
