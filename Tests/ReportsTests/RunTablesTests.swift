import JSON
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

  @Test func comparesFewRunsOfManySettingsInColumns() throws {
    var runs = Array(notebookStudy()[1...3])
    for index in runs.indices {
      runs[index].parameters += (1...9).map {
        ParameterRow(key: "columns.key_\($0)", value: "\"value \(index)\u{2066}\"")
      }
    }
    let text = RunTables(style: TerminalStyle(width: 72)).compare(runs)
    #expect(text.split(separator: "\n").allSatisfy { TerminalText.width(of: String($0)) <= 72 })
    try expectGolden(text, "compare-turned.txt")
  }

  @Test func comparesUnusualRunsInColour() throws {
    try expectGolden(colour.compare(unusualRuns()), "compare-unusual.txt")
  }

  @Test func showsARun() throws {
    try expectGolden(wide.show(RunDetail(result: notebookStudy()[5])), "show.txt")
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
    try expectGolden(wide.show(RunDetail(result: run)), "show-findings.txt")
    #expect(
      wide.baseline(of: run) == #"baseline: accuracy 47.60 %, always no\u{1b}[31m"#)
    #expect(wide.baseline(of: notebookStudy()[5]) == nil)
  }

  @Test func showsAnUnusualRun() throws {
    try expectGolden(wide.show(RunDetail(result: unusualRuns()[1])), "show-unusual.txt")
  }

  @Test func showsWhatBelongsToARun() throws {
    var detail = RunDetail(result: notebookStudy()[5], events: events)
    detail.dataset = DatasetRecord(
      sha256: String(repeating: "d", count: 64), name: "a\nb.csv", rows: 1000, columns: 2,
      bytes: 40_000, archive: "pipeline/done/notebook-1/a\nb.csv")
    detail.job = JobRecord(id: "notebook-1", name: "a\nb.csv")
    detail.versions = [
      ModelRecord(model: "notebook", run: "r", checkpoint: "c", isCurrent: true)
    ]
    try expectGolden(wide.show(detail), "show-detail.txt")
    let style = TerminalStyle(width: 60)
    try expectGolden(RunTables(style: style).history(events), "history-60.txt")
    try expectGolden(colour.history(events), "history-colour.txt")
    #expect(wide.history([]) == "no events\n")
  }

  /// One of each level, with a hostile and a long message.
  private var events: [EventRecord] {
    let moment = Timestamp(milliseconds: 1_790_000_000_042)
    return [
      EventRecord(level: .info, code: "received", message: "a\u{1b}[2J", job: "j1", at: moment),
      EventRecord(
        level: .warning, code: "constant-column",
        message: "the column \"x\" holds one value only and says nothing about the target",
        job: "j1", run: "j1-2", at: moment),
      EventRecord(level: .error, code: "diverged", message: "the loss is NaN", at: moment),
    ]
  }

  @Test func drawsCurvesOnOneScale() throws {
    try expectGolden(wide.curves(notebookStudy()), "curves.txt")
    var runs = unusualRuns()
    runs[0].epochs = (1...50).map {
      EpochRow(epoch: $0, trainLoss: 100 / Double($0 * $0), validationLoss: 1, seconds: 0)
    }
    let narrow = RunTables(style: TerminalStyle(width: 60)).curves(runs)
    #expect(narrow.split(separator: "\n").allSatisfy { TerminalText.width(of: String($0)) <= 60 })
    try expectGolden(narrow, "curves-60.txt")
    #expect(wide.curves([]).isEmpty)
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
    #expect(throws: JSONError.unexpected(byte: 1)) { try RunObject(result) }
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
