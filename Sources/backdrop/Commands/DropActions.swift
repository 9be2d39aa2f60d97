import Files
import Pipeline
import Reports

/// Runs `backdrop submit`.
func runSubmit(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = arguments.rootFolder
  let submission = try Submission(
    FilePath(arguments.required("DATA.csv")),
    config: arguments.positional("CONFIG.json").map { FilePath($0) }, root: root)
  try submission.drop()
  let names = [submission.dataName, submission.configName].compactMap(\.self)
  return try tell(names, "dropped", root, arguments, console)
}

/// Runs `backdrop retry`.
func runRetry(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = arguments.rootFolder
  let names = try FailedJob(arguments.required("JOB"), root: root).retry()
  return try tell(names, "put back", root, arguments, console)
}

private func tell(
  _ names: [FileName], _ verb: String, _ root: Root, _ arguments: Arguments, _ console: Console
) throws -> ExitCode {
  let paths = names.map { root.inbox.appending($0).displayed }
  if arguments.flag("json") {
    try console.write(JSONText.encoded(["files": paths]))
  } else {
    for path in paths { console.message("\(verb): \(path)") }
  }
  return .ok
}
