import Pipeline

/// The exit code that stands for an error: the one place that decides it.
func exitCode(for error: any Error) -> ExitCode {
  switch error {
  case is UsageError: .usage
  case ConsoleError.closedPipe: .ok
  case is ConsoleError: .ioError
  case is OutputExists: .cannotCreate
  default: ExitCode(rawValue: Failure(error).exitCode) ?? .software
  }
}
