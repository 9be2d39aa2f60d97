import Files
import Pipeline
import Reports
import RunLog

/// Runs `backdrop runs replay`.
func runRunsReplay(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let reader = try arguments.runLog(console)
  let run = try reader.run(arguments.required("RUN"))
  let display = ProgressDisplay(console)
  // Before an error is told, too.
  defer { display.finish() }
  let verdict = try Replay(
    root: arguments.rootFolder, log: reader, threads: arguments.threadCount
  ).verdict(
    on: run, data: arguments.text("data").map { FilePath($0) }, progress: { display.show($0) })
  display.finish()
  if arguments.flag("json") {
    try console.write(JSONText.encoded(verdict))
  } else {
    for line in verdict.lines { try console.write(TerminalText.escaped(line) + "\n") }
  }
  return verdict.equal ? .ok : .data
}
