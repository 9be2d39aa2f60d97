extension CompletionScript {
  /// The script for zsh: a file `_backdrop` on its `fpath`.
  static func zsh(_ commands: [Entry]) -> String {
    """
    #compdef backdrop
    # Completes backdrop in zsh; made by `backdrop completions zsh`.
    \(commands.map(zshFunction).joined(separator: "\n"))
    if [[ $funcstack[1] == _backdrop ]]; then _backdrop "$@"; else compdef _backdrop backdrop; fi

    """
  }

  private static func zshFunction(_ entry: Entry) -> String {
    let options = entry.command.options.map(zshOption)
    let name = zshName(entry.path)
    let commands = entry.command.shownSubcommands
    guard !commands.isEmpty else {
      let files = entry.command.positionals.isEmpty ? [] : ["'*:file:_files'"]
      return """
        \(name)() {
          _arguments -s -S \(zshWords(options + files))
        }
        """
    }
    let list = commands.map { "    \(zshQuoted("\($0.name):\($0.summary)"))" }
    let cases = commands.map { "    \($0.name)) \(zshName("\(entry.path) \($0.name)")) ;;" }
    return """
      \(name)() {
        local curcontext=$curcontext state line
        local -a commands=(
      \(list.joined(separator: "\n"))
        )
        _arguments -C \(zshWords(options + ["'1: :->command'", "'*:: :->rest'"])) && return
        case $state in
          command) _describe command commands ;;
          rest)
            case $line[1] in
      \(cases.map { "        \($0.drop { $0 == " " })" }.joined(separator: "\n"))
            esac ;;
        esac
      }
      """
  }

  private static func zshName(_ path: String) -> String {
    "_" + path.replacing(" ", with: "_").replacing("-", with: "_")
  }

  private static func zshWords(_ words: [String]) -> String {
    words.map { "\\\n    \($0)" }.joined(separator: " ")
  }

  private static func zshOption(_ option: Command.Option) -> String {
    let summary = option.summary.replacing("[", with: "(").replacing("]", with: ")")
    let value =
      switch option.completion {
      case nil: ""
      case .files: ":file:_files"
      case .folders: ":folder:_files -/"
      case .words(let words): ":word:(\(words.joined(separator: " ")))"
      case .nothing: ":\(option.value?.placeholder.replacing(":", with: " ") ?? "value"): "
      }
    let tail = zshQuoted("[\(summary)]\(value)")
    let star = option.repeating ? "'*'" : ""
    // The value may stand in the same word: after `=`, or right behind the letter.
    let names = option.names.map {
      option.value == nil ? $0 : $0.hasPrefix("--") ? "\($0)=" : "\($0)+"
    }
    // Both names exclude each other.
    return names.count > 1 && !option.repeating
      ? "'(\(option.names.joined(separator: " ")))'{\(names.joined(separator: ","))}\(tail)"
      : names.map { "\(star)\($0)\(tail)" }.joined(separator: " ")
  }

  private static func zshQuoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
