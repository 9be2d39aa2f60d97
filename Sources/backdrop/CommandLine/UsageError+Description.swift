extension UsageError: CustomStringConvertible {
  /// The command and the fault, one line.
  var description: String { "\(command): \(sentence)" }

  /// Where to read what the command takes, one line.
  var advice: String {
    switch problem {
    case .unknownCommand, .optionBeforeCommand: "Run \(command) --help for its commands."
    default: "Run \(command) --help for its options."
    }
  }

  private var sentence: String {
    switch problem {
    case .unknownCommand(let name, let suggestion):
      "unknown command \"\(name)\"" + question(suggestion.map { "\"\($0)\"" })
    case .unknownOption(let name, let suggestion):
      "unknown option \(name)" + question(suggestion)
    case .optionBeforeCommand(let name):
      "the option \(name) belongs after the name of the command"
    case .repeatedOption(let name):
      "\(name) is given twice"
    case .missingValue(let option, let placeholder):
      "\(option) needs a value: \(option) \(placeholder)"
    case .unexpectedValue(let option, let found):
      "\(option) takes no value, found \"\(found)\""
    case .invalidValue(let option, let expected, let found):
      "\(option) expects \(expected), found \"\(found)\""
    case .missingArgument(let name):
      "\(name) is missing"
    case .emptyArgument(let name):
      "\(name) is an empty text"
    case .unexpectedArgument(let found, let declared):
      "unexpected argument \"\(found)\"" + (declared.last.map { " after \($0)" } ?? "")
    case .notUTF8(let place):
      "argument \(place) is not UTF-8 text"
    case .notBuilt(let option):
      "\(option) is not built yet; leave it out"
    case .badColumns(let option, let reason), .badCondition(let option, let reason):
      "\(option): \(reason)"
    case .needsTwoClasses(let option):
      "\(option) goes with a model of two classes"
    }
  }

  private func question(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean \($0)?" } ?? ""
  }
}

extension UsageError.Expectation: CustomStringConvertible {
  /// The expected value, as the object of "expects".
  var description: String {
    switch self {
    case .nonEmpty: "a value"
    case .assignment: "KEY=VALUE"
    case .oneOf(let words): "one of \(words.joined(separator: " "))"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .seconds(let range): "\(range.lowerBound) to \(range.upperBound) seconds"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    }
  }
}
