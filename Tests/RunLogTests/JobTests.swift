import CSQLite
import RunLog
import Testing

@Suite struct JobTests {
  let folder: ScratchFolder
  let log: RunLog

  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
  }

  @Test func followsAJobToItsEnd() throws {
    let intent = JobRecord(
      id: "j1", name: "notebook", configFile: "notebook.json", dataFile: "notebook.csv",
      receivedAt: moment(0))
    try log.insertIntent(intent)
    #expect(try log.job("j1") == intent)
    try log.markClaimed(job: "j1")
    #expect(try log.job("j1")?.state == .claimed)
    #expect(try log.countAttempt(job: "j1", at: moment(1)) == 1)
    #expect(try log.countAttempt(job: "j1", at: moment(2)) == 2)
    let dataset = DatasetRecord(
      sha256: digest("d"), name: "a.csv", rows: 1, columns: 2, bytes: 3, seenAt: moment(2))
    let warning = EventRecord(level: .warning, code: "few-rows", message: "few rows", job: "j1")
    try log.setData(dataset, identity: "identity", events: [warning], job: "j1")
    #expect(try log.hasDataset(bytes: 3))
    #expect(try log.job("j1")?.identity == "identity")
    #expect(throws: RunLogError.noSuchJob(id: "j2")) {
      try log.setData(dataset, identity: "identity", events: [warning], job: "j2")
    }
    #expect(try log.unfinishedJobs().map(\.id) == ["j1"])
    try log.finish(
      job: "j1", runs: [finishedRun("r1", job: "j1")], receipt: "done/j1", at: moment(3))
    var expected = intent
    expected.state = .done
    expected.identity = "identity"
    expected.attempts = 2
    expected.startedAt = moment(1)
    expected.finishedAt = moment(3)
    expected.receipt = "done/j1"
    #expect(try log.job("j1") == expected)
    #expect(try log.unfinishedJobs().isEmpty)
  }

  @Test func keepsAllFactsOfAFailure() throws {
    let failure = JobFailure(
      code: "ragged-row", message: "expected 2 fields, found 3", exitCode: 65, file: "a.csv",
      line: 12, column: 3, byteOffset: 0)
    try log.startJob("j1")
    try log.beginRun(RunRecord(id: "r1", job: "j1", model: "m", name: "baseline"))
    try log.fail(job: "j1", error: failure, receipt: "failed/j1", at: moment(9))
    #expect(try log.job("j1")?.failure == failure)
    #expect(try log.job("j1")?.state == .failed)
    #expect(try log.run("r1").state == .failed)
    #expect(try log.run("r1").stopReason == "job failed")
  }

  @Test func settlesAJobOnce() throws {
    try log.startJob("j1")
    try log.finish(job: "j1", runs: [finishedRun("r1", job: "j1")])
    for (wanted, settle) in [
      (JobState.done, { try log.finish(job: "j1", runs: []) }),
      (.failed, { try log.fail(job: "j1", error: JobFailure(code: "c", message: "m")) }),
      (.duplicate, { try log.duplicate(job: "j1", of: "j1") }),
      (.claimed, { try log.markClaimed(job: "j1") }),
      (.running, { try log.countAttempt(job: "j1") }),
      (.intent, { try log.withdrawIntent(job: "j1") }),
    ] as [(JobState, () throws -> Void)] {
      #expect(throws: RunLogError.jobState(id: "j1", found: .done, wanted: wanted)) {
        try settle()
      }
    }
    #expect(try log.job("j1")?.state == .done)
    #expect(throws: RunLogError.noSuchJob(id: "j2")) { try log.markClaimed(job: "j2") }
  }

  @Test func claimsTwiceWithoutHarm() throws {
    try log.insertIntent(JobRecord(id: "j1", name: "n"))
    try log.markClaimed(job: "j1")
    try log.markClaimed(job: "j1")
    #expect(try log.job("j1")?.state == .claimed)
  }

  @Test func leavesACommandsJobToItsCommand() throws {
    try log.insertRunning(
      JobRecord(id: "j1", name: "n", source: .command, receivedAt: moment(0)), at: moment(1))
    #expect(try log.unfinishedJobs().isEmpty)
    #expect(try log.unfinishedJobs(source: .command).map(\.attempts) == [1])
    try log.finish(job: "j1", runs: [finishedRun("r1", job: "j1")])
    #expect(try log.job("j1")?.state == .done)
    #expect(try log.job("j1")?.source == .command)
  }

  @Test func goesOnAfterAFullDisk() throws {
    try log.startJob("j1")
    // SQLite itself then says that the disk is full: SQLITE_FULL.
    let pages = try log.database.integer("PRAGMA page_count")
    _ = try log.database.integer("PRAGMA max_page_count = \(pages)")
    let result = finishedRun("r1", job: "j1", epochs: 2000)
    let error = #expect(throws: RunLogError.self) { try log.finish(job: "j1", runs: [result]) }
    guard case .sqlite(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(SQLiteResultCode.full ~= failure.code)
    #expect(failure.isTransient)
    #expect(try log.job("j1")?.state == .running)
    #expect(try log.runs().isEmpty)
    _ = try log.database.integer("PRAGMA max_page_count = 1000000")
    try log.finish(job: "j1", runs: [result])
    #expect(try log.epochs(of: "r1").count == 2000)
  }

  @Test func withdrawsAnIntentAlone() throws {
    try log.insertIntent(JobRecord(id: "j1", name: "n"))
    try log.withdrawIntent(job: "j1")
    #expect(try log.job("j1") == nil)
  }

  @Test func findsWhatWasDoneBefore() throws {
    try log.startJob("j1", identity: "same")
    #expect(try log.findDone(identity: "same") == nil)
    try log.finish(
      job: "j1",
      runs: [finishedRun("r1", job: "j1", ordinal: 1), finishedRun("r0", job: "j1", ordinal: 0)])
    let found = try #require(try log.findDone(identity: "same"))
    #expect(found.job.id == "j1")
    #expect(found.runs.map(\.id) == ["r0", "r1"])
    try log.startJob("j2")
    try log.duplicate(job: "j2", of: "j1", identity: "same", at: moment(9))
    #expect(try log.job("j2")?.duplicateOf == "j1")
    #expect(try log.findDone(identity: "same")?.job.id == "j1")
    #expect(try log.findDone(identity: "other") == nil)
  }

  @Test(arguments: [0, 1, 9, 10, 11, 25])
  func keepsEveryRowOfARun(count: Int) throws {
    try log.startJob("j1")
    var results = (0..<3).map { finishedRun("r\($0)", job: "j1", ordinal: $0) }
    for place in results.indices {
      results[place].epochs = (0..<count).map { epoch in
        EpochRow(
          epoch: epoch, trainLoss: epoch == 3 ? .nan : 1 / Double(3 + epoch),
          validationLoss: epoch % 2 == 0 ? nil : -.infinity, metric: epoch == 4 ? .nan : 0.1,
          seconds: 0.25)
      }
      results[place].metrics = (0..<count).map {
        MetricRow(part: .test, name: "m\($0)", value: $0 == 5 ? .infinity : Double($0) / 7)
      }
      results[place].parameters = (0..<count).map {
        ParameterRow(key: "k\($0)", value: "\($0 % 2 == 0 ? $0 : $0 + place)")
      }
      results[place].findings = [
        FindingRow(name: "same", value: "[1]"), FindingRow(name: "own", value: "\(place)"),
      ]
    }
    try log.commit(RunBatch(runs: Array(results.prefix(2))))
    try log.finish(job: "j1", runs: Array(results.suffix(1)))
    for result in results {
      let read = try log.result(of: try log.run(result.run.id))
      #expect("\(read.epochs)" == "\(result.epochs)")
      #expect(
        read.metrics.sorted { $0.name < $1.name } == result.metrics.sorted { $0.name < $1.name })
      #expect(
        read.parameters.sorted { $0.key < $1.key } == result.parameters.sorted { $0.key < $1.key })
      #expect(
        read.findings.sorted { $0.name < $1.name } == result.findings.sorted { $0.name < $1.name })
    }
  }

  @Test func refusesAFindingThatIsNotJSONWhereverItStands() throws {
    try log.startJob("j1")
    var results = (0..<2).map { finishedRun("r\($0)", job: "j1", ordinal: $0) }
    results[0].findings = [FindingRow(name: "a", value: "{}")]
    results[1].findings = [FindingRow(name: "a", value: "{}"), FindingRow(name: "b", value: "{")]
    #expect(throws: RunLogError.notJSON(key: "b", value: "{")) {
      try log.commit(RunBatch(runs: results))
    }
    #expect(throws: RunLogError.self) { try log.run("r0") }
  }

  @Test func finishesWhollyOrNotAtAll() throws {
    try log.startJob("j1")
    var bad = finishedRun("r2", job: "j1", ordinal: 1)
    bad.parameters.append(ParameterRow(key: "k", value: "not JSON"))
    let dataset = DatasetRecord(
      sha256: digest("d"), name: "a.csv", rows: 1, columns: 2, bytes: 3, seenAt: moment(0))
    #expect(throws: RunLogError.notJSON(key: "k", value: "not JSON")) {
      try log.finish(
        job: "j1", runs: [finishedRun("r1", job: "j1"), bad],
        models: [ModelRecord(model: "m", run: "r1", checkpoint: "c", isCurrent: true)],
        dataset: dataset)
    }
    #expect(try log.job("j1")?.state == .running)
    for table in ["runs", "epochs", "metrics", "parameters", "models", "datasets"] {
      #expect(try log.database.integer("SELECT count(*) FROM \(table)") == 0)
    }
    bad.parameters.removeLast()
    try log.finish(job: "j1", runs: [finishedRun("r1", job: "j1"), bad], dataset: dataset)
    #expect(try log.runs(filter: RunFilter(job: "j1")).map(\.id) == ["r2", "r1"])
  }

  @Test func goesOnWithABegunRun() throws {
    try log.startJob("j1")
    let begun = RunRecord(id: "r1", job: "j1", model: "m", name: "n", startedAt: moment(5))
    try log.beginRun(begun, parameters: [ParameterRow(key: "a", value: "1")])
    try log.beginRun(begun, parameters: [ParameterRow(key: "a", value: "1")])
    #expect(try log.run("r1") == begun)
    let result = finishedRun("r1", job: "j1")
    try log.finish(result)
    try log.finish(job: "j1", runs: [], best: "r1")
    var expected = result.run
    expected.startedAt = moment(5)
    expected.isBest = true
    #expect(try log.run("r1") == expected)
    #expect(throws: RunLogError.runAlreadyDone(id: "r1")) { try log.beginRun(begun) }
    #expect(throws: RunLogError.runAlreadyDone(id: "r1")) { try log.finish(result) }
  }

  @Test func givesUpARunThatAnotherAttemptReplaces() throws {
    try log.startJob("j1")
    try log.beginRun(RunRecord(id: "r1", job: "j1", model: "m", name: "n"))
    try log.beginRun(RunRecord(id: "r2", job: "j1", model: "m", name: "n"))
    #expect(try log.run("r1").state == .failed)
    #expect(try log.run("r1").stopReason == "interrupted")
    #expect(try log.latestRuns(job: "j1").map(\.id) == ["r2"])
  }

  @Test func commitsWhatSeveralRunsLeaveAtOnce() throws {
    try log.startJob("j1")
    try log.beginRun(RunRecord(id: "r0-old", job: "j1", model: "m", name: "n", ordinal: 0))
    try log.commit(
      RunBatch(
        runs: [
          finishedRun("r0", job: "j1", ordinal: 0),
          RunResult(run: RunRecord(id: "r2", job: "j1", model: "m", name: "n", ordinal: 2)),
          finishedRun("r1", job: "j1", ordinal: 1),
        ],
        events: [
          EventRecord(level: .warning, code: "odd", message: "m", job: "j1", run: "r2")
        ]))
    #expect(try log.run("r2").state == .running)
    #expect(try log.run("r0").state == .done)
    #expect(
      try log.runs(filter: RunFilter(job: "j1"), sort: .oldest).map(\.id)
        == ["r0-old", "r0", "r2", "r1"], "in the order of their start")
    #expect(try log.run("r0-old").stopReason == "interrupted", "another try of the same trial")
    #expect(try log.result(of: log.run("r1")).epochs.count == 3)
    #expect(try log.events(job: "j1").contains { $0.run == "r2" })
  }

  @Test func commitsABatchWholeOrNotAtAll() throws {
    try log.startJob("j1")
    try log.finish(finishedRun("r0", job: "j1"))
    #expect(throws: RunLogError.runAlreadyDone(id: "r0")) {
      try log.commit(
        RunBatch(runs: [finishedRun("r1", job: "j1", ordinal: 1), finishedRun("r0", job: "j1")]))
    }
    #expect(try log.latestRuns(job: "j1").map(\.id) == ["r0"])
  }

  @Test func refusesARunOfAnotherJob() throws {
    try log.startJob("j1")
    try log.startJob("j2")
    try log.beginRun(RunRecord(id: "r1", job: "j1", model: "m", name: "n"))
    #expect(throws: RunLogError.self) { try log.finish(finishedRun("r1", job: "j2")) }
    #expect(try log.run("r1").job == "j1")
  }

  @Test func remembersADatasetOnce() throws {
    func seen(_ hash: Character, _ at: Int64, archive: String?) -> DatasetRecord {
      DatasetRecord(
        sha256: digest(hash), name: "a.csv", rows: 10, columns: 2, bytes: 99, archive: archive,
        seenAt: moment(at))
    }
    try log.record(seen("1", 1, archive: "done/j1/a.csv"))
    try log.record(seen("2", 2, archive: "done/j2/a.csv"))
    #expect(try log.newestDataset(named: "a.csv")?.sha256 == digest("2"))
    try log.record(seen("1", 3, archive: nil))
    var expected = seen("1", 1, archive: "done/j1/a.csv")
    expected.lastSeen = moment(3)
    #expect(try log.newestDataset(named: "a.csv") == expected)
    #expect(try log.dataset(digest("1")) == expected)
    #expect(try log.newestDataset(named: "b.csv") == nil)
  }

  @Test func keepsHostileNames() throws {
    let text = "a'; DROP TABLE jobs;--\u{1b}]0;x\u{7}\n\u{202e}.csv"
    let raw = RecordedFileName(bytes: [0x61, 0xff, 0xfe, 0x0a])
    var job = JobRecord(
      id: text, name: text, configFile: raw, dataFile: RecordedFileName(text),
      receivedAt: moment(0))
    try log.insertIntent(job)
    job.configFile = raw
    #expect(try log.job(text) == job)
    try log.event(EventRecord(level: .warning, code: text, message: text, job: text))
    #expect(try log.events(job: text).first?.message == text)
    try log.markClaimed(job: text)
    try log.countAttempt(job: text)
    var result = finishedRun(text, job: text, model: text)
    result.metrics.append(MetricRow(part: .test, name: text, value: 1))
    try log.finish(job: text, runs: [result])
    #expect(try log.run(text).model == text)
    #expect(try log.runs(sort: .metric(.test, text, descending: true)).map(\.id) == [text])
  }

  @Test func listsEventsNewestFirst() throws {
    try log.startJob("j1")
    let events = (0..<3).map {
      EventRecord(
        level: .info, code: "step", message: "\($0)", job: $0 == 1 ? "j1" : nil, at: moment(5))
    }
    for event in events { try log.event(event) }
    #expect(try log.events(limit: 2) == [events[2], events[1]])
    #expect(try log.events(job: "j1").filter { $0.code == "step" } == [events[1]])
    // Newest first: each step of a job's life is on record too.
    #expect(try log.events(job: "j1").map(\.code) == ["step", "started", "claimed"])
  }
}
