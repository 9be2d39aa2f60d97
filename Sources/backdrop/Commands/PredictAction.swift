import Experiments
import Files
import Glibc
import Models
import Pipeline
import Tabular

/// Runs `backdrop predict`.
func runPredict(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let model = try ModelStore(arguments.rootFolder.models).open(
    reference: arguments.required("MODEL"))
  let options = try arguments.scoringOptions(for: model)
  let input = arguments.positional("DATA.csv") ?? "-"
  if input == "-" {
    let source = ByteSource(descriptor: STDIN_FILENO, name: "standard input")
    return try predict(model, source, options, arguments, console)
  }
  let file = try InputFile.open(FilePath(input), origin: .named)
  let source = ByteSource(
    descriptor: file.descriptor.number, name: displayedText(of: input),
    compression: .init(forName: input))
  return try predict(model, source, options, arguments, console)
}

private func predict(
  _ model: Model, _ source: ByteSource, _ options: ScoringOptions, _ arguments: Arguments,
  _ console: Console
) throws -> ExitCode {
  let scoring: CSVScoring
  do throws(TabularError) {
    scoring = try CSVScoring(model, source: source, options: options)
  } catch {
    // It is the command line that chose columns here, and no config.
    guard error.isChoice else { throw error }
    throw arguments.misuse(.badColumns(option: "--keep", reason: "\(error)"))
  }
  let path = arguments.text("output").flatMap { $0 == "-" ? nil : $0 }
  let output = try PredictOutput(path, replacing: arguments.flag("force"), console)
  let summary = try scoring.run(threads: arguments.threadCount, to: output.write)
  try output.commit()
  let report = PredictReport(model: model, scoring: scoring, summary: summary, options: options)
  if arguments.flag("json") {
    let text = try report.json()
    // The scores have standard output where they are not written to a file.
    if path == nil { console.error(text) } else { try console.write(text) }
  } else {
    for line in report.lines { console.message(line) }
  }
  return summary.badRows > 0 ? .data : .ok
}

extension Arguments {
  /// What the options ask for.
  ///
  /// - Throws: `UsageError` for a delimiter that there is not, and a threshold without two classes.
  fileprivate func scoringOptions(for model: Model) throws -> ScoringOptions {
    var options = ScoringOptions(format: try format)
    if text("format") == "jsonl" { options.rowFormat = .jsonLines }
    options.keep = KeptColumns(text("keep"))
    options.escapesKept = flag("safe-cells")
    options.verdict = flag("verdict")
    options.isReported = flag("json") || !flag("quiet")
    if let threshold = number("threshold") {
      guard model.document.targetEncoder.classes.count == 2 else {
        throw misuse(.needsTwoClasses(option: "--threshold"))
      }
      options.threshold = threshold
    }
    return options
  }

  /// The CSV format that `--delimiter` asks for.
  private var format: CSVFormat {
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
