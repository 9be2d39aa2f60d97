import CSQLite
import Glibc
import RunLog
import Testing

@Suite struct QueryTests {
  let folder: ScratchFolder
  let log: RunLog

  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
  }

  /// Three runs of two models.
  private func fill() throws {
    try log.record(
      DatasetRecord(
        sha256: digest("d"), name: "a.csv", rows: 1, columns: 1, bytes: 1, seenAt: moment(0)))
    for (job, run, model, accuracy) in [
      ("j1", "abc1", "m", 0.75), ("j2", "abc2", "n", .nan), ("j3", "abd3", "m", 0.875),
    ] {
      try log.startJob(job)
      try log.finish(
        job: job,
        runs: [
          finishedRun(
            run, job: job, model: model, accuracy: accuracy,
            dataset: job == "j1" ? digest("d") : nil)
        ])
    }
    try log.startJob("j4")
    try log.beginRun(RunRecord(id: "abe4", job: "j4", model: "m", name: "n"))
  }

  @Test(
    arguments: [
      (RunFilter(), RunSort.newest, nil, ["abe4", "abd3", "abc2", "abc1"]),
      (RunFilter(), .oldest, 2, ["abc1", "abc2"]),
      (RunFilter(model: "m"), .newest, nil, ["abe4", "abd3", "abc1"]),
      (RunFilter(model: "m", state: .done), .oldest, nil, ["abc1", "abd3"]),
      (RunFilter(job: "j2"), .newest, nil, ["abc2"]),
      (RunFilter(dataset: digest("d")), .newest, nil, ["abc1"]),
      (RunFilter(state: .running), .newest, nil, ["abe4"]),
      (RunFilter(model: "'; --"), .newest, nil, []),
      (
        RunFilter(), .metric(.test, "accuracy", descending: true), nil,
        ["abd3", "abc1", "abe4", "abc2"]
      ),
      (
        RunFilter(model: "m"), .metric(.test, "accuracy", descending: false), nil,
        ["abc1", "abd3", "abe4"]
      ),
      (RunFilter(), .metric(.test, "accuracy", descending: true), 1, ["abd3"]),
      (RunFilter(), .metric(.test, "accuracy", descending: true), 3, ["abd3", "abc1", "abe4"]),
    ] as [(RunFilter, RunSort, Int?, [String])])
  func lists(_ filter: RunFilter, _ sort: RunSort, _ limit: Int?, _ ids: [String]) throws {
    try fill()
    #expect(try log.runs(filter: filter, sort: sort, limit: limit).map(\.id) == ids)
  }

  @Test func takesAPrefixThatIsUnique() throws {
    try fill()
    #expect(try log.run("abc1").id == "abc1")
    #expect(try log.run("abd").id == "abd3")
    #expect(throws: RunLogError.noSuchRun(id: "x")) { try log.run("x") }
    #expect(throws: RunLogError.noSuchRun(id: "")) { try log.run("") }
    #expect(throws: RunLogError.ambiguousRun(prefix: "abc", candidates: ["abc1", "abc2"])) {
      try log.run("abc")
    }
  }

  @Test func prefersTheWholeIDToAPrefix() throws {
    try log.startJob("j1")
    try log.finish(
      job: "j1", runs: [finishedRun("r1", job: "j1"), finishedRun("r10", job: "j1", ordinal: 1)])
    #expect(try log.run("r1").id == "r1")
  }

  @Test func givesARunBackAsItWasWritten() throws {
    try log.startJob("j1")
    var result = finishedRun("r1", job: "j1")
    try log.finish(job: "j1", runs: [result])
    result.metrics.sort { ($0.part.rawValue, $0.name) < ($1.part.rawValue, $1.name) }
    result.parameters.sort { $0.key < $1.key }
    #expect(try log.result(of: log.run("r1")) == result)
    #expect(try log.result(of: log.run("r1"), withEpochs: false).epochs.isEmpty)
  }

  /// Many rows go into one statement, in powers of two.
  @Test(arguments: [0, 1, 3, 31, 32, 33, 64, 77])
  func keepsEveryRowOfARun(count: Int) throws {
    try log.startJob("j1")
    var result = finishedRun("r1", job: "j1")
    let digits = (0..<count).map { String(1000 + $0) }
    result.epochs = (0..<count).map {
      EpochRow(epoch: $0, trainLoss: 1 / Double($0 + 1), seconds: 0.5)
    }
    result.parameters = digits.map { ParameterRow(key: "key.\($0)", value: $0) }
    result.metrics = digits.map { MetricRow(part: .test, name: $0, value: .infinity) }
    result.findings = digits.map { FindingRow(name: $0, value: "[\($0)]") }
    try log.commit(RunBatch(runs: [result]))
    let stored = try log.result(of: log.run("r1"))
    #expect(stored.epochs == result.epochs)
    #expect(stored.parameters == result.parameters)
    #expect(stored.metrics.map(\.name) == digits)
    #expect(stored.findings == result.findings)
  }

  @Test func refusesAFindingThatIsNoJSON() throws {
    try log.startJob("j1")
    var result = finishedRun("r1", job: "j1")
    result.findings = [FindingRow(name: "a", value: "[1]"), FindingRow(name: "b", value: "[1")]
    #expect(throws: RunLogError.notJSON(key: "b", value: "[1")) {
      try log.commit(RunBatch(runs: [result]))
    }
    #expect(try log.runs(filter: RunFilter(job: "j1")).isEmpty)
  }

  @Test func readsWhileTheWriterWrites() throws {
    try log.startJob("j1")
    let reader = try RunLogReader(path: folder.file("runs.sqlite"))
    #expect(try reader.job("j1")?.state == .running)
    try log.database.transaction { () throws(RunLogError) in
      try log.database.run("UPDATE jobs SET attempts = 7", [])
      // The write lock leaves readers alone until the commit.
      #expect(try reader.job("j1")?.attempts == 1)
    }
    #expect(try reader.job("j1")?.attempts == 7)
    #expect(throws: RunLogError.self) { try reader.database.run("DELETE FROM jobs", []) }
  }

  @Test func readsOneStateInASnapshot() throws {
    try log.startJob("j1")
    let reader = try RunLogReader(path: folder.file("runs.sqlite"))
    try log.database.execute("PRAGMA busy_timeout = 0")
    try reader.snapshot { () throws(RunLogError) in
      #expect(try reader.jobs().count == 1)
      let error = #expect(throws: RunLogError.self) {
        try log.insertIntent(JobRecord(id: "j2", name: "n"))
      }
      #expect(error?.isTransient == true)
      #expect(try reader.jobs().count == 1)
    }
    try log.insertIntent(JobRecord(id: "j2", name: "n"))
    #expect(try reader.jobs().count == 2)
  }

  @Test func showsAReaderWholeJobsWhileAnotherThreadWrites() throws {
    let path = folder.file("runs.sqlite")
    let jobs = 40
    let writer = Writer(path: path, jobs: jobs)
    let thread = try writer.start()
    let reader = try RunLogReader(path: path)
    var done = 0
    while done < jobs, writer.error == nil {
      try reader.snapshot { () throws(RunLogError) in
        done = try reader.jobs(state: .done).count
        #expect(try reader.database.integer("SELECT count(*) FROM v_runs") == done)
        #expect(try reader.database.integer("SELECT count(*) FROM v_epochs") == 20 * done)
      }
    }
    pthread_join(thread, nil)
    #expect(writer.error == nil)
    #expect(done == jobs)
  }

  @Test func waitsForASecondWriterOnlySoLong() throws {
    let second = try RunLog(path: folder.file("runs.sqlite"))
    try second.database.execute("PRAGMA busy_timeout = 0")
    try log.database.transaction { () throws(RunLogError) in
      let error = #expect(throws: RunLogError.self) {
        try second.insertIntent(JobRecord(id: "j2", name: "n"))
      }
      guard case .sqlite(let failure) = error else { return }
      #expect(SQLiteResultCode.busy ~= failure.code)
      #expect(failure.isTransient)
    }
    try second.insertIntent(JobRecord(id: "j2", name: "n"))
  }
}
