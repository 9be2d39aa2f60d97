import Experiments
import Files
import Pipeline
import Reports

/// Runs `backdrop init`.
func runInit(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = Root(FilePath(arguments.required("DIR")))
  try root.makeFolders()
  if arguments.flag("json") {
    try console.write(
      JSONText.encoded(
        [
          "inbox": root.inbox.displayed, "models": root.models.displayed,
          "run_log": root.runLog.displayed,
        ]))
  } else {
    console.message(
      """
      ready: drop CSVs and configs into \(root.inbox.displayed)
      then run: backdrop watch --root \(root.directory.displayed)
      """)
  }
  return .ok
}

/// Runs `backdrop example notebook`.
func runExampleNotebook(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let folder = FilePath(arguments.required("DIR"))
  try FileSystem.makeDirectories(folder)
  let files = [
    ("notebook.csv", NotebookExample.csv), ("notebook.json", NotebookExample.config),
  ]
  for (name, text) in files {
    try AtomicFile.publish(
      Array(text.utf8), to: folder.appending(name), replacing: arguments.flag("force"))
  }
  let paths = files.map { folder.appending($0.0).displayed }
  if arguments.flag("json") {
    try console.write(JSONText.encoded(["data": paths[0], "config": paths[1]]))
  } else {
    for path in paths { console.message("wrote \(path)") }
  }
  return .ok
}
