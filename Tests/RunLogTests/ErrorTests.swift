import CSQLite
import Glibc
import RunLog
import Testing

@Suite struct ErrorTests {
  @Test(arguments: [
    (
      RunLogError.noSuchFile(path: "a.sqlite"),
      "a.sqlite: there is no run log here yet; it is made when the first job is recorded"
    ),
    (
      .cannotOpen(path: "a.sqlite", systemError: EACCES),
      "a.sqlite: cannot open the run log: Permission denied"
    ),
    (.notADatabase(path: "a.sqlite"), "a.sqlite: not an SQLite database"),
    (
      .foreignDatabase(path: "a", applicationID: 0),
      "a: an SQLite database of another program (no application id), not a run log"
    ),
    (
      .foreignDatabase(path: "a", applicationID: 7),
      "a: an SQLite database of another program (application id 7), not a run log"
    ),
    (
      .newerVersion(path: "a", found: 9, supported: 1),
      "a: the run log has version 9, written by a newer backdrop; this one knows versions up to 1"
    ),
    (
      .notJSON(key: "network.activation", value: "tanh"),
      "the setting network.activation should be JSON text, but is \"tanh\""
    ),
    (
      .jobState(id: "j", found: .done, wanted: .failed),
      "job \"j\" is done and cannot become failed"
    ),
    (
      .ambiguousRun(prefix: "a", candidates: ["a1", "a2"]),
      "several runs start with \"a\": a1, a2"
    ),
    (
      .sqlite(
        SQLiteError(
          code: SQLiteResultCode(rawValue: SQLITE_FULL), message: "database or disk is full",
          sql: "INSERT INTO\n  t VALUES (1)", systemError: ENOSPC)),
      "SQLite: database or disk is full (code 13, No space left on device), "
        + "in: INSERT INTO t VALUES (1)"
    ),
  ])
  func says(_ error: RunLogError, _ text: String) {
    #expect(error.description == text)
  }

  @Test(arguments: [
    (SQLITE_BUSY, true), (SQLITE_LOCKED, true), (SQLITE_FULL, true), (SQLITE_IOERR, true),
    (SQLITE_IOERR | 4 << 8, true), (SQLITE_BUSY | 2 << 8, true), (SQLITE_CANTOPEN, true),
    (SQLITE_NOMEM, true), (SQLITE_CONSTRAINT, false), (SQLITE_CONSTRAINT | 3 << 8, false),
    (SQLITE_CORRUPT, true), (SQLITE_NOTADB, false), (SQLITE_READONLY, false),
    (SQLITE_ERROR, false),
  ])
  func tellsPassingErrorsFromLastingOnes(_ code: Int32, _ isTransient: Bool) {
    let error = SQLiteError(code: SQLiteResultCode(rawValue: code), message: "")
    #expect(error.isTransient == isTransient)
    #expect(RunLogError.sqlite(error).isTransient == isTransient)
  }

  @Test func matchesExtendedCodesByTheirPrimary() {
    let fsync = SQLiteResultCode(rawValue: SQLITE_IOERR | 4 << 8)
    #expect(SQLiteResultCode.ioError ~= fsync)
    #expect(!(SQLiteResultCode.constraintCheck ~= .constraint))
    #expect(fsync.primary == .ioError)
  }
}
