import Glibc
import Models
import Pipeline

/// The program from its command line to its exit code.
enum Program {
  /// Does what the process's command line asks for and reports what goes wrong.
  static func run() -> ExitCode {
    do {
      let request = try CommandParser(root: .backdrop).parse(try words())
      return perform(request)
    } catch {
      return report(error, on: Console(quiet: false))
    }
  }

  /// The words after the program's name. `CommandLine.arguments` would repair what is not UTF-8 and
  /// so name another file.
  private static func words() throws(UsageError) -> [String] {
    var words: [String] = []
    for place in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = CommandLine.unsafeArgv[place] else { break }
      guard let word = String(validatingCString: bytes) else {
        throw UsageError(command: Command.backdrop.name, problem: .notUTF8(place: place))
      }
      words.append(word)
    }
    return words
  }

  private static func perform(_ request: Request) -> ExitCode {
    switch request {
    case .run(let action, let arguments):
      run(on: Console(quiet: arguments.flag("quiet"))) { try action(arguments, $0) }
    case .help(let command, let path):
      answer(HelpText(of: command, path: path).description)
    case .version:
      answer("\(Product.producer)\n")
    case .missingCommand(let command, let path):
      run(on: Console(quiet: false)) { console in
        console.error(String(HelpText(of: command, path: path).description.dropLast()))
        return .usage
      }
    }
  }

  private static func answer(_ text: String) -> ExitCode {
    run(on: Console(quiet: false)) { console in
      try console.write(text)
      return .ok
    }
  }

  private static func run(
    on console: Console, _ action: (Console) throws -> ExitCode
  ) -> ExitCode {
    do {
      let code = try action(console)
      try console.flush()
      return code
    } catch {
      return report(error, on: console)
    }
  }

  private static func report(_ error: any Error, on console: Console) -> ExitCode {
    switch error {
    case ConsoleError.closedPipe: break
    case let error as UsageError: console.error("\(error)\n\(error.advice)")
    case is ConsoleError, is OutputExists: console.error("backdrop: \(error)")
    default: console.error("backdrop: \(Failure(error).message)")
    }
    return exitCode(for: error)
  }
}
