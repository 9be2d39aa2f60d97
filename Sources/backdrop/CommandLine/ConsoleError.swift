import Glibc

/// Why data could not be written to standard output.
enum ConsoleError: Error, Equatable {
  /// The reader of the pipe has gone; it has what it wanted.
  case closedPipe
  /// The write failed with this errno.
  case cannotWrite(code: Int32)
}

extension ConsoleError: CustomStringConvertible {
  /// The failure, one line.
  var description: String {
    switch self {
    case .closedPipe: "the reader of standard output has closed it"
    case .cannotWrite(let code):
      "cannot write to standard output: \(String(cString: strerror(code)))"
    }
  }
}
