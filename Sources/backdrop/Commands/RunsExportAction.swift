import Files
import Pipeline
import Reports
import RunLog

/// Runs `backdrop runs export`.
func runRunsExport(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  let format = arguments.text("format") ?? "csv"
  let isFolder = format == "mlflow" || format == "tensorboard"
  let path = arguments.text("output").flatMap { $0 == "-" ? nil : $0 }
  if isFolder, path == nil {
    throw arguments.misuse(.missingValue(option: "--output", placeholder: "FOLDER"))
  }
  let runs = try arguments.chosenRuns(reader)
  if let path, isFolder {
    try export(runs, of: reader, as: format, into: FilePath(path))
  } else {
    let output = try PredictOutput(path, replacing: arguments.flag("force"), console)
    let table = try RunTable(runs, in: reader)
    switch format {
    case "jsonl": try table.write(jsonLines: output.write)
    case "epochs": try table.write(epochsCSV: output.write)
    default: try table.write(csv: output.write)
    }
    try output.commit()
  }
  if let path {
    console.message("\(TerminalText.escaped(path)): \(NumberText.count(runs.count)) runs")
  }
  return .ok
}

/// Writes a folder for another program.
private func export(
  _ runs: [RunRecord], of reader: RunLogReader, as format: String, into path: FilePath
) throws {
  if format == "mlflow" {
    var store = try MLflowStore(path)
    for run in runs { try store.add(try reader.result(of: run)) }
    try store.commit()
  } else {
    let log = try TensorBoardLog(path)
    for run in runs { try log.add(try reader.result(of: run)) }
    try log.commit()
  }
}

extension Arguments {
  /// The runs that the names and conditions choose, oldest first.
  fileprivate func chosenRuns(_ reader: RunLogReader) throws -> [RunRecord] {
    let all = try reader.runs(
      filter: RunFilter(model: text("model"), condition: try condition(reader)), sort: .oldest)
    let names = positionals("RUN")
    guard !names.isEmpty else { return all }
    let named = Set(try names.flatMap { try reader.runsToCompare(named: $0) }.map(\.id))
    return all.filter { named.contains($0.id) }
  }
}
