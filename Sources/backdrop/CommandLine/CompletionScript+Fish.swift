extension CompletionScript {
  /// The script for fish: a file `backdrop.fish` in one of its completion folders.
  static func fish(_ commands: [Entry]) -> String {
    """
    # Completes backdrop in fish; made by `backdrop completions fish`.
    function __backdrop_path
      set -l path backdrop
      for word in (commandline -opc)[2..-1]
        switch "$path $word"
          case \(commands.dropFirst().map { fishQuoted($0.path) }.joined(separator: " "))
            set path "$path $word"
        end
      end
      test "$path" = "$argv"
    end
    \(commands.flatMap(fishLines).joined(separator: "\n"))

    """
  }

  private static func fishLines(_ entry: Entry) -> [String] {
    let condition = "complete -c backdrop -n '__backdrop_path \(entry.path)'"
    let commands = entry.command.shownSubcommands.map { command in
      "\(condition) -f -a \(command.name) -d \(fishQuoted(command.summary))"
    }
    let options = entry.command.options.map { option in
      let short = option.short.map { " -s \($0)" } ?? ""
      let value =
        switch option.completion {
        case nil: ""
        case .files: " -r -F"
        case .folders: " -x -a '(__fish_complete_directories)'"
        case .words(let words): " -x -a \(fishQuoted(words.joined(separator: " ")))"
        case .nothing: " -x"
        }
      return "\(condition)\(short) -l \(option.long)\(value) -d \(fishQuoted(option.summary))"
    }
    return commands + options
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
