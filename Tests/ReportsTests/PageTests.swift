import JSON
import Reports
import RunLog
import Testing

/// A text that would do harm in any page, terminal or attribute that does not escape it.
private let hostile = "</td><script>alert('x')</script>\" onload=\"y\u{1b}[31m\u{202e}\n&amp;"

/// Findings that use the text wherever a name can stand.
private func hostileFindings() throws -> [FindingRow] {
  let name = JSONValue.string(hostile)
  let documents: [(String, JSONValue)] = [
    (
      "data",
      .object([
        "file": name, "sha256": .string("ab"), "rows": .integer(10), "train_rows": .integer(8),
        "test_rows": .integer(2), "split": name, "classes": .array([name, .string("b")]),
        "positive": name,
        "class_counts": .object(["train": .array([.integer(4), .integer(4)])]),
        "columns": .array([
          .object([
            "name": name, "kind": name, "role": name, "use": name, "missing": .integer(0),
            "mean": .number(1e300),
          ])
        ]),
      ])
    ),
    (
      "honesty",
      .object(["warnings": .array([.object(["code": name, "message": name])])])
    ),
    (
      "baseline",
      .object(["prediction": name, "test": .object(["accuracy": .number(0.5)])])
    ),
    (
      "network",
      .object([
        "inputs": .integer(3), "hidden": .array([.integer(4000), .integer(2)]),
        "outputs": .integer(1), "activation": name, "output_activation": name,
        "parameters": .integer(9),
      ])
    ),
    (
      "importance",
      .object(["columns": .array([.object(["name": name, "mean": .number(-0.5)])])])
    ),
    (
      "evaluation",
      .object([
        "confusion": .object([
          "classes": .array([name, .string("b")]),
          "counts": .array([
            .array([.integer(3), .integer(0)]), .array([.integer(1), .integer(2)]),
          ]),
        ]),
        "curves": .array([
          .object([
            "class": name, "area": .null, "positives": .integer(3), "negatives": .integer(0),
            "points": .array([
              .array([.number(0.7), .integer(2), .integer(0)]),
              .array([.number(0.2), .integer(3), .integer(1)]), .array([.integer(1)]),
            ]),
          ])
        ]),
        "calibration": .object([
          "bins": .array([
            .object(["predicted": .number(0.2), "observed": .number(0.3), "count": .integer(5)])
          ])
        ]),
      ])
    ),
  ]
  return try documents.map {
    FindingRow(name: $0.0, value: try JSONText.encoded($0.1))
  }
}

/// Fails where an element is not closed, or closed that was not opened.
private func expectBalanced(_ page: String, sourceLocation: SourceLocation = #_sourceLocation) {
  var open: [Substring] = []
  for piece in page.components(of: "<").dropFirst() {
    let isEnd = piece.hasPrefix("/")
    let name = (isEnd ? piece.dropFirst() : piece).prefix { $0.isLetter || $0.isNumber }
    if name == "meta" || piece.hasPrefix("!") { continue }
    if isEnd {
      #expect(open.popLast() == name, sourceLocation: sourceLocation)
    } else {
      open.append(name)
    }
  }
  #expect(open == [], sourceLocation: sourceLocation)
}

struct PageTests {
  @Test func hostileNamesStayText() throws {
    var result = notebookStudy()[4]
    result.run.name = hostile
    result.run.model = hostile
    result.run.stopReason = hostile
    result.parameters.append(ParameterRow(key: "target", value: try JSONText.encoded(hostile)))
    result.findings = try hostileFindings()
    var job = JobRecord(
      id: "j", name: hostile, configFile: RecordedFileName(hostile),
      dataFile: RecordedFileName(bytes: [0xff, 0x3c]))
    job.state = .done
    let page = RunPage(result: result, job: job, archive: hostile).page.text
    expectHarmless(page)
    // In the title, the heading, the tables and the drawings.
    #expect(page.components(of: "&lt;script&gt;").count > 20)
    expectBalanced(page)
  }

  /// Ten rows of the class and thirty others: the rates of a threshold that finds 8 and takes 2 others with them.
  @Test func ratesFollowFromWhatAThresholdFinds() throws {
    var result = notebookStudy()[4]
    result.findings = [
      FindingRow(
        name: "evaluation",
        value: """
          {"part": "test", "curves": [{"class": "yes", "area": 0.9, "average_precision": 0.8,
            "positives": 10, "negatives": 30, "points": [[0.6, 8, 2], [0.1, 10, 30]]}],
           "thresholds": [[0.05, 10, 30], [0.5, 8, 2], [0.95, 0, 0]]}
          """)
    ]
    let page = RunPage(result: result, job: nil, archive: nil).page.text
    expectBalanced(page)
    let table = String(try #require(page.components(of: "id=\"threshold-table\"").last))
    let rows = table.components(of: "<tr>").dropFirst(2).prefix(3).map { row in
      let texts = String(row).components(of: ">").map { String($0.prefix { $0 != "<" }) }
      return Array(texts.filter { !$0.isEmpty }.prefix(5))
    }
    // Threshold, precision, recall, F1, accuracy.
    #expect(
      rows == [
        ["0.05", "0.2500", "1.0000", "0.4000", "25.00 %"],
        ["0.50", "0.8000", "0.8000", "0.8000", "90.00 %"],
        ["0.95", "0.0000", "0.0000", "0.0000", "75.00 %"],
      ])
    #expect(page.contains("ROC of <bdi>yes</bdi>") && page.contains("Average precision: 0.8000."))
  }

  @Test func hostileErrorsStayText() throws {
    let scratch = try ScratchLog()
    let log = scratch.log
    try log.insertRunning(
      JobRecord(id: "j", name: hostile, configFile: RecordedFileName(hostile)))
    try log.event(EventRecord(level: .error, code: hostile, message: hostile, job: "j"))
    try log.fail(
      job: "j", error: JobFailure(code: hostile, message: hostile, file: hostile, line: 3))
    let page = try ReportPage.job(try #require(try log.job("j")), from: log)
    expectHarmless(page)
    expectBalanced(page)
    #expect(page.contains("It failed"))
  }

  private func expectHarmless(
    _ page: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!page.contains("<script"), sourceLocation: sourceLocation)
    #expect(!page.contains("\u{1b}"), sourceLocation: sourceLocation)
    #expect(!page.contains("\u{202e}"), sourceLocation: sourceLocation)
    #expect(!page.contains("\" onload"), sourceLocation: sourceLocation)
    #expect(!page.contains("http://"), sourceLocation: sourceLocation)
    #expect(!page.contains("https://"), sourceLocation: sourceLocation)
  }

  @Test(arguments: [0, 1, 2])
  func unusualRunsHaveAPage(index: Int) {
    let result = unusualRuns()[index]
    let page = RunPage(result: result, job: nil, archive: nil).page.text
    expectBalanced(page)
    #expect(!page.contains("=\"nan") && !page.contains("inf "))
    if index == 1 {
      // The loss is NaN in the second of three epochs: a point on each side, no line across.
      #expect(page.contains("<circle") && !page.contains("<path"))
    }
    if result.run.state == .failed { #expect(page.contains("This run failed")) }
  }

  @Test func studyOfTheNotebookSaysWhatItsAuthorConcluded() throws {
    var results = notebookStudy()
    results[5].findings = [
      FindingRow(
        name: "study",
        value: """
          {"form": "runs", "sentences": ["\\"tanh\\" is chosen", "8 hidden <b>units</b> do not help"],
           "test": {"name": "paired t-test", "source": "Student 1908", "correction": "Holm 1979"}}
          """)
    ]
    let log = try ScratchLog(jobs: [("notebook-1", results)])
    let job = try #require(try log.log.job("notebook-1"))
    let page = try ReportPage.job(job, from: log.log)
    expectBalanced(page)
    for text in [
      "<li><bdi>&quot;tanh&quot; is chosen</bdi></li>",
      "<li><bdi>8 hidden &lt;b&gt;units&lt;/b&gt; do not help</bdi></li>",
      "The test: paired t-test (Student 1908), corrected by Holm 1979.",
      "Training loss after so many epochs", "98.80 %", "The best run: <bdi>tanh, learning",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func manyRunsGiveAPageBelowOneMegabyte() throws {
    let model = notebookStudy()[0]
    let results = (0..<1500).map { index -> RunResult in
      var result = model
      result.run.id = "run-\(index)"
      result.run.name = "learning_rate \(index), seed \(index % 3)"
      result.run.ordinal = index
      result.run.isBest = index == 7
      result.epochs = (1...300).map {
        EpochRow(epoch: $0, trainLoss: Double(index % 97 + 1) / Double($0), seconds: 0)
      }
      if index % 10 != 0 { result.epochs = [] }
      result.parameters = [
        ParameterRow(key: "seed", value: "\(index % 3)"),
        ParameterRow(key: "training.learning_rate", value: "\(Double(index / 3 + 1) / 1e4)"),
        ParameterRow(key: "training.l2", value: "\(Double(index / 3 % 71) / 1e3)"),
      ]
      result.metrics = [
        MetricRow(part: .test, name: "accuracy", value: Double(index % 89) / 100),
        MetricRow(part: .test, name: "loss", value: 1),
      ]
      return result
    }
    let log = try ScratchLog(jobs: [("many", results)])
    let job = try #require(try log.log.job("many"))
    let page = try ReportPage.job(job, from: log.log)
    expectBalanced(page)
    #expect(page.utf8.count < 1_000_000)
    #expect(page.contains("The best 300 of 500"))
  }
}
