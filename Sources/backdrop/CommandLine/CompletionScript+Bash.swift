extension CompletionScript {
  /// The script for bash 4.4 and newer, without the package bash-completion.
  static func bash(_ commands: [Entry]) -> String {
    let paths = commands.dropFirst().map { "\"\($0.path)\"" }.joined(separator: " | ")
    return """
      # Completes backdrop in bash; made by `backdrop completions bash`.
      _backdrop() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
        local path=backdrop commands= options= place
        COMPREPLY=()
        for ((place = 1; place < COMP_CWORD; place++)); do
          case "$path ${COMP_WORDS[place]}" in
            \(paths)) path+=" ${COMP_WORDS[place]}" ;;
          esac
        done
        case "$path $previous" in
      \(commands.flatMap(bashValues).joined(separator: "\n"))
        esac
        case "$path" in
      \(commands.map(bashCommand).joined(separator: "\n"))
        esac
        if [[ $current == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
        elif [[ -n $commands ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
        else
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen -f -- "$current")
        fi
      }
      complete -F _backdrop backdrop

      """
  }

  /// The cases in which the word before asks for a value.
  private static func bashValues(_ entry: Entry) -> [String] {
    entry.command.options.compactMap { option in
      let action: String
      switch option.completion {
      case nil: return nil
      case .files: action = bashFiles("-f")
      case .folders: action = bashFiles("-d")
      case .words(let words):
        action =
          "mapfile -t COMPREPLY < <(compgen -W \"\(words.joined(separator: " "))\" -- \"$current\")"
      case .nothing: action = ":"
      }
      let patterns = option.names.map { "\"\(entry.path) \($0)\"" }.joined(separator: " | ")
      return "    \(patterns)) \(action); return ;;"
    }
  }

  private static func bashFiles(_ kind: String) -> String {
    "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen \(kind) -- \"$current\")"
  }

  private static func bashCommand(_ entry: Entry) -> String {
    let commands = entry.command.shownSubcommands.map(\.name).joined(separator: " ")
    let options = entry.command.options.flatMap(\.names).joined(separator: " ")
    return "    \"\(entry.path)\") commands=\"\(commands)\" options=\"\(options)\" ;;"
  }
}
