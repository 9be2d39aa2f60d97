import Experiments
import Files
import Glibc
import Models
import Pipeline
import Reports
import Tabular

/// An output file that is there already, and stays as it is.
struct OutputExists: Error, CustomStringConvertible {
  let path: FilePath

  var description: String { "\(path.displayed) exists; --force replaces it" }
}

/// Runs `backdrop predict`.
func runPredict(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  if arguments.flag("verdict") { throw arguments.misuse(.notBuilt("--verdict")) }
  let reference = arguments.required("MODEL")
  let model = try ModelStore(arguments.rootFolder.models).open(reference: reference)
  let input = arguments.positional("DATA.csv") ?? "-"
  let format = try arguments.format
  let keep = KeptColumns(arguments.text("keep"))
  let scorer: CSVScorer
  if input == "-" {
    scorer = try CSVScorer(
      model, source: ByteSource(descriptor: STDIN_FILENO, name: "standard input"),
      format: format, keep: keep)
    try write(scorer, arguments, console)
  } else {
    let file = try InputFile.open(FilePath(input), origin: .named)
    let source = ByteSource(
      descriptor: file.descriptor.number, name: displayedText(of: input),
      compression: .init(forName: input))
    scorer = try CSVScorer(model, source: source, format: format, keep: keep)
    try write(scorer, arguments, console)
  }
  try report(scorer, model, arguments, console)
  return .ok
}

/// Writes the scores to the file of `--output`, whole or not at all, or to standard output as they
/// come.
private func write(_ scorer: CSVScorer, _ arguments: Arguments, _ console: Console) throws {
  guard let output = arguments.text("output"), output != "-" else {
    try write(scorer, to: console.write)
    return
  }
  let file = try StagedOutput(FilePath(output), replacing: arguments.flag("force"))
  try write(scorer, to: file.write)
  try file.commit()
}

/// A staged file that a writer's closure can hold.
private final class StagedOutput {
  private var file: StagedFile?

  /// Begins an output; one that exists is refused at once, not after an hour of scoring.
  init(_ path: FilePath, replacing: Bool) throws {
    if !replacing, try FileSystem.exists(path) { throw OutputExists(path: path) }
    file = try StagedFile(path, replacing: replacing)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try file?.write(bytes)
  }

  func commit() throws {
    try file.take()?.commit()
  }
}

private func write(
  _ scorer: CSVScorer, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
) throws {
  let writer = CSVWriter(sink: sink)
  try scorer.writeHeader(to: writer)
  while let chunk = try scorer.next() {
    try chunk.write(to: writer)
    try writer.flush()
  }
  try writer.flush()
}

/// Says what was scored, and how well where the target is known.
private func report(
  _ scorer: CSVScorer, _ model: Model, _ arguments: Arguments, _ console: Console
) throws {
  let extra = scorer.extraColumns.map { displayedText(of: $0) }
  if !extra.isEmpty {
    console.message("columns that the model does not use: \(extra.joined(separator: ", "))")
  }
  if arguments.flag("json") {
    let object = PredictionObject(
      model: model.document.name, run: model.document.run, rows: scorer.rows,
      extra_columns: scorer.extraColumns,
      metrics: scorer.metrics.map { Dictionary($0.named, uniquingKeysWith: { $1 }) })
    let text = try JSONText.encoded(object)
    // The scores have standard output where they are not written to a file.
    if [nil, "-"].contains(arguments.text("output")) {
      console.error(text)
    } else {
      try console.write(text)
    }
    return
  }
  var facts = ["\(NumberText.count(scorer.rows)) rows scored with \(model.document.name)"]
  if let metrics = scorer.metrics {
    facts += metrics.named.map { "\($0.name) \(NumberText.metric($0.name, $0.value))" }
  }
  console.message(facts.joined(separator: ", "))
}

/// What `backdrop predict --json` prints.
private struct PredictionObject: Encodable {
  let model, run: String
  let rows: Int
  let extra_columns: [String]
  let metrics: [String: Double]?
}

extension Arguments {
  /// The CSV format that `--delimiter` asks for.
  fileprivate var format: CSVFormat {
    get throws {
      guard let text = text("delimiter") else { return CSVFormat() }
      guard let delimiter = Delimiter(rawValue: text == "tab" || text == "\\t" ? "\t" : text) else {
        throw misuse(
          .invalidValue(
            option: "--delimiter", expected: .oneOf([",", ";", "|", "tab"]), found: text))
      }
      return delimiter.format
    }
  }
}

extension KeptColumns {
  /// What `--keep` asks for: nothing, `all`, or names apart by commas.
  fileprivate init(_ text: String?) {
    self =
      switch text {
      case nil: .none
      case "all": .all
      case .some(let names): .named(names.split(separator: ",").map(String.init))
      }
  }
}
