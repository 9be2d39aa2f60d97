import RunLog
import Testing

@Suite struct HistoryTests {
  let folder: ScratchFolder
  let log: RunLog

  /// A job of two runs that is done, one that failed, and one that waits.
  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
    try log.record(
      DatasetRecord(
        sha256: digest("d"), name: "a.csv", rows: 10, columns: 2, bytes: 99,
        archive: "pipeline/done/j1/a.csv", seenAt: moment(0)))
    try log.startJob("j1")
    try log.event(
      EventRecord(level: .warning, code: "constant", message: "x", job: "j1", at: moment(2)))
    try log.beginRun(RunRecord(id: "r1", job: "j1", model: "m", name: "one", startedAt: moment(2)))
    try log.event(
      EventRecord(
        level: .info, code: "note", message: "of the first run", job: "j1", run: "r1",
        at: moment(3)))
    try log.finish(
      job: "j1",
      runs: [
        finishedRun("r1", job: "j1", dataset: digest("d")),
        finishedRun("r2", job: "j1", ordinal: 1),
      ],
      models: [
        ModelRecord(
          model: "notebook", run: "r1", checkpoint: "c", isCurrent: true, createdAt: moment(11))
      ], receipt: "pipeline/done/j1/receipt.json", at: moment(20))
    try log.startJob("j2")
    try log.fail(
      job: "j2", error: JobFailure(code: "ragged-row", message: "a.csv:3: ragged"), at: moment(21))
    try log.insertIntent(JobRecord(id: "j3", name: "later", receivedAt: moment(30)))
  }

  private func codes(
    _ subject: HistorySubject, _ levels: Set<EventLevel> = Set(EventLevel.allCases),
    _ limit: Int? = nil
  ) throws -> [String] {
    try log.history(of: subject, levels: levels, limit: limit).map(\.code)
  }

  @Test func tellsAJobsWayInOrder() throws {
    #expect(
      try codes(.job("j1")) == [
        "received", "claimed", "started", "run-begun", "run-begun", "constant", "note", "run-done",
        "run-done", "done",
      ])
    #expect(try codes(.job("j2")) == ["received", "claimed", "started", "failed"])
    #expect(try log.history(of: .job("j2")).last?.message == "a.csv:3: ragged")
  }

  @Test func tellsARunsWayWithItsJobs() throws {
    let codes = try codes(.run(try log.run("r1")))
    #expect(codes.filter { $0 == "run-done" }.count == 1)
    #expect(codes.contains("note") && codes.contains("constant") && codes.contains("received"))
    #expect(try !self.codes(.run(try log.run("r2"))).contains("note"))
  }

  @Test func showsTheNewestOfAll() throws {
    #expect(try codes(.all, [.error]) == ["failed"])
    #expect(try codes(.all, [.error, .warning]) == ["constant", "failed"])
    #expect(try codes(.all, Set(EventLevel.allCases), 2) == ["failed", "received"])
    #expect(try codes(.all).count == 15)
  }

  @Test func findsJobsAndRunsByTheirNames() throws {
    #expect(try log.historySubject("j1") == .job("j1"))
    #expect(try log.historySubject("r2") == .run(try log.run("r2")))
    #expect(throws: RunLogError.noSuchRun(id: "none")) { try log.historySubject("none") }
  }

  @Test func givesAllThatBelongsToARun() throws {
    let detail = try log.detail(of: try log.run("r1"))
    #expect(detail.result.epochs.count == 3)
    #expect(detail.result.findings.map(\.name) == ["baseline"])
    #expect(detail.dataset?.archive == "pipeline/done/j1/a.csv")
    #expect(detail.job?.state == .done)
    #expect(detail.versions.map(\.isCurrent) == [true])
    #expect(detail.events.map(\.code) == ["claimed", "started", "constant", "note", "done"])
  }
}
