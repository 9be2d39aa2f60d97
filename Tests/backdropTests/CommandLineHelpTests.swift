import Testing

struct CommandLineHelpTests {
  static let commands: [[String]] = [
    [], ["watch"], ["status"], ["submit"], ["retry"], ["train"], ["check"], ["predict"], ["report"],
    ["runs"],
    ["runs", "list"], ["runs", "show"],
    ["runs", "compare"], ["runs", "log"],
    ["runs", "replay"], ["runs", "export"], ["runs", "backup"], ["runs", "vacuum"], ["init"],
    ["models"], ["models", "list"], ["models", "show"], ["models", "verify"],
    ["models", "promote"], ["models", "rollback"], ["models", "export"],
    ["example"], ["example", "notebook"],
  ]
  static let groups: [[String]] = [[], ["runs"], ["models"], ["example"]]

  @Test(arguments: commands)
  func helpIsTheGolden(command: [String]) throws {
    let run = try CommandLineProcess(command + ["--help"])
    #expect(run.exitCode == 0)
    #expect(run.messages == "")
    let name = (["backdrop"] + command).joined(separator: "-")
    try CommandLineGolden.expect(run.output, equals: "help/\(name).txt")
  }

  @Test(arguments: commands)
  func everyWayToAskGivesTheSameHelp(command: [String]) throws {
    let long = try CommandLineProcess(command + ["--help"]).output
    #expect(try CommandLineProcess(command + ["-h"]).output == long)
    #expect(try CommandLineProcess(["help"] + command).output == long)
    #expect(try CommandLineProcess(["help"] + command + ["--help"]).output == long)
  }

  @Test(arguments: commands)
  func helpFitsIn80ColumnsOfASCII(command: [String]) throws {
    let lines = try CommandLineProcess(command + ["--help"]).output.split(separator: "\n")
    #expect(lines.filter { $0.count > 80 } == [])
    #expect(lines.filter { !$0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } } == [])
    #expect(lines.filter { $0.last == " " } == [])
  }

  @Test(arguments: commands.filter { !groups.contains($0) })
  func helpIsGivenWhateverElseIsWrong(command: [String]) throws {
    let run = try CommandLineProcess(command + ["--nonsense", "a", "b", "--help"])
    #expect(run.exitCode == 0)
    #expect(run.output == (try CommandLineProcess(command + ["--help"]).output))
  }

  @Test(arguments: groups)
  func groupAloneShowsItsHelpAsAnError(group: [String]) throws {
    let run = try CommandLineProcess(group)
    #expect(run.exitCode == 64)
    #expect(run.output == "")
    #expect(run.messages == (try CommandLineProcess(group + ["--help"]).output))
  }

  @Test func versionIsOneLine() throws {
    let run = try CommandLineProcess(["--version"])
    #expect(run.exitCode == 0)
    #expect(run.output.wholeMatch(of: /backdrop \d+\.\d+\.\d+\n/) != nil)
  }
}
