import Files
import Glibc
import Pipeline
import Reports
import RunLog

/// Runs `backdrop runs show`.
func runRunsShow(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  let detail = try reader.snapshot { () throws(RunLogError) in
    try reader.detail(of: try reader.run(arguments.required("RUN")))
  }
  return try console.answer(arguments, object: try RunDetailObject(detail)) { $0.show(detail) }
}

/// Runs `backdrop runs compare`; without names for the newest job.
func runRunsCompare(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  var names = arguments.positionals("RUN")
  if names.isEmpty { names = try reader.runs(limit: 1).map(\.job) }
  let runs = try names.flatMap { try reader.runsToCompare(named: $0) }
  // A curve for each of a thousand trials says nothing, and reading them all takes long.
  let hasCurves = !arguments.flag("json") && runs.count <= curveLimit
  let results = try runs.map { try reader.result(of: $0, withEpochs: hasCurves) }
  return try console.answer(arguments, object: try RunComparisonObject(results)) { tables in
    let curves = tables.curves(results)
    return tables.compare(results) + (try tables.conclusions(results))
      + (curves.isEmpty ? "" : "\n" + curves)
  }
}

/// Most runs whose curves a comparison shows.
private let curveLimit = 40

/// Runs `backdrop runs log`.
func runRunsLog(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  let name = arguments.positional("JOB|RUN")
  let levels = EventLevel.allCases.drop { level in
    arguments.text("level").map { $0 != level.rawValue } ?? false
  }
  let limit = arguments.integer("limit") ?? (name == nil ? 50 : 0)
  let events = try reader.snapshot { () throws(RunLogError) in
    try reader.history(
      of: try name.map { name throws(RunLogError) in try reader.historySubject(name) } ?? .all,
      levels: Set(levels), limit: limit == 0 ? nil : limit)
  }
  return try console.answer(arguments, object: HistoryObject(events)) { $0.history(events) }
}

extension Arguments {
  /// The run log of the root, open for reading; an old one is brought up to date first.
  func runLog(_ console: Console) throws -> RunLogReader {
    let path = rootFolder.runLog
    let name = path.text ?? path.displayed
    do {
      return try RunLogReader(path: name)
    } catch {
      guard case .olderVersion(_, let found, let supported) = error, found > 0 else { throw error }
      _ = try RunLog(path: name, create: false)
      console.message("\(path.displayed): brought from version \(found) to \(supported)")
    }
    return try RunLogReader(path: name)
  }
}

extension RunLogReader {
  /// The runs of a job, of the newest job of a model, or the one run of that name.
  func runsToCompare(named name: String) throws -> [RunRecord] {
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
  func answer(
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
