import CSQLite
import Glibc

extension RunLogQueries {
  /// Copies the run log, as it is at one moment, into a new file; writers wait for moments alone.
  ///
  /// The copy is made beside its place under another name, synced, checked, and only then named: a
  /// file of that name is always a whole backup.
  /// Source: https://www.sqlite.org/backup.html
  /// - Throws: `fileExists`, `cannotSave`, or what SQLite says.
  package func backup(to path: String) throws(RunLogError) {
    guard access(path, F_OK) != 0 else { throw .fileExists(path: path) }
    let part = Self.partOfBackup(path)
    // A file of that name is left by a process of the same number that was killed.
    guard unlink(part) == 0 || errno == ENOENT else { throw saveError(part) }
    do throws(RunLogError) {
      try copy(to: part)
      try sync(part, O_RDONLY)
      // Unlike rename, link never replaces: link(2).
      guard link(part, path) == 0 else {
        throw errno == EEXIST ? .fileExists(path: path) : saveError(path)
      }
    } catch {
      unlink(part)
      throw error
    }
    unlink(part)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try sync(folder, O_RDONLY | O_DIRECTORY)
  }

  /// The name that a backup bears until it is whole; to be removed where the process is killed.
  package static func partOfBackup(_ path: String) -> String { "\(path).part-\(getpid())" }

  private func copy(to part: String) throws(RunLogError) {
    let copy: Database
    do throws(RunLogError) {
      copy = try Database(path: part, access: .readWrite(create: true))
    } catch .noSuchFile {
      throw .cannotSave(path: part, systemError: ENOENT)
    }
    // Nobody reads the part before it is whole and synced, so nothing must be undone in it.
    try copy.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    guard let backup = sqlite3_backup_init(copy.handle, "main", database.handle, "main") else {
      throw .sqlite(
        SQLiteError(handle: copy.handle, result: sqlite3_errcode(copy.handle), sql: nil))
    }
    let stepped = step(backup)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      let result = finished == SQLITE_OK ? stepped : finished
      throw .sqlite(SQLiteError(handle: copy.handle, result: result, sql: nil))
    }
    try Migrator.current.check(copy, allowingOlder: true)
    try RunLogCopy(database: copy).checkIntegrity()
  }

  /// Copies in pieces between which a writer may write; SQLite then begins anew. After a few such
  /// beginnings the rest is copied at once, and writers wait.
  private func step(_ backup: OpaquePointer) -> Int32 {
    var pages: Int32 = 4096
    var beginnings = 0
    while true {
      let before = sqlite3_backup_remaining(backup)
      let result = sqlite3_backup_step(backup, pages)
      guard result == SQLITE_OK else { return result }
      if before > 0, sqlite3_backup_remaining(backup) >= before { beginnings += 1 }
      if beginnings == 3 { pages = -1 }
    }
  }

  /// Reads the whole file and checks its structure.
  ///
  /// - Throws: `damaged`, with SQLite's first findings.
  package func checkIntegrity() throws(RunLogError) {
    let findings = try database.rows("PRAGMA integrity_check(10)") { row throws(RunLogError) in
      try row.text()
    }
    guard findings == ["ok"] else { throw .damaged(path: database.path, findings: findings) }
  }

  private func sync(_ path: String, _ flags: Int32) throws(RunLogError) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw saveError(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw saveError(path) }
  }

  private func saveError(_ path: String) -> RunLogError {
    .cannotSave(path: path, systemError: errno)
  }
}

extension RunLog {
  /// Gives the room of what was removed back to the file system; needs as much again meanwhile.
  package func vacuum() throws(RunLogError) {
    try database.execute("VACUUM")
  }
}

/// A copy that is being made.
private struct RunLogCopy: RunLogQueries {
  let database: Database
}
