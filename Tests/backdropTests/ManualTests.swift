import Testing

/// The manual pages and the completions that the program makes of its own declarations.
@Suite struct ManualTests {
  @Test func everyCommandHasAPageThatGroffTakesWithoutAWarning() throws {
    let folder = try ScratchFolder()
    try folder.run(#""$BACKDROP" manual pages"#)
    let pages = Set(try folder.run("ls pages").output.split(separator: "\n").map(String.init))
    let commands = CommandLineHelpTests.commands
    #expect(
      pages.isSuperset(of: commands.map { (["backdrop"] + $0).joined(separator: "-") + ".1" }))
    let groff = try folder.run("for page in pages/*; do groff -man -Tutf8 -ww -z \"$page\"; done")
    #expect(groff.output == "" && groff.messages == "", "\(groff.messages)")
    #expect(
      try folder.run(#""$BACKDROP" manual"#).output == folder.run("cat pages/backdrop.1").output)
  }

  @Test(arguments: CommandLineHelpTests.commands)
  func pageNamesEveryOptionOfTheHelp(command: [String]) throws {
    let folder = try ScratchFolder()
    try folder.run(#""$BACKDROP" manual ."#)
    let name = (["backdrop"] + command).joined(separator: "-")
    let page = try folder.run("groff -man -Tascii -P-cbou \(name).1").output
    let help = try CommandLineProcess(command + ["--help"]).output
    let options = help.matches(of: /--[a-z][a-z-]+/).map { String($0.output) }
    #expect(options.contains("--help"))
    #expect(options.filter { !page.contains($0) } == [])
  }

  @Test func commandsForPackagesStandInNoList() throws {
    let help = try CommandLineProcess(["--help"]).output
    for word in ["manual", "completions"] {
      #expect(!help.contains(word))
      #expect(try CommandLineProcess([word, "--help"]).exitCode == 0)
    }
    #expect(try !CommandLineProcess(["manua"]).messages.contains("manual"))
    let wrong = try CommandLineProcess(["completions", "csh"])
    #expect(wrong.exitCode == 64 && wrong.messages.contains("bash"))
  }

  @Test(arguments: [
    ("backdrop wa", "watch"), ("backdrop runs ''", "list show compare"),
    ("backdrop predict --format ''", "csv jsonl"), ("backdrop watch --onc", "--once"),
    ("backdrop watch --metrics fi", "file.csv"), ("backdrop runs list --root fo", "folder"),
    ("backdrop train f", "file.csv folder"), ("backdrop watch --poll ''", ""),
  ])
  func bashCompletes(line: String, answers: String) throws {
    let folder = try ScratchFolder()
    try folder.run(#""$BACKDROP" completions bash > script && mkdir folder && : > file.csv"#)
    let answer = try folder.run(
      """
      bash -uc 'source ./script; complete() { set -- "$@"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _backdrop; echo "${COMPREPLY[*]}"; }; complete "$@"' bash \(line)
      """)
    let words = Set(answer.output.split(whereSeparator: \.isWhitespace).map(String.init))
    let expected = Set(answers.split(separator: " ").map(String.init))
    #expect(expected.isEmpty ? words.isEmpty : words.isSuperset(of: expected), "\(answer.output)")
  }
}
