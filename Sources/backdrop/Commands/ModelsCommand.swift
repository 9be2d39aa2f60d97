extension Command {
  /// `backdrop models`: the group of commands about saved models.
  static let models = Command(
    name: "models",
    summary: "List, show, verify, promote, roll back and export saved models.",
    discussion: [
      """
      A model is a folder of models/ with one file for each version, a run that trained it. \
      current.npz leads to the version that `backdrop predict MODEL` uses: that of the newest job, \
      unless another one is promoted.
      """
    ],
    subcommands: [
      .modelsList, .modelsShow, .modelsVerify, .modelsPromote, .modelsRollback, .modelsExport,
    ])

  private static let modelsList = Command(
    name: "list",
    summary: "List the models with their current versions.",
    examples: [Example("backdrop models list", "List all models.")],
    options: [.root, .json("Print the models as one JSON object.")],
    run: runModelsList)

  private static let modelsShow = Command(
    name: "show",
    summary: "Show a model: its columns, its network, its versions, which was current when.",
    examples: [Example("backdrop models show iris", "Show the model iris.")],
    positionals: [Positional("MODEL", "The model's name.")],
    options: [.root, .json("Print the model as one JSON object.")],
    run: runModelsShow)

  private static let modelsVerify = Command(
    name: "verify",
    summary: "Open every version and check all of it.",
    discussion: [
      """
      Checks the seal, the sizes, the hash of every array, that the network gives the scores that \
      it was saved with, and that its weights are those of the run log. Ends with exit code 65 \
      where a version is damaged.
      """
    ],
    examples: [
      Example("backdrop models verify", "Check all models."),
      Example("backdrop models verify iris", "Check the versions of iris."),
    ],
    positionals: [Positional("MODEL", "A model's name; nothing is all models.", .repeating)],
    options: [.root, .json("Print what was found as one JSON object.")],
    run: runModelsVerify)

  private static let modelsPromote = Command(
    name: "promote",
    summary: "Make a saved version the current one.",
    discussion: [
      """
      The version is checked first. Readers see the old version or the new one, never anything in \
      between; the run log keeps the history.
      """
    ],
    examples: [
      Example("backdrop models promote iris@20261123-221530-3f9a", "Use this version of iris.")
    ],
    positionals: [
      Positional("MODEL@RUN", "The version; the start of the run is enough where it is unique.")
    ],
    options: [.root, .json("Print the change as one JSON object.")],
    run: runModelsPromote)

  private static let modelsRollback = Command(
    name: "rollback",
    summary: "Make the version current that was so before.",
    examples: [Example("backdrop models rollback iris", "Take the last change of iris back.")],
    positionals: [Positional("MODEL", "The model's name.")],
    options: [.root, .json("Print the change as one JSON object.")],
    run: runModelsRollback)

  private static let modelsExport = Command(
    name: "export",
    summary: "Write a model in another format: ONNX or JSON.",
    discussion: [
      """
      An ONNX file takes the columns of a CSV, numbers and texts, and gives the scores; onnxruntime \
      and others run it. A JSON file has the model's document and its weights. Without -o the \
      file goes to standard output.
      """
    ],
    examples: [
      Example("backdrop models export iris -o iris.onnx", "Write the current version of iris."),
      Example("backdrop models export iris --format json", "Print it as JSON."),
    ],
    positionals: [
      Positional("MODEL", "A model's name, name@run, or a model's file.")
    ],
    options: [
      Option(
        "output", short: "o", value: .text("FILE"), "The file to write; - is standard output.",
        default: "-"),
      Option(
        "format", value: .choice(["onnx", "json"]),
        "The format; by the file's ending where it is not given."),
      Option("force", "Replace a file that is there."),
      .root,
    ],
    run: runModelsExport)
}
