/// What is wrong with a command line, and in which command.
struct UsageError: Error, Equatable {
  /// What the value of an option has to be.
  enum Expectation: Equatable, Sendable {
    /// A text of one character at least.
    case nonEmpty
    /// A key, an equals sign and a value.
    case assignment
    /// One of the words.
    case oneOf([String])
    /// A whole number in the range.
    case integer(ClosedRange<Int>)
    /// A number of seconds in the range.
    case seconds(ClosedRange<Double>)
    /// A number in the range.
    case number(ClosedRange<Double>)
  }

  /// The fault; options are written as they were typed, dashes included.
  enum Problem: Equatable, Sendable {
    /// No command has this name.
    case unknownCommand(String, suggestion: String?)
    /// The command has no such option.
    case unknownOption(String, suggestion: String?)
    /// An option of a command stands before the command's name.
    case optionBeforeCommand(String)
    /// An option that may stand once stands twice.
    case repeatedOption(String)
    /// The line ends, or another option begins, where a value belongs.
    case missingValue(option: String, placeholder: String)
    /// A flag is given a value.
    case unexpectedValue(option: String, found: String)
    /// The value of an option is not what it has to be.
    case invalidValue(option: String, expected: Expectation, found: String)
    /// A required argument is missing.
    case missingArgument(name: String)
    /// An argument is the empty text, as an unset shell variable gives it.
    case emptyArgument(name: String)
    /// There are more arguments than the command declares.
    case unexpectedArgument(found: String, declared: [String])
    /// An argument is not UTF-8; places are counted from 1.
    case notUTF8(place: Int)
    /// An option is declared and not built yet.
    case notBuilt(String)
    /// An option asks for columns that the file does not have, or cannot give.
    case badColumns(option: String, reason: String)
    /// The condition or field of an option cannot be understood.
    case badCondition(option: String, reason: String)
    /// An option goes with models of two classes only.
    case needsTwoClasses(option: String)
  }

  /// The command as typed, such as `backdrop runs list`.
  let command: String
  /// The fault.
  let problem: Problem
}
