import Tabular

/// Reads the words after a command's name into `Arguments`.
///
/// The syntax is that of POSIX and GNU: `--name value`, `--name=value`, `-n value`, `-nvalue`,
/// flags in one word (`-qh`), options and arguments in any order, `-` as an argument, `--` ends the
/// options.
struct ArgumentReader {
  private let command: Command
  private let path: String
  private var words: ArraySlice<String>
  private var options: [String: [Arguments.Value]] = [:]
  private var plain: [String] = []

  /// A reader for the words of one command, which is called `path`.
  init(command: Command, path: String, words: ArraySlice<String>) {
    self.command = command
    self.path = path
    self.words = words
  }

  /// Reads all words.
  /// - Throws: the first thing in them that the command does not declare, or that is missing.
  consuming func arguments() throws(UsageError) -> Arguments {
    while let word = words.popFirst() {
      if word == "--" {
        plain += words
        words = []
      } else if word.hasPrefix("--") {
        try readLong(word)
      } else if word.hasPrefix("-"), word != "-" {
        try readShort(word)
      } else {
        plain.append(word)
      }
    }
    return Arguments(
      command: command, path: path, options: options, positionals: try boundPositionals())
  }

  private mutating func readLong(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    guard let option = command.options.first(where: { $0.long == name }) else {
      throw unknownOption(name)
    }
    try read(option, as: "--\(name)", attached: parts.count == 2 ? parts.last : nil)
  }

  private mutating func readShort(_ word: String) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = command.options.first(where: { $0.short == letter }) else {
        throw error(.unknownOption("-\(letter)", suggestion: nil))
      }
      guard option.value == nil else {
        let attached = letters.first == "=" ? letters.dropFirst() : letters
        return try read(option, as: "-\(letter)", attached: letters.isEmpty ? nil : attached)
      }
      try read(option, as: "-\(letter)", attached: nil)
    }
  }

  /// Stores one option whose name was written as `written`, with the value attached to it or after
  /// it.
  private mutating func read(
    _ option: Command.Option, as written: String, attached: Substring?
  ) throws(UsageError) {
    guard let kind = option.value else {
      if let attached { throw error(.unexpectedValue(option: written, found: String(attached))) }
      options[option.long] = [.flag]
      return
    }
    guard option.repeating || options[option.long] == nil else {
      throw error(.repeatedOption(written))
    }
    guard let text = attached.map(String.init) ?? nextValue() else {
      throw error(.missingValue(option: written, placeholder: kind.placeholder))
    }
    guard let value = kind.converted(text) else {
      throw error(.invalidValue(option: written, expected: kind.expectation, found: text))
    }
    options[option.long, default: []].append(value)
  }

  /// The next word, unless it is an option: then a value was forgotten.
  private mutating func nextValue() -> String? {
    guard let word = words.first, !word.hasPrefix("--"), !isShortOption(word) else { return nil }
    return words.popFirst()
  }

  private func isShortOption(_ word: String) -> Bool {
    guard word.count > 1, word.hasPrefix("-") else { return false }
    return command.options.contains { $0.short == word.dropFirst().first }
  }

  private func boundPositionals() throws(UsageError) -> [String: [String]] {
    var left = plain[...]
    var bound: [String: [String]] = [:]
    for positional in command.positionals {
      let taken = positional.arity == .repeating ? left : left.prefix(1)
      if taken.isEmpty, positional.arity == .required {
        throw error(.missingArgument(name: positional.name))
      }
      if taken.contains("") { throw error(.emptyArgument(name: positional.name)) }
      bound[positional.name] = Array(taken)
      left = left.dropFirst(taken.count)
    }
    if let extra = left.first {
      throw error(.unexpectedArgument(found: extra, declared: command.positionals.map(\.name)))
    }
    return bound
  }

  private func unknownOption(_ name: String) -> UsageError {
    let nearest = Spelling.closest(to: name, among: command.options.map(\.long))
    return error(.unknownOption("--\(name)", suggestion: nearest.map { "--\($0)" }))
  }

  private func error(_ problem: UsageError.Problem) -> UsageError {
    UsageError(command: path, problem: problem)
  }
}
