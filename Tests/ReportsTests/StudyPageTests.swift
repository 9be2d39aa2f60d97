import Reports
import RunLog
import Testing

/// How the report of a study divides its runs, and how the index tells of a model.
@Suite struct StudyPageTests {
  private func run(
    _ ordinal: Int, _ settings: [(String, String)], _ metrics: [(MetricPart, Double)],
    isBest: Bool = false
  ) -> RunResult {
    var result = notebookStudy()[0]
    result.run.id = "run-\(ordinal)"
    result.run.name = settings.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    result.run.ordinal = ordinal
    result.run.isBest = isBest
    result.parameters = settings.map { ParameterRow(key: $0.0, value: $0.1) }
    result.metrics = metrics.map { MetricRow(part: $0.0, name: "accuracy", value: $0.1) }
    return result
  }

  private func page(_ results: [RunResult]) throws -> String {
    let log = try ScratchLog(jobs: [("study", results)])
    return try ReportPage.job(try #require(try log.log.job("study")), from: log.log)
  }

  @Test func drawsEverySettingThatIsDrawnAtRandom() throws {
    // No value of either comes twice, and neither follows the other.
    let results = (0..<30).map { index in
      run(
        index,
        [
          ("training.learning_rate", "\(Double(index * 7 % 30 + 1) / 1000)"),
          ("training.l2", "\(Double(index * 11 % 30 + 1) / 1000)"),
        ], [(.validation, Double(index) / 40)], isBest: index == 29)
    }
    let page = try page(results)
    for text in [
      "<code>training.learning_rate</code></b>", "<code>training.l2</code></b>",
      "id=\"axis-1-title\"",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(page.contains("Rank 1<") && page.contains("Rank 24<") && !page.contains("Rank 25<"))
  }

  @Test func leavesOutASettingThatOnlyFollowsAnother() throws {
    let results = (0..<6).map { index in
      run(
        index,
        [
          ("network.activation", index < 3 ? "\"relu\"" : "\"tanh\""),
          ("network.tanh_derivative", index < 3 ? "null" : "\"notebook\""),
          ("training.learning_rate", "\([0.1, 0.01, 0.001][index % 3])"),
        ], [(.validation, Double(index) / 10)], isBest: index == 5)
    }
    let page = try page(results)
    #expect(page.contains("<code>network.activation</code></b>"))
    #expect(!page.contains("<code>network.tanh_derivative</code></b>"))
  }

  @Test func takesFoldsAsRepeatsOfTheirSetting() throws {
    var results: [RunResult] = []
    for rate in ["0.01", "0.1"] {
      for fold in 0..<3 {
        results.append(
          run(
            results.count,
            [
              ("study.folds.count", "3"), ("study.folds.left_out", "\(fold)"),
              ("training.learning_rate", rate),
            ], [(.validation, (rate == "0.1" ? 0.9 : 0.5) + Double(fold) / 100)]))
      }
    }
    results.append(run(6, [("training.learning_rate", "0.1")], [(.test, 0.875)], isBest: true))
    let page = try page(results)
    #expect(page.contains("mean ± standard deviation over seeds or folds"))
    #expect(page.contains("91.00 % ± 1.00") && page.contains("51.00 % ± 1.00"))
    // The run on all training rows stands with the setting that it is of.
    #expect(page.contains("87.50 %"))
    #expect(!page.contains("left_out</th>"))
  }

  @Test func theTrendIsThatOfTheVersionsInUse() throws {
    let results = [0.5, 0.875, 0.25].enumerated().map { index, accuracy in
      run(index, [("seed", "\(index)")], [(.test, accuracy)], isBest: true)
    }
    let log = try ScratchLog(jobs: results.map { ("job-\($0.run.ordinal)", [$0]) })
    // What came last was taken back.
    try log.log.makeCurrent(
      ModelRecord(model: "notebook", run: "run-1", checkpoint: "c", isCurrent: true),
      cause: .rollback)
    let page = try IndexPage(from: log.log, reloadSeconds: nil).page.text
    #expect(page.contains("4 versions in use one after the other, from 50.00 % to 87.50 %"))
    #expect(page.contains("87.50 %</td>"))
  }
}
