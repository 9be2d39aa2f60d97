import Testing

/// Every fault that a command line can have. None of them reaches a command's own code.
struct CommandLineUsageTests {
  /// Lines as typed, without the program's name; words are apart by one blank.
  static let faultyLines = [
    "trian",
    "deploy",
    "runs lst",
    "help trian",
    "help train more",
    "--sead",
    "--versoin",
    "--quiet train a.csv",
    "--root=DIR watch",
    "runs --json list",
    "train --sead",
    "train --conf c.json a.csv",
    "train -x a.csv",
    "train -qx a.csv",
    "train --nonsense=1 a.csv",
    "train --",
    "train",
    "train a.csv b.json",
    "train a.csv -- --quiet",
    "train --config",
    "train --config --json a.csv",
    "train a.csv -c -q",
    "train --config= a.csv",
    "train --config a --config b a.csv",
    "train -c a -cb a.csv",
    "train --json=yes a.csv",
    "train --set epochs a.csv",
    "train --set =5 a.csv",
    "train --threads four a.csv",
    "train --threads 0 a.csv",
    "train --threads -1 a.csv",
    "train --threads +2 a.csv",
    "train --threads 99999999999999999999 a.csv",
    "watch inbox",
    "watch --poll 0",
    "watch --poll nan",
    "watch --poll 0x10",
    "watch --poll 1e3",
    "watch --poll 1.2.3",
    "watch --poll .",
    "predict",
    "predict iris - more",
    "predict iris -- -o more",
    "predict -o",
    "runs show",
    "init a b",
    "example notebok",
    "example notebook",
  ]

  @Test func faultsAreTheGolden() throws {
    let transcript = try Self.faultyLines.map { line in
      let run = try CommandLineProcess(line.split(separator: " ").map(String.init))
      #expect(run.output == "", "\(line)")
      return "$ backdrop \(line)\n\(run.messages)[\(run.exitCode)]\n"
    }
    try CommandLineGolden.expect(transcript.joined(separator: "\n"), equals: "usage-errors.txt")
  }

  @Test(arguments: faultyLines)
  func faultIsTwoLinesAndExits64(line: String) throws {
    let run = try CommandLineProcess(line.split(separator: " ").map(String.init))
    #expect(run.exitCode == 64)
    let lines = run.messages.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines[0].hasPrefix("backdrop") && lines[1].hasSuffix("."))
  }

  @Test func rejectsAnEmptyArgument() throws {
    let run = try CommandLineProcess(["train", ""])
    #expect(run.exitCode == 64)
    #expect(run.messages.hasPrefix("backdrop train: DATA.csv is an empty text\n"))
  }

  @Test func rejectsAnArgumentThatIsNotUTF8() throws {
    let run = try CommandLineProcess(shell: #""$BACKDROP" train "$(printf 'a\377.csv')""#)
    #expect(run.exitCode == 64)
    #expect(run.messages.hasPrefix("backdrop: argument 2 is not UTF-8 text\n"))
  }

  @Test func makesControlCharactersVisible() throws {
    let run = try CommandLineProcess(["train", "a.csv", "\u{1B}[2J\u{9B}b"])
    #expect(
      run.messages.hasPrefix(
        #"backdrop train: unexpected argument "\u{1b}[2J\u{9b}b" after DATA.csv"#))
  }
}
