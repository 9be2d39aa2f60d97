import Files
import Pipeline
import Reports
import RunLog

/// Runs `backdrop report`.
func runReport(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let path = arguments.rootFolder.runLog
  let reader = try RunLogReader(path: path.text ?? path.displayed)
  let page = try reader.page(named: arguments.required("RUN"))
  let output = arguments.text("output")
  guard let output, output != "-" else {
    try console.write(page)
    return .ok
  }
  let file = FilePath(output)
  let replacing = arguments.flag("force")
  if !replacing, try FileSystem.exists(file) { throw OutputExists(path: file) }
  try AtomicFile.publish(Array(page.utf8), to: file, replacing: replacing)
  console.message("wrote \(file.displayed)")
  return .ok
}

extension RunLogReader {
  /// The page of a job, of the newest job of a model, or of the one run of that name.
  fileprivate func page(named name: String) throws(RunLogError) -> String {
    try snapshot { () throws(RunLogError) in
      if let job = try job(name) { return try ReportPage.job(job, from: self) }
      if let newest = try runs(filter: RunFilter(model: name), limit: 1).first,
        let job = try job(newest.job)
      {
        return try ReportPage.job(job, from: self)
      }
      return try ReportPage.run(name, from: self)
    }
  }
}
