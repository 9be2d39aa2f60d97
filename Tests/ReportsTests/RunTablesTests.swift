import Reports
import RunLog
import Testing

@Suite struct RunTablesTests {
  private let wide = RunTables()
  private let narrow = RunTables(style: TerminalStyle(width: 100))
  private let colour = RunTables(
    style: TerminalStyle(isTerminal: true, usesColour: true, width: 200))

  @Test func listsAStudy() throws {
    try expectGolden(wide.list(notebookStudy()), "list.txt")
  }

  @Test func listsUnusualRunsInAHundredCells() throws {
    try expectGolden(narrow.list(unusualRuns()), "list-unusual.txt")
  }

  @Test func comparesAStudy() throws {
    try expectGolden(wide.compare(notebookStudy()), "compare.txt")
  }

  @Test func comparesAStudyInEightyCells() throws {
    let text = RunTables(style: TerminalStyle(width: 80)).compare(notebookStudy())
    #expect(text.split(separator: "\n").allSatisfy { TerminalText.width(of: String($0)) <= 80 })
    try expectGolden(text, "compare-80.txt")
  }

  @Test func comparesUnusualRunsInColour() throws {
    try expectGolden(colour.compare(unusualRuns()), "compare-unusual.txt")
  }

  @Test func showsARun() throws {
    try expectGolden(wide.show(notebookStudy()[5]), "show.txt")
  }

  @Test func showsTheBaselineAndTheWarnings() throws {
    var run = notebookStudy()[5]
    run.findings = [
      FindingRow(
        name: "baseline",
        value: #"""
          {"kind": "majority_class", "prediction": "no\u001b[31m",
           "train": {"rows": 750, "loss": 0.6931, "accuracy": 0.504},
           "test": {"rows": 250, "loss": 0.6936, "accuracy": 0.476}}
          """#),
      FindingRow(
        name: "honesty",
        value:
          #"{"warnings": [{"code": "x", "message": "one"}, {"code": "y", "message": "two\n"}]}"#),
    ]
    try expectGolden(wide.show(run), "show-findings.txt")
    #expect(
      wide.baseline(of: run) == #"baseline: accuracy 47.60 %, always no\u{1b}[31m"#)
    #expect(wide.baseline(of: notebookStudy()[5]) == nil)
  }

  @Test func showsAnUnusualRun() throws {
    try expectGolden(wide.show(unusualRuns()[1]), "show-unusual.txt")
  }

  @Test func saysThatThereAreNoRuns() {
    #expect(wide.list([]) == "no runs\n")
    #expect(wide.compare([]) == "no runs\n")
  }

  @Test func printsJSON() throws {
    try expectGolden(
      JSONText.encoded(RunListObject(notebookStudy().prefix(2).map(withoutDetail))), "list.json")
    try expectGolden(JSONText.encoded(RunObject(unusualRuns()[1])), "show.json")
    try expectGolden(
      JSONText.encoded(RunComparisonObject(Array(notebookStudy()[1...2]))), "compare.json")
  }

  @Test func refusesASettingThatIsNotJSON() {
    var result = notebookStudy()[0]
    result.parameters[0].value = "tanh"
    #expect(throws: DecodingError.self) { try RunObject(result) }
  }

  @Test func marksTheBestOnlyWhereRunsDiffer() {
    var runs = Array(notebookStudy()[2...4])
    let text = wide.compare(runs)
    // Of 98.80, 47.60 and 98.80 % both best ones are marked.
    #expect(text.contains("98.80 %*"))
    #expect(!text.contains("47.60 %*"))
    #expect(text.split(separator: "\n").filter { $0.contains("98.80 %*") }.count == 2)
    runs.remove(at: 1)
    #expect(!wide.compare(runs).contains("98.80 %*"))
  }

  @Test func saysThatRunsHadOtherData() {
    var runs = Array(notebookStudy().prefix(2))
    #expect(!wide.compare(runs).contains("data"))
    runs[1].run.dataset = "0123456789"
    runs[1].run.model = "other"
    #expect(wide.compare(runs).contains("model     data"))
    #expect(wide.compare(runs).contains("other     01234567  "))
  }

  @Test func tellsTheSettingsOfTheSameLastNameApart() {
    var runs = Array(notebookStudy().prefix(2))
    runs[0].parameters = [ParameterRow(key: "a.seed", value: "1")]
    runs[1].parameters = [ParameterRow(key: "b.seed", value: "{\"x\": [1]}")]
    let header = wide.compare(runs).prefix { $0 != "\n" }
    #expect(header.contains("a.seed") && header.contains("b.seed"))
  }

  private func withoutDetail(_ result: RunResult) -> RunResult {
    RunResult(run: result.run, metrics: result.metrics)
  }
}
