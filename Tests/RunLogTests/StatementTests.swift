import CSQLite
import RunLog
import Testing

/// Statements that a connection keeps compiled.
@Suite struct StatementTests {
  let folder: ScratchFolder
  let database: Database

  init() throws {
    folder = try ScratchFolder()
    database = try Database(path: folder.file("a.sqlite"), access: .readWrite(create: true))
    try database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT")
  }

  private func add(_ a: Int, _ b: String?) throws(RunLogError) {
    try database.run("INSERT INTO t VALUES (?, ?)", [SQLiteValue(a), SQLiteValue(b)])
  }

  private func texts() throws -> [String?] {
    try database.rows("SELECT b FROM t ORDER BY a") { row throws(RunLogError) in
      try row.textOrNil()
    }
  }

  @Test func usesACompiledStatementAgainWithOtherValues() throws {
    try add(1, "x")
    try add(2, nil)
    try add(3, "z")
    #expect(try texts() == ["x", nil, "z"])
    #expect(try texts() == ["x", nil, "z"])
  }

  /// What undoes a statement goes to a file where it is more than is kept in memory.
  @Test(arguments: [30, 31, 32, 33, 64, 600])
  func changesAnyNumberOfPagesByOneStatement(count: Int) throws {
    try database.execute("CREATE TABLE u (a INTEGER PRIMARY KEY, b INTEGER UNIQUE, c TEXT) STRICT")
    let text = String(repeating: "x", count: 3000)
    try database.transaction { () throws(RunLogError) in
      for number in 0..<count {
        try database.run(
          "INSERT INTO u VALUES (?, ?, ?)",
          [SQLiteValue(number), SQLiteValue(number), .text(text)])
      }
    }
    try database.transaction { () throws(RunLogError) in
      // Only what the transaction has changed before is kept for the statement's sake.
      for letter in ["y", "z"] {
        try database.run(
          "UPDATE u SET b = b + 10000, c = ? || substr(c, 2) WHERE a >= 0", [.text(letter)])
      }
      // The last row cannot follow, so that all of the statement is undone.
      try database.run("INSERT INTO u VALUES (-1, ?, 'z')", [SQLiteValue(30_000 + count - 1)])
      let error = #expect(throws: RunLogError.self) {
        try database.run(
          "UPDATE u SET b = b + 10000, c = 'q' || substr(c, 2) WHERE a >= 0", [])
      }
      #expect(error.map { "\($0)".contains("UNIQUE") } == true)
    }
    let changed = try database.integer(
      "SELECT count(*) FROM u WHERE b = a + 20000 AND c LIKE 'z%'")
    #expect(changed == count)
    #expect(try database.integer("SELECT count(*) FROM u") == count + 1)
  }

  @Test func usesOneSQLWithinItself() throws {
    try add(1, "x")
    try add(2, "y")
    let nested = try database.rows("SELECT b FROM t ORDER BY a") { row throws(RunLogError) in
      let outer = try row.text()
      let inner = try database.rows("SELECT b FROM t ORDER BY a") { row throws(RunLogError) in
        try row.text()
      }
      return outer + inner.joined()
    }
    #expect(nested == ["xxy", "yxy"])
  }

  @Test func goesOnAfterAStatementThatFailed() throws {
    try add(1, "x")
    #expect(throws: RunLogError.self) { try add(1, "twice") }
    try add(2, "y")
    #expect(try texts() == ["x", "y"])
  }

  /// A statement that was left in the middle of its rows locks the file against writers no longer.
  @Test func letsGoOfAnUnfinishedStatement() throws {
    try add(1, "x")
    try add(2, "y")
    let other = try Database(path: folder.file("a.sqlite"), access: .readWrite(create: false))
    #expect(throws: RunLogError.self) {
      _ = try database.rows("SELECT b FROM t ORDER BY a") { _ throws(RunLogError) -> Int in
        throw .noSuchJob(id: "enough")
      }
    }
    try other.run("INSERT INTO t VALUES (3, 'z')", [])
    #expect(try texts() == ["x", "y", "z"])
  }

  @Test func noticesThatTheTablesChanged() throws {
    try add(1, "x")
    #expect(try texts() == ["x"])
    try database.execute("ALTER TABLE t ADD COLUMN c TEXT; CREATE INDEX t_b ON t (b)")
    #expect(try texts() == ["x"])
    try database.execute("VACUUM")
    #expect(try texts() == ["x"])
  }

  @Test func keepsNoMoreThanItNeeds() throws {
    try add(1, "x")
    for number in 0..<300 {
      let sums = try database.rows("SELECT a + \(number) FROM t") { row throws(RunLogError) in
        try row.integer()
      }
      #expect(sums == [1 + number])
    }
    var kept = 0
    var statement = sqlite3_next_stmt(database.handle, nil)
    while let next = statement {
      kept += 1
      statement = sqlite3_next_stmt(database.handle, next)
    }
    #expect(kept <= 100)
    #expect(try texts() == ["x"])
  }
}
