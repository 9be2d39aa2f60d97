extension Command {
  /// An option: a flag, or a name with a value.
  struct Option: Sendable {
    /// What an option's value may be; `placeholder` stands for it in the help.
    enum Value: Sendable {
      /// Any text but the empty one.
      case text(_ placeholder: String)
      /// `key=value` with a key.
      case assignment
      /// A whole number in a range.
      case integer(_ placeholder: String, ClosedRange<Int>)
      /// A number of seconds in a range, with or without decimals.
      case seconds(_ placeholder: String, ClosedRange<Double>)
      /// A number in a range, with or without decimals.
      case number(_ placeholder: String, ClosedRange<Double>)
      /// One of some words.
      case choice([String])

      /// What stands for the value in the help.
      var placeholder: String {
        switch self {
        case .text(let placeholder), .integer(let placeholder, _), .seconds(let placeholder, _),
          .number(let placeholder, _):
          placeholder
        case .choice(let words): words.joined(separator: "|")
        case .assignment: "KEY=VALUE"
        }
      }
    }

    /// The name without its dashes.
    let long: String
    /// The one-letter name, if there is one.
    let short: Character?
    /// What the value may be; nil for a flag.
    let value: Value?
    /// What it does, one sentence.
    let summary: String
    /// Whether it may be given more than once.
    let repeating: Bool
    /// The default as the help shows it.
    let defaultText: String?

    /// Declares an option.
    init(
      _ long: String, short: Character? = nil, value: Value? = nil, _ summary: String,
      repeating: Bool = false, default defaultText: String? = nil
    ) {
      self.long = long
      self.short = short
      self.value = value
      self.summary = summary
      self.repeating = repeating
      self.defaultText = defaultText
    }
  }
}

// The options that several commands share.
extension Command.Option {
  /// `--help`, on every command.
  static let help = Self("help", short: "h", "Show this help.")

  /// `--quiet`, on every command that runs.
  static let quiet = Self("quiet", short: "q", "Print no messages and no progress, only errors.")

  /// `--root DIR`: where `pipeline/` and `models/` lie.
  static let root = Self(
    "root", value: .text("DIR"), "The folder that holds pipeline/ and models/.",
    default: "the current folder")

  /// `--threads N`: how many threads compute.
  static let threads = Self(
    "threads", value: .integer("N", 1...1024),
    "Compute with up to N threads; the result is the same for every N.",
    default: "one per processor")

  /// `--json`, with what the object holds.
  static func json(_ summary: String) -> Self { Self("json", summary) }
}
