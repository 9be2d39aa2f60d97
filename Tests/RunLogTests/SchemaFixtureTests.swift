import Glibc
import RunLog
import Testing

/// Run logs of every version that has been, as `Goldens/schema-N.sql` keeps them.
///
/// A fixture that is missing, as that of a new version, is recorded and fails the run. One that is
/// there never changes: files of that version lie on people's disks.
@Suite struct SchemaFixtureTests {
  static let versions = Array(1...Migrator.current.newestVersion)
  let folder: ScratchFolder
  let path: String

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("runs.sqlite")
  }

  @Test(arguments: versions)
  func aReaderRefusesWhatIsOlder(_ version: Int) throws {
    try load(version)
    let before = try folder.read("runs.sqlite")
    let newest = Migrator.current.newestVersion
    if version < newest {
      #expect(
        throws: RunLogError.olderVersion(path: path, found: version, supported: newest)
      ) { try RunLogReader(path: path) }
    }
    let copy = folder.file("copy.sqlite")
    try RunLogReader(path: path, allowingOlder: true).backup(to: copy)
    #expect(try folder.read("runs.sqlite") == before)
    let opened = try Database(path: copy, access: .readOnly)
    #expect(try opened.integer("PRAGMA user_version") == version)
  }

  @Test(arguments: versions)
  func becomesWhatANewFileIs(_ version: Int) throws {
    try load(version)
    let log = try RunLog(path: path, create: false)
    #expect(try log.database.integer("PRAGMA user_version") == Migrator.current.newestVersion)
    let fresh = try RunLog(path: folder.file("fresh.sqlite"))
    #expect(try schema(log) == schema(fresh))
    try log.checkIntegrity()
    #expect(try log.database.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0)
  }

  @Test(arguments: versions)
  func keepsEveryRow(_ version: Int) throws {
    try load(version)
    let old = try Database(path: path, access: .readOnly)
    let tables = try old.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ) { row throws(RunLogError) in try row.text() }
    #expect(tables.count >= 8)
    func counts(_ database: Database) throws -> [Int] {
      try tables.map { try database.integer("SELECT count(*) FROM \"\($0)\"") }
    }
    let before = try counts(old)
    #expect(before.allSatisfy { $0 > 0 })
    let log = try RunLog(path: path, create: false)
    #expect(try counts(log.database) == before)
    let result = try log.result(of: try log.run("run-000007"))
    #expect(result.epochs.count == 3 && result.metrics.count == 4)
    #expect(result.parameters.map(\.value) == ["\"tanh\"", "0.1"])
    #expect(result.findings.count == (version >= 2 ? 1 : 0))
    // And it goes on.
    try log.startJob("new")
    try log.finish(job: "new", runs: [finishedRun("new", job: "new")], at: moment(99))
    #expect(try RunLogReader(path: path).runs(limit: 1).map(\.id) == ["new"])
  }

  /// Makes the file that a version has written.
  private func load(_ version: Int) throws {
    let fixture = fixturePath(version)
    if access(fixture, F_OK) != 0 { try record(version, into: fixture) }
    let script = String(decoding: try contents(of: fixture), as: UTF8.self)
    let database = try Database(path: path, access: .readWrite(create: true))
    try database.execute(script)
    #expect(try database.integer("PRAGMA user_version") == version)
  }

  private func fixturePath(_ version: Int) -> String {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/Goldens/schema-\(version).sql"
  }

  private func record(_ version: Int, into fixture: String) throws {
    let source = folder.file("recorded.sqlite")
    let migrations = Array(Migrator.current.migrations.prefix(version))
    do {
      let log = try RunLog(path: source, create: true, migrator: Migrator(migrations: migrations))
      try fill(log, runs: 50, epochs: 3)
      if version >= 2 {
        try log.database.execute(
          "INSERT INTO findings SELECT number, 'baseline', '{\"kind\":\"mean\"}' FROM runs")
      }
      if version >= 4 {
        try log.database.execute(
          """
          INSERT INTO promotions (at, model, run, cause)
          SELECT created_at, model, run, 'job' FROM models
          """)
      }
    }
    let command = """
      { echo '-- What version \(version) of the schema wrote; never changes.'
        sqlite3 '\(source)' .dump
        echo 'PRAGMA application_id = \(Migrator.applicationID);'
        echo 'PRAGMA user_version = \(version);'; } > '\(fixture)'
      """
    try #require(system(command) == 0)
    Issue.record("recorded schema-\(version).sql")
  }

  /// Every object with its statement.
  private func schema(_ log: RunLog) throws -> [String] {
    try log.database.rows(
      "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
    ) { row throws(RunLogError) in try row.text() }
  }
}
