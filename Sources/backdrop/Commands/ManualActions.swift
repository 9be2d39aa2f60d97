import Files

/// Runs `backdrop manual`.
func runManual(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  guard let directory = arguments.positional("DIR") else {
    try console.write(ManualPage(of: .backdrop, path: []).text)
    return .ok
  }
  let folder = FilePath(directory)
  try FileSystem.makeDirectories(folder)
  for page in ManualPage.all {
    try AtomicFile.publish(
      Array(page.text.utf8), to: folder.appending(FileName(page.fileName)), replacing: true)
  }
  return .ok
}

/// Runs `backdrop completions`.
func runCompletions(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let word = arguments.required("SHELL")
  guard let shell = CompletionScript.Shell(rawValue: word) else {
    let shells = CompletionScript.Shell.allCases.map(\.rawValue)
    throw arguments.misuse(
      .invalidValue(option: "SHELL", expected: .oneOf(shells), found: word))
  }
  try console.write(CompletionScript(of: .backdrop, for: shell).text)
  return .ok
}
