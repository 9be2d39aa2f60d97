import CSQLite
import RunLog
import Testing

@Suite struct SchemaTests {
  let folder: ScratchFolder
  let log: RunLog

  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
  }

  @Test func keepsEveryTableStrict() throws {
    let loose = try log.database.rows(
      "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict"
    ) { row throws(RunLogError) in try row.text() }
    #expect(loose == ["sqlite_schema"])
  }

  @Test(arguments: [
    (
      "INSERT INTO epochs (run, epoch, train_loss, seconds) VALUES (1, 9, 'low', 1)",
      SQLiteResultCode.constraintDatatype
    ),
    (
      "INSERT INTO epochs (run, epoch, train_loss, seconds) VALUES (1, 9, NULL, 1)",
      .constraintCheck
    ),
    (
      "INSERT INTO epochs (run, epoch, train_loss, seconds) VALUES (7, 0, 1, 1)",
      .constraintForeignKey
    ),
    (
      "INSERT INTO metrics (run, part, name, value) VALUES (1, 'holdout', 'loss', 1)",
      .constraintCheck
    ),
    ("INSERT INTO settings (key, value) VALUES ('k', '')", .constraintCheck),
    ("INSERT INTO parameters (run, setting) VALUES (1, 99)", .constraintForeignKey),
    ("INSERT INTO findings (run, name, value) VALUES (1, 'k', '')", .constraintCheck),
    ("UPDATE jobs SET state = 'lost'", .constraintCheck),
    ("UPDATE jobs SET state = 'failed'", .constraintCheck),
    ("UPDATE jobs SET received_at = '2026-11-23 22:36:16'", .constraintCheck),
    ("UPDATE jobs SET data_file = 5", .constraintCheck),
    ("UPDATE runs SET dataset = 'unknown'", .constraintForeignKey),
    ("UPDATE runs SET weights_sha256 = 'short'", .constraintCheck),
    ("UPDATE runs SET id = 'r2' WHERE id = 'r1'", .constraintForeignKey),
  ])
  func refuses(_ sql: String, _ code: SQLiteResultCode) throws {
    try log.startJob("j1")
    try log.finish(
      job: "j1", runs: [finishedRun("r1", job: "j1")],
      models: [ModelRecord(model: "m", run: "r1", checkpoint: "c", isCurrent: true)])
    let error = #expect(throws: RunLogError.self) { try log.database.execute(sql) }
    guard case .sqlite(let failure) = error else {
      Issue.record("not an error of SQLite: \(String(describing: error))")
      return
    }
    #expect(failure.code == code)
    #expect(failure.sql == sql)
    #expect(!failure.isTransient)
  }

  @Test func keepsOneCurrentVersionAModel() throws {
    try log.startJob("j1")
    try log.finish(
      job: "j1", runs: [finishedRun("r1", job: "j1"), finishedRun("r2", job: "j1", ordinal: 1)],
      models: [
        ModelRecord(model: "m", run: "r1", checkpoint: "m/r1.npz", isCurrent: true),
        ModelRecord(model: "m", run: "r2", checkpoint: "m/r2.npz", isCurrent: true),
        ModelRecord(model: "n", run: "r1", checkpoint: "n/r1.npz", isCurrent: true),
      ])
    #expect(try log.currentModel(named: "m")?.run == "r2")
    #expect(try log.models(named: "m").map(\.run) == ["r2", "r1"])
    try log.makeCurrent(
      ModelRecord(model: "m", run: "r1", checkpoint: "m/r1.npz", isCurrent: false))
    #expect(try log.currentModel(named: "m")?.run == "r1")
    #expect(try log.models(named: "m").map(\.isCurrent) == [true, false, false])
    #expect(try log.currentModels().map(\.model) == ["m", "n"])
    // r1 came back: one version, twice in use.
    #expect(try log.versionCount(of: "m") == 2)
    #expect(try log.versionCount(of: "n") == 1)
    #expect(try log.promotions(of: "m").last?.run == "r1")
    #expect(try log.promotions(of: "m", limit: 1).map(\.run) == ["r1"])
  }

  @Test func showsOneWideRowARunInOrderOfStart() throws {
    try log.startJob("j1")
    var slow = finishedRun("a", job: "j1", ordinal: 1)
    slow.metrics = [
      MetricRow(part: .test, name: "r2", value: 0.875),
      MetricRow(part: .test, name: "mae", value: 2),
    ]
    try log.finish(job: "j1", runs: [finishedRun("z", job: "j1"), slow])
    var names: [String] = []
    let rows = try log.database.rows("SELECT * FROM v_runs") { row throws(RunLogError) in
      names = row.columnNames
      return names.map { _ in row.value() }
    }
    #expect(
      names.prefix(17) == [
        "run", "job", "model", "name", "state", "started_at", "seconds", "epochs_run",
        "train_loss", "test_loss", "train_accuracy", "test_accuracy", "test_r2", "test_mae",
        "checkpoint", "weights_sha256", "validation_loss",
      ])
    #expect(
      rows.map { Array($0.prefix(16)) } == [
        [
          .text("z"), .text("j1"), .text("notebook"), .text("trial 0"), .text("done"),
          .text(moment(0).text), .real(9.5), .integer(3), .real(0.25), .real(0.5), .real(0.75),
          .real(0.5), .null, .null, .text("models/notebook/z.npz"), .text(digest("b")),
        ],
        [
          .text("a"), .text("j1"), .text("notebook"), .text("trial 1"), .text("done"),
          .text(moment(1).text), .real(9.5), .integer(3), .null, .null, .null, .null,
          .real(0.875), .real(2), .text("models/notebook/a.npz"), .text(digest("b")),
        ],
      ])
  }

  @Test func showsOneRowAnEpoch() throws {
    try log.startJob("j1")
    try log.finish(
      job: "j1",
      runs: [
        finishedRun("z", job: "j1", epochs: 2), finishedRun("a", job: "j1", ordinal: 1, epochs: 1),
      ])
    var names: [String] = []
    let rows = try log.database.rows("SELECT * FROM v_epochs") { row throws(RunLogError) in
      names = row.columnNames
      return [row.value(), row.value(), row.value(), row.value()]
    }
    #expect(names.prefix(4) == ["run", "epoch", "train_loss", "validation_loss"])
    #expect(
      rows == [
        [.text("z"), .integer(0), .real(1), .real(2)],
        [.text("z"), .integer(1), .real(0.5), .real(1)],
        [.text("a"), .integer(0), .real(1), .real(2)],
      ])
  }

  @Test func tellsNaNFromNotMeasured() throws {
    try log.startJob("j1")
    var result = finishedRun("r1", job: "j1")
    result.epochs = [
      EpochRow(epoch: 0, trainLoss: 1, seconds: 0),
      EpochRow(epoch: 1, trainLoss: .infinity, validationLoss: .nan, metric: 1, seconds: 0),
      EpochRow(epoch: 2, trainLoss: .nan, validationLoss: 1, metric: -.infinity, seconds: 0),
    ]
    result.metrics = [MetricRow(part: .test, name: "loss", value: .nan)]
    try log.finish(job: "j1", runs: [result])
    let epochs = try log.epochs(of: "r1")
    #expect(epochs.map(\.epoch) == [0, 1, 2])
    #expect(epochs[0] == result.epochs[0])
    #expect(epochs[1].trainLoss == .infinity)
    #expect(epochs[1].validationLoss?.isNaN == true)
    #expect(epochs[1].metric == 1)
    #expect(epochs[2].trainLoss.isNaN)
    #expect(epochs[2].metric == -.infinity)
    #expect(try log.metrics(of: "r1").map(\.value.isNaN) == [true])
    let diverged = try log.database.rows(
      "SELECT epoch, not_finite FROM v_epochs WHERE not_finite"
    ) { row throws(RunLogError) in [try row.integer(), try row.integer()] }
    #expect(diverged == [[1, 3], [2, 5]])
  }

  @Test func neverBindsNaN() throws {
    let sql = "INSERT INTO t VALUES (?, ?)"
    try log.database.execute("CREATE TABLE t (a, b)")
    #expect(throws: RunLogError.notANumber(parameter: 2, sql: sql)) {
      try log.database.run(sql, [.real(1), .real(.nan)])
    }
    #expect(try log.database.integer("SELECT count(*) FROM t") == 0)
  }

  @Test(arguments: [
    SQLiteValue.null, .integer(.min), .integer(.max), .real(.leastNonzeroMagnitude),
    .real(-.infinity),
    .real(-0.0), .text(""), .text("nul \0 inside"), .text("'; DROP TABLE jobs; --"),
    .text("\u{1b}[31m\r\n\u{202e} 海\u{301}"), .blob([]), .blob([0, 255, 0]),
  ])
  func keepsTheValue(_ value: SQLiteValue) throws {
    try log.database.execute("CREATE TABLE t (a ANY) STRICT")
    try log.database.run("INSERT INTO t VALUES (?)", [value])
    let found = try log.database.rows("SELECT a FROM t") { row throws(RunLogError) in row.value() }
    #expect(found == [value])
  }

  @Test func saysWhichColumnHoldsAWrongValue() throws {
    #expect(
      throws: RunLogError.unexpectedValue(column: "n", expected: "an integer", found: "text")
    ) {
      try log.database.integer("SELECT 'one' AS n")
    }
  }
}
