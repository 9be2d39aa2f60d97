import Files
import Pipeline
import Reports
import RunLog

/// Runs `backdrop runs backup`.
func runRunsBackup(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let log = arguments.rootFolder.runLog
  let file = arguments.required("FILE")
  let reader = try RunLogReader(path: log.text ?? log.displayed, allowingOlder: true)
  SignalCleanup.start(FilePath(RunLogReader.partOfBackup(file)))
  defer { SignalCleanup.stop() }
  try reader.backup(to: file)
  let bytes = try FileSystem.status(of: FilePath(file))?.size ?? 0
  if arguments.flag("json") {
    try console.write(JSONText.encoded(BackupObject(file: file, bytes: bytes)))
  } else {
    console.message(
      "\(TerminalText.escaped(file)): a backup of \(log.displayed), "
        + "\(NumberText.count(Int(bytes))) bytes")
  }
  return .ok
}

/// Runs `backdrop runs vacuum`.
func runRunsVacuum(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let path = arguments.rootFolder.runLog
  let log = try RunLog(path: path.text ?? path.displayed, create: false)
  let before = try FileSystem.status(of: path)?.size ?? 0
  try log.vacuum()
  let after = try FileSystem.status(of: path)?.size ?? 0
  if arguments.flag("json") {
    try console.write(JSONText.encoded(VacuumObject(bytes_before: before, bytes: after)))
  } else {
    console.message(
      "\(path.displayed): \(NumberText.count(Int(after))) bytes, were "
        + "\(NumberText.count(Int(before)))")
  }
  return .ok
}

private struct BackupObject: Encodable {
  let file: String
  let bytes: Int64
}

private struct VacuumObject: Encodable {
  let bytes_before, bytes: Int64
}
