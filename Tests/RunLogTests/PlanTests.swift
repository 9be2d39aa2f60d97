import CSQLite
import Glibc
import RunLog
import Testing

/// The statements that a connection runs, as SQLite traces them.
private final class Trace {
  private(set) var statements: [String] = []

  /// Collects the statements that a body runs.
  static func of(_ database: Database, _ body: () throws -> Void) rethrows -> [String] {
    let trace = Trace()
    sqlite3_trace_v2(
      database.handle, UInt32(SQLITE_TRACE_STMT),
      { _, context, statement, _ in
        guard let context, let sql = sqlite3_sql(statement.map { OpaquePointer($0) }) else {
          return 0
        }
        Unmanaged<Trace>.fromOpaque(context).takeUnretainedValue()
          .statements.append(String(cString: sql))
        return 0
      }, Unmanaged.passUnretained(trace).toOpaque())
    defer { sqlite3_trace_v2(database.handle, 0, nil, nil) }
    try body()
    return trace.statements
  }
}

@Suite struct PlanTests {
  let folder: ScratchFolder
  let log: RunLog
  let reader: RunLogReader

  init() throws {
    folder = try ScratchFolder()
    log = try RunLog(path: folder.file("runs.sqlite"))
    // Without ANALYZE the planner goes by the schema alone, not by the number of rows.
    try fill(log, runs: 600, epochs: 10)
    reader = try RunLogReader(path: folder.file("runs.sqlite"))
  }

  /// How SQLite will run a statement, one step a line.
  private func plan(of sql: String) throws -> [String] {
    let unbound = Array(repeating: SQLiteValue.null, count: parameterCount(of: sql))
    return try reader.database.rows("EXPLAIN QUERY PLAN " + sql, unbound) {
      row throws(RunLogError) in
      for _ in 0..<3 { _ = row.value() }
      return try row.text()
    }
  }

  private func parameterCount(of sql: String) -> Int {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(reader.database.handle, sql, -1, &statement, nil) == SQLITE_OK
    else { return 0 }
    return Int(sqlite3_bind_parameter_count(statement))
  }

  /// Fails for every step that reads a whole table or sorts.
  private func expectIndexed(_ statements: [String], allowing: String? = nil) throws {
    #expect(!statements.isEmpty)
    for sql in statements {
      let steps = try plan(of: sql)
      #expect(!steps.isEmpty)
      for step in steps where step != allowing {
        #expect(!step.hasPrefix("SCAN"), "\(steps) of \(sql)")
        #expect(!step.contains("TEMP B-TREE"), "\(steps) of \(sql)")
      }
    }
  }

  @Test func looksUpByIndexWhatBelongsToARun() throws {
    try expectIndexed(
      Trace.of(reader.database) { () throws in
        #expect(try reader.run("run-000123").id == "run-000123")
        #expect(throws: RunLogError.self) { try reader.run("run-00012") }
        #expect(try reader.epochs(of: "run-000123").count == 10)
        #expect(try reader.metrics(of: "run-000123").count == 4)
      })
    let settings = try Trace.of(reader.database) { () throws in
      #expect(try reader.parameters(of: "run-000123").count == 2)
    }
    // The few settings of one run are sorted by their keys.
    try expectIndexed(settings, allowing: "USE TEMP B-TREE FOR ORDER BY")
  }

  @Test func looksUpByIndexWhatBelongsToAJob() throws {
    let statements = try Trace.of(reader.database) { () throws in
      #expect(try reader.job("job-000007") != nil)
      #expect(try reader.latestRuns(job: "job-000007").count == 10)
      #expect(try reader.findDone(identity: String(repeating: "0", count: 64))?.runs.count == 10)
      #expect(try reader.events(job: "job-000004").count == 1)
      #expect(try reader.jobs(state: .failed).isEmpty)
      #expect(try reader.currentModel(named: "notebook") != nil)
      #expect(try reader.dataset(digest("d")) != nil)
      #expect(try reader.newestDataset(named: "data.csv") != nil)
      #expect(try reader.models(named: "notebook").isEmpty == false)
      #expect(try reader.promotions(of: "notebook", limit: 1).isEmpty)
      #expect(try reader.versionCount(of: "notebook") > 0)
    }
    try expectIndexed(statements)
  }

  /// An index by the state is as bad as none: nearly all runs are done.
  @Test func countsTheRunsOfAJobAmongThoseOfTheJob() throws {
    let statements = try Trace.of(reader.database) { () throws in
      #expect(try reader.doneRunCount(job: "job-000007") == 10)
    }
    #expect(statements.count == 1)
    for sql in statements {
      #expect(try plan(of: sql) == ["SEARCH runs USING INDEX runs_by_job (job=?)"])
    }
  }

  @Test(
    arguments: [
      (RunFilter(), RunSort.newest), (RunFilter(), .oldest), (RunFilter(), .slowest),
      (RunFilter(), .metric(.test, "accuracy", descending: true)),
      (RunFilter(), .metric(.test, "loss", descending: false)),
      (RunFilter(model: "notebook"), .newest), (RunFilter(model: "notebook"), .slowest),
      (RunFilter(model: "notebook"), .metric(.test, "accuracy", descending: true)),
      (RunFilter(job: "job-000007"), .newest), (RunFilter(dataset: digest("d")), .newest),
      (RunFilter(state: .failed), .newest), (RunFilter(model: "tabular", state: .failed), .newest),
    ] as [(RunFilter, RunSort)])
  func listsWithoutReadingMoreThanItShows(_ filter: RunFilter, _ sort: RunSort) throws {
    let statements = try Trace.of(reader.database) { () throws in
      let runs = try reader.runs(filter: filter, sort: sort, limit: 10)
      #expect(runs.count == 10)
    }
    for sql in statements {
      let steps = try plan(of: sql)
      // A scan of `runs` by its rowid or an index is in the wanted order and ends at the limit.
      let stopsAtTheLimit = !steps.contains { $0.contains("TEMP B-TREE") }
      let isSmall = steps.contains {
        $0.hasPrefix("SEARCH runs USING INDEX runs_by_job")
          || $0.hasPrefix("SEARCH runs USING INDEX runs_by_model")
      }
      #expect(stopsAtTheLimit || isSmall, "\(steps) of \(sql)")
      #expect(!steps.contains { $0.hasPrefix("SCAN metrics") }, "\(steps) of \(sql)")
    }
  }

  @Test(arguments: [
    "test_accuracy > 0.5", "learning_rate = 0.1 and activation = tanh", "not test_loss = nan",
    "test_accuracy > 0.5 or seconds > 3 or training.learning_rate != 0.1",
  ])
  func looksUpByKeyWhatAConditionAsksFor(_ text: String) throws {
    let filter = RunFilter(condition: try reader.condition(text))
    let statements = try Trace.of(reader.database) { () throws in
      #expect(try reader.runs(filter: filter, limit: 10).count == 10)
    }
    for step in try statements.flatMap({ try plan(of: $0) }) {
      // The runs are read from the newest on, until there are enough.
      #expect(step == "SCAN runs" || !step.hasPrefix("SCAN"), "\(step)")
      #expect(!step.contains("TEMP B-TREE"), "\(step)")
    }
  }

  /// With a limit that the newest runs cannot meet, and without one.
  @Test(arguments: [
    "test_accuracy > 0.999", "learning_rate = 0.1 and test_accuracy > 0.999",
    "learning_rate = 7", "test_accuracy > 0.999 or learning_rate = 7", "name = 'trial 3'",
  ])
  func findsRareRunsByIndex(_ text: String) throws {
    let filter = RunFilter(condition: try reader.condition(text))
    let statements = try Trace.of(reader.database) { () throws in
      let found = try reader.runs(filter: filter)
      #expect(try reader.runs(filter: filter, limit: 1000) == found)
    }
    let whole = statements.filter { !$0.contains("runs.number >=") }
    #expect(!whole.isEmpty)
    for step in try whole.flatMap({ try plan(of: $0) }) {
      #expect(!step.hasPrefix("SCAN"), "\(step)")
    }
  }

  @Test(arguments: [true, false])
  func sortsBySettingsThroughTheirIndex(_ descending: Bool) throws {
    let statements = try Trace.of(reader.database) { () throws in
      let sort = RunSort.field(.setting("training.learning_rate"), descending: descending)
      let runs = try reader.runs(sort: sort, limit: 10)
      #expect(runs.map(\.id).first == (descending ? "run-000599" : "run-000598"))
      #expect(runs.map(\.id) == runs.map(\.id).sorted(by: >))
    }
    try expectIndexed(statements)
  }

  @Test func looksBeyondTheNewestRunsWhereTheyAreNotEnough() throws {
    let large = try RunLog(path: folder.file("large.sqlite"))
    try fill(large, runs: 6000, epochs: 1)
    try give(large, "training.old", "'7'", where: "number IN (3, 5, 5990)")
    for (text, ids) in [
      ("training.old = 7", [5989, 4, 2]), ("training.old = 7 and learning_rate = 0.01", [4, 2]),
      ("not (training.old = null) and test_accuracy > 0", [5989, 4, 2]),
      ("run < run-000002", [1, 0]), ("training.old = 8", []),
    ] as [(String, [Int])] {
      let filter = RunFilter(condition: try large.condition(text))
      let names = ids.map { "run-" + String(repeating: "0", count: 6 - "\($0)".count) + "\($0)" }
      #expect(try large.runs(filter: filter, limit: 10).map(\.id) == names, "\(text)")
      #expect(try large.runs(filter: filter, limit: 1).map(\.id) == Array(names.prefix(1)))
      #expect(try large.runs(filter: filter).map(\.id) == names)
    }
  }

  @Test func looksUpByKeyWhatNamesAndHistoriesAskFor() throws {
    let run = try reader.run("run-000123")
    let statements = try Trace.of(reader.database) { () throws in
      #expect(try reader.field("test_accuracy") == .metric(.test, "accuracy"))
      #expect(try reader.detail(of: run).versions.isEmpty)
      #expect(try reader.history(of: .job("job-000004")).count > 20)
      #expect(try reader.history(of: .run(run)).count == 3)
      #expect(try reader.history(of: .all, limit: 10).count == 10)
    }
    for sql in statements {
      for step in try plan(of: sql) {
        // A scan backwards by the rowid ends at the limit.
        let isLimited = step.hasPrefix("SCAN") && sql.contains("LIMIT")
        #expect(isLimited || !step.hasPrefix("SCAN"), "\(step) of \(sql)")
        let isSmall =
          sql.contains("DISTINCT") || sql.contains("runs.job = ?")
          || sql.contains("FROM parameters")
        #expect(!step.contains("ORDER BY") || isSmall, "\(step) of \(sql)")
      }
    }
  }

  @Test(arguments: [
    "SELECT * FROM v_runs WHERE run = 'run-000123'",
    "SELECT run, test_accuracy FROM v_runs WHERE job = 'job-000007'",
    "SELECT * FROM v_epochs WHERE run = 'run-000123'",
    "SELECT min(train_loss) FROM v_epochs WHERE run = 'run-000123'",
    "SELECT * FROM v_metrics WHERE run = 'run-000123'",
    "SELECT * FROM v_parameters WHERE run = 'run-000123'",
  ])
  func answersThroughTheViewsByIndex(_ sql: String) throws {
    let steps = try plan(of: sql).filter { !$0.contains("TEMP B-TREE FOR ORDER BY") }
    #expect(steps.allSatisfy { !$0.hasPrefix("SCAN") && !$0.hasPrefix("MATERIALIZE") }, "\(steps)")
  }

  @Test(arguments: [
    "SELECT * FROM v_runs LIMIT 10",
    "SELECT * FROM v_runs ORDER BY started_at DESC LIMIT 10",
    "SELECT run FROM v_runs ORDER BY seconds DESC LIMIT 10",
  ])
  func listsThroughTheViewWithoutSorting(_ sql: String) throws {
    let steps = try plan(of: sql)
    #expect(
      steps.allSatisfy { !$0.contains("TEMP B-TREE") && $0 != "MATERIALIZE v_runs" }, "\(steps)")
  }

  @Test func backsUpWhileInUse() throws {
    let copy = folder.file("copy.sqlite")
    try reader.backup(to: copy)
    #expect(try folder.names() == ["copy.sqlite", "runs.sqlite"])
    let opened = try RunLogReader(path: copy)
    #expect(try opened.runs().count == 600)
    try opened.checkIntegrity()
    #expect(throws: RunLogError.fileExists(path: copy)) { try log.backup(to: copy) }
    let nowhere = folder.file("none/copy.sqlite")
    let error = #expect(throws: RunLogError.self) { try log.backup(to: nowhere) }
    guard case .cannotSave(_, ENOENT) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try folder.names() == ["copy.sqlite", "runs.sqlite"])
  }

  @Test func backsUpWhatIsWrittenMeanwhile() throws {
    // More pages than one piece, so that the writer's jobs fall between two.
    try log.database.execute(
      "CREATE TABLE filler (x BLOB) STRICT; INSERT INTO filler VALUES (zeroblob(40000000))")
    let writer = Writer(path: folder.file("runs.sqlite"), jobs: 10)
    let thread = try writer.start()
    try reader.backup(to: folder.file("copy.sqlite"))
    pthread_join(thread, nil)
    #expect(writer.error == nil)
    let copy = try RunLogReader(path: folder.file("copy.sqlite"))
    #expect((60...70).contains(try copy.jobs(state: .done).count))
    try copy.checkIntegrity()
  }

  @Test func givesRoomBack() throws {
    let before = try folder.read("runs.sqlite").count
    try log.database.execute("DELETE FROM epochs WHERE run > 20")
    try log.vacuum()
    #expect(try folder.read("runs.sqlite").count < before - 200_000)
    #expect(try reader.runs().count == 600)
  }

  @Test func staysUsableWithManyRuns() throws {
    let large = try RunLog(path: folder.file("large.sqlite"))
    try fill(large, runs: 2000, epochs: 200)
    let reader = try RunLogReader(path: folder.file("large.sqlite"))
    #expect(try reader.runs(limit: 20).map(\.id).first == "run-001999")
    #expect(try reader.epochs(of: "run-001999").count == 200)
    #expect(try reader.epochs(of: "run-001999")[199].trainLoss.isNaN)
    #expect(try reader.database.integer("SELECT count(*) FROM v_epochs") == 400_000)
    // With rowids and an index beside, the epochs alone would take 57 bytes each.
    #expect(try folder.read("large.sqlite").count < 400_000 * 55)
  }

  @Test func findsDamage() throws {
    var bytes = try folder.read("runs.sqlite")
    for offset in stride(from: bytes.count / 2, to: bytes.count, by: 512) { bytes[offset] ^= 0xff }
    try folder.write(bytes, to: "damaged.sqlite")
    let damaged = try RunLogReader(path: folder.file("damaged.sqlite"))
    #expect(throws: RunLogError.self) { try damaged.checkIntegrity() }
  }
}
