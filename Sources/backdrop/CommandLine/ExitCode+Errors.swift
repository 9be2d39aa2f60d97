/// The exit code that stands for an error: the one place that decides it.
func exitCode(for error: any Error) -> ExitCode {
  switch error {
  case is UsageError: .usage
  case ConsoleError.closedPipe: .ok
  case is ConsoleError: .ioError
  default: .software
  }
}
