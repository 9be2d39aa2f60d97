/// What the process tells its caller about how it ended; the numbers of sysexits(3).
enum ExitCode: Int32, Sendable, CaseIterable {
  /// All done.
  case ok = 0
  /// The command line is wrong.
  case usage = 64
  /// The input data are wrong.
  case data = 65
  /// An input file does not exist or cannot be read.
  case noInput = 66
  /// A bug of ours, or a processor that the program is not made for.
  case software = 70
  /// An output file cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case ioError = 74
  /// It may work later: another process holds what this one needs.
  case temporary = 75
  /// Permission is missing.
  case noPermission = 77
  /// The config is wrong.
  case config = 78

  /// What it means, as the manual says it.
  var meaning: String {
    switch self {
    case .ok: "All is done."
    case .usage: "The command line is wrong."
    case .data: "The input data are wrong, or jobs failed."
    case .noInput: "An input file does not exist or cannot be read."
    case .software: "A bug of the program, or a processor that it is not made for."
    case .cannotCreate: "An output file cannot be created."
    case .ioError: "Reading or writing failed."
    case .temporary: "It may work later: another process holds what this one needs."
    case .noPermission: "Permission is missing."
    case .config: "The config is wrong."
    }
  }
}
