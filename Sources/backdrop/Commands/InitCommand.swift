extension Command {
  /// `backdrop init`: the folders.
  static let initialize = Command(
    name: "init",
    summary: "Make the folders pipeline/ and models/ in a folder.",
    discussion: ["What is there already stays as it is."],
    examples: [Example("backdrop init /srv/backdrop", "Make /srv/backdrop ready for the daemon.")],
    positionals: [Positional("DIR", "The folder; it is made if it does not exist.")],
    options: [.json("Print what was made as one JSON object.")],
    run: { arguments, _ in throw arguments.misuse(.notBuilt) })
}
