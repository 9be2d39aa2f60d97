import Files
import Glibc
import Pipeline
import Reports
import RunLog

/// Runs `backdrop runs list`.
func runRunsList(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog()
  let runs = try reader.runs(
    filter: RunFilter(model: arguments.text("model")), sort: .newest,
    limit: arguments.integer("last"))
  let results = try runs.reversed().map { try reader.result(of: $0, withEpochs: false) }
  return try console.answer(arguments, object: try RunListObject(results)) { $0.list(results) }
}

/// Runs `backdrop runs show`.
func runRunsShow(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog()
  let result = try reader.result(of: try reader.run(arguments.required("RUN")))
  return try console.answer(arguments, object: try RunObject(result)) { $0.show(result) }
}

/// Runs `backdrop runs compare`; without names for the newest job.
func runRunsCompare(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog()
  var names = arguments.positionals("RUN")
  if names.isEmpty { names = try reader.runs(limit: 1).map(\.job) }
  let runs = try names.flatMap { try reader.runsToCompare(named: $0) }
  let results = try runs.map { try reader.result(of: $0, withEpochs: false) }
  return try console.answer(arguments, object: try RunComparisonObject(results)) {
    $0.compare(results) + (try $0.conclusions(results))
  }
}

extension Arguments {
  /// The run log of the root, open for reading.
  fileprivate func runLog() throws -> RunLogReader {
    let path = rootFolder.runLog
    return try RunLogReader(path: path.text ?? path.displayed)
  }
}

extension RunLogReader {
  /// The runs of a job, of the newest job of a model, or the one run of that name.
  fileprivate func runsToCompare(named name: String) throws -> [RunRecord] {
    let ofJob = try latestRuns(job: name)
    if !ofJob.isEmpty { return ofJob }
    if let newest = try runs(filter: RunFilter(model: name), limit: 1).first {
      return try latestRuns(job: newest.job)
    }
    return [try run(name)]
  }
}

extension Console {
  /// Writes an answer as JSON where that was asked for, else as a table.
  fileprivate func answer(
    _ arguments: Arguments, object: @autoclosure () throws -> some Encodable,
    table: (RunTables) throws -> String
  ) throws -> ExitCode {
    if arguments.flag("json") {
      try write(JSONText.encoded(try object()))
    } else {
      try write(try table(RunTables(style: .of(fileDescriptor: STDOUT_FILENO))))
    }
    return .ok
  }
}
