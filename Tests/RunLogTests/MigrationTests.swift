import CSQLite
import Glibc
import RunLog
import Testing

@Suite struct MigrationTests {
  let folder: ScratchFolder
  let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("runs.sqlite")
  }

  @Test func makesAFileThatSaysWhoseItIs() throws {
    let log = try RunLog(path: path)
    #expect(try log.database.integer("PRAGMA application_id") == 0x426B_4470)
    #expect(try log.database.integer("PRAGMA user_version") == Migrator.current.newestVersion)
    // The header's bytes 68…71, which file(1) reads: https://www.sqlite.org/fileformat.html
    #expect(try folder.read("runs.sqlite")[68..<72].elementsEqual("BkDp".utf8))
  }

  @Test(arguments: [
    ("journal_mode", "delete"), ("synchronous", "3"), ("busy_timeout", "5000"),
    ("foreign_keys", "1"), ("trusted_schema", "0"),
  ])
  func setsThePragma(_ name: String, _ expected: String) throws {
    let log = try RunLog(path: path)
    let found = try log.database.rows("PRAGMA \(name)") { row throws(RunLogError) in row.value() }
    #expect(found == [Int64(expected).map { .integer($0) } ?? .text(expected)])
  }

  @Test func opensAgainWithoutChange() throws {
    do {
      let log = try RunLog(path: path)
      try log.startJob("j1")
    }
    let before = try folder.read("runs.sqlite")
    let log = try RunLog(path: path)
    #expect(try log.job("j1")?.state == .running)
    #expect(try folder.read("runs.sqlite") == before)
  }

  @Test func appliesTheMissingSteps() throws {
    let first = Migrator(migrations: [
      Migration(version: 1, name: "one", script: "CREATE TABLE a (x TEXT) STRICT")
    ])
    let second = Migrator(
      migrations: first.migrations + [
        Migration(version: 2, name: "two", script: "ALTER TABLE a ADD COLUMN y INTEGER")
      ])
    do {
      let old = try RunLog(path: path, create: true, migrator: first)
      try old.database.execute("INSERT INTO a (x) VALUES ('kept')")
    }
    let new = try RunLog(path: path, create: false, migrator: second)
    #expect(try new.database.integer("PRAGMA user_version") == 2)
    let rows = try new.database.rows("SELECT x, y FROM a") { row throws(RunLogError) in
      [row.value(), row.value()]
    }
    #expect(rows == [[.text("kept"), .null]])
  }

  @Test func leavesTheVersionThatThereWasWhenAStepFails() throws {
    let first = Migration(version: 1, name: "one", script: "CREATE TABLE a (x TEXT) STRICT")
    let broken = Migrator(migrations: [
      first, Migration(version: 2, name: "two", script: "CREATE TABLE b (x TEXT) STRICT"),
      Migration(version: 3, name: "three", script: "CREATE TABLE a (x)"),
    ])
    _ = try RunLog(path: path, create: true, migrator: Migrator(migrations: [first]))
    #expect(throws: RunLogError.self) {
      try RunLog(path: path, create: true, migrator: broken)
    }
    let database = try Database(path: path, access: .readWrite(create: false))
    #expect(try database.integer("PRAGMA user_version") == 1)
    #expect(try database.integer("SELECT count(*) FROM sqlite_schema") == 1)
  }

  @Test func refusesANewerFile() throws {
    do {
      let log = try RunLog(path: path)
      try log.database.execute("PRAGMA user_version = 999")
    }
    let before = try folder.read("runs.sqlite")
    let expected = RunLogError.newerVersion(
      path: path, found: 999, supported: Migrator.current.newestVersion)
    #expect(throws: expected) { try RunLog(path: path) }
    #expect(throws: expected) { try RunLogReader(path: path) }
    #expect(try folder.read("runs.sqlite") == before)
    #expect(expected.description.contains("written by a newer backdrop"))
  }

  @Test(arguments: [0, 1234])
  func refusesAFileOfAnotherProgram(_ applicationID: Int) throws {
    do {
      let other = try Database(path: path, access: .readWrite(create: true))
      try other.execute(
        "PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA application_id = \(applicationID)")
    }
    let before = try folder.read("runs.sqlite")
    let expected = RunLogError.foreignDatabase(path: path, applicationID: applicationID)
    #expect(throws: expected) { try RunLog(path: path) }
    #expect(try folder.read("runs.sqlite") == before)
  }

  @Test func refusesAFileThatIsNoDatabase() throws {
    let text = Array(String(repeating: "x,y\n1,2\n", count: 100).utf8)
    try folder.write(text, to: "runs.sqlite")
    #expect(throws: RunLogError.notADatabase(path: path)) { try RunLog(path: path) }
    #expect(throws: RunLogError.notADatabase(path: path)) { try RunLogReader(path: path) }
    #expect(try folder.read("runs.sqlite") == text)
  }

  @Test func takesAnEmptyFileAsNew() throws {
    try folder.write([], to: "runs.sqlite")
    #expect(
      throws: RunLogError.olderVersion(
        path: path, found: 0, supported: Migrator.current.newestVersion)
    ) { try RunLogReader(path: path) }
    #expect(try RunLog(path: path).jobs().isEmpty)
  }

  @Test func saysThatThereIsNoFile() throws {
    let expected = RunLogError.noSuchFile(path: path)
    #expect(throws: expected) { try RunLogReader(path: path) }
    #expect(throws: expected) { try RunLog(path: path, create: false) }
    #expect(try folder.names().isEmpty)
  }

  @Test func saysThatTheFolderCannotHoldTheFile() throws {
    try folder.write([], to: "plain")
    #expect(throws: RunLogError.self) { try RunLog(path: path + "/plain/runs.sqlite") }
  }

  @Test(arguments: ["a b?mode=memory#x%41.sqlite", "żółw — 海亀.sqlite", "é'\"&.sqlite"])
  func opensAnyName(_ name: String) throws {
    do {
      _ = try RunLog(path: folder.file(name))
    }
    #expect(try folder.names() == [name])
    #expect(try RunLogReader(path: folder.file(name)).jobs().isEmpty)
    #expect(try RunLogReader(path: "/" + folder.file(name)).jobs().isEmpty)
  }

  @Test func tellsAReaderThatAWriterDied() throws {
    let log = try RunLog(path: path)
    try log.startJob("j1")
    // A transaction larger than the page cache spills: the journal on the disk is then hot.
    try log.database.execute("PRAGMA cache_size = 5; BEGIN IMMEDIATE")
    for number in 0..<2000 {
      try log.event(EventRecord(level: .info, code: "fill", message: "\(number)", at: moment(0)))
    }
    try folder.write(folder.read("runs.sqlite"), to: "copy.sqlite")
    try folder.write(folder.read("runs.sqlite-journal"), to: "copy.sqlite-journal")
    try log.database.execute("ROLLBACK")
    let copy = folder.file("copy.sqlite")
    #expect(throws: RunLogError.needsRecovery(path: copy)) { try RunLogReader(path: copy) }
    #expect(try RunLog(path: copy).events().allSatisfy { $0.code != "fill" })
    #expect(try RunLogReader(path: copy).job("j1")?.state == .running)
  }
}
