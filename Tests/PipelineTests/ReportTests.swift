import Files
import Pipeline
import RunLog
import Testing

@Suite struct ReportTests {
  @Test func everyJobFolderHasAReportAndTheIndexNamesTheJobs() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("good.csv", ScratchRoot.points)
    try scratch.drop("good.json", ScratchRoot.config)
    try scratch.drop("bad<b>.csv", "a,b\n1\n")
    _ = try scratch.watchOnce()
    let jobs = try scratch.jobs()
    let good = try #require(jobs.first { $0.state == .done })
    let bad = try #require(jobs.first { $0.state == .failed })
    let report = try scratch.text("pipeline/done/\(good.id)/report.html")
    #expect(report.contains("<bdi>good</bdi></h1>"))
    #expect(report.contains("Loss by epoch") && report.contains("Confusion matrix"))
    let failure = try scratch.text("pipeline/failed/\(bad.id)/report.html")
    #expect(failure.contains("bad&lt;b&gt;.csv:2: expected 2 fields, found 1"))
    let index = try scratch.text("pipeline/index.html")
    #expect(index.contains("href=\"done/\(good.id)/report.html\""))
    #expect(index.contains("href=\"failed/\(bad.id)/report.html\""))
    // The daemon has ended.
    #expect(!index.contains("http-equiv=\"refresh\""))
  }

  @Test func indexReloadsItselfWhileTheDaemonRuns() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    var settings = DaemonSettings(pollSeconds: 0.02, once: true, threads: 1)
    settings.pauseBelowBytes = 0
    settings.pauseBelowPercent = 0
    let watcher = try Watcher(root: scratch.root, settings: settings)
    var pages: [String] = []
    _ = try watcher.run { _ in pages.append(scratch.textOrEmpty("pipeline/index.html")) }
    #expect(pages.contains { $0.contains("http-equiv=\"refresh\"") })
    #expect(try !scratch.text("pipeline/index.html").contains("http-equiv=\"refresh\""))
  }

  @Test func jobsSucceedWhereNoReportCanBeWritten() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    // As a kill leaves it: settled in the run log, its folder not yet moved. A folder stands where
    // the report should.
    let folder = scratch.root.pipeline.appending("work").appending("j")
    try FileSystem.makeDirectories(folder.appending("report.html").appending("x"))
    try log.insertIntent(JobRecord(id: "j", name: "a.csv", dataFile: "a.csv"))
    try log.fail(job: "j", error: JobFailure(code: "test", message: "as asked"))
    let (summary, _) = try scratch.watchOnce()
    #expect(summary.postponed == nil)
    #expect(
      try scratch.names("pipeline/failed/j") == ["receipt.json", "receipt.txt", "report.html"])
    #expect(try scratch.names("pipeline/failed/j/report.html") == ["x"])
    #expect(
      try log.events(job: "j").filter { $0.level == .warning }.map(\.code) == ["report-not-written"]
    )
  }

  @Test func fileOfTheReportsNameStaysAsItCame() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("report.html", "mine")
    _ = try scratch.watchOnce()
    let job = try #require(try scratch.jobs().first)
    #expect(try scratch.text("pipeline/failed/\(job.id)/report.html") == "mine")
    let receipt = try scratch.text("pipeline/failed/\(job.id)/receipt.json")
    #expect(receipt.contains("\"name\" : \"report.html\""))
  }
}

extension ScratchRoot {
  /// The text of a file below the root; nothing where there is no file yet.
  fileprivate func textOrEmpty(_ path: String) -> String {
    do { return try text(path) } catch { return "" }
  }
}
