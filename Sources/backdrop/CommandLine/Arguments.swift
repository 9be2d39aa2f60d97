/// The values of one command line, checked against the command's declaration.
///
/// Asking for a name that the command does not declare is a bug of ours and stops the process.
struct Arguments: Sendable {
  /// The value of an option, converted as it was declared.
  enum Value: Sendable {
    /// The option is a flag, and given.
    case flag
    /// A text or an assignment.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number of seconds.
    case seconds(Double)
    /// A number.
    case number(Double)
  }

  /// The command as typed, such as `backdrop runs list`.
  let commandPath: String
  private let declared: Set<String>
  private let options: [String: [Value]]
  private let positionals: [String: [String]]

  /// Holds the values that `ArgumentReader` has checked, by the long name or the argument's name.
  init(
    command: Command, path: String, options: [String: [Value]], positionals: [String: [String]]
  ) {
    self.commandPath = path
    self.declared = Set(command.options.map(\.long) + command.positionals.map(\.name))
    self.options = options
    self.positionals = positionals
  }

  /// Whether the flag is given.
  func flag(_ name: String) -> Bool { !values(name).isEmpty }

  /// The text of an option, or nil when it is not given.
  func text(_ name: String) -> String? { texts(name).last }

  /// The texts of an option that may be repeated, in order.
  func texts(_ name: String) -> [String] {
    values(name).map {
      guard case .text(let text) = $0 else { preconditionFailure("--\(name) is no text") }
      return text
    }
  }

  /// The whole number of an option, in its declared range, or nil when it is not given.
  func integer(_ name: String) -> Int? {
    values(name).last.map {
      guard case .integer(let number) = $0 else { preconditionFailure("--\(name) is no integer") }
      return number
    }
  }

  /// The seconds of an option, in its declared range, or nil when it is not given.
  func seconds(_ name: String) -> Double? {
    values(name).last.map {
      guard case .seconds(let seconds) = $0 else { preconditionFailure("--\(name) is no time") }
      return seconds
    }
  }

  /// The number of an option, in its declared range, or nil when it is not given.
  func number(_ name: String) -> Double? {
    values(name).last.map {
      guard case .number(let number) = $0 else { preconditionFailure("--\(name) is no number") }
      return number
    }
  }

  /// The word of a required argument.
  func required(_ name: String) -> String {
    guard let word = positional(name) else { preconditionFailure("\(name) is not required") }
    return word
  }

  /// The word of an optional argument, or nil when it is not given.
  func positional(_ name: String) -> String? { positionals(name).first }

  /// The words of a repeating argument, in order.
  func positionals(_ name: String) -> [String] {
    precondition(declared.contains(name), "\(commandPath) declares no \(name)")
    return positionals[name] ?? []
  }

  /// A usage error of this command, for rules that a declaration cannot hold.
  func misuse(_ problem: UsageError.Problem) -> UsageError {
    UsageError(command: commandPath, problem: problem)
  }

  private func values(_ name: String) -> [Value] {
    precondition(declared.contains(name), "\(commandPath) declares no --\(name)")
    return options[name] ?? []
  }
}
