/// The run log, open for writing: one connection, which threads may share.
///
/// Every operation is one transaction; when it returns, what it wrote is on the disk. Operations
/// on a job check its state in the same statement that changes it, so that nothing is settled
/// twice.
package struct RunLog: RunLogQueries, Sendable {
  /// The connection.
  package let database: Database

  /// Opens the run log of a root, makes it where it is missing, and brings an old one up to date.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - create: makes a missing file; its folder must exist.
  /// - Throws: `noSuchFile`, `cannotOpen`, `notADatabase`, `foreignDatabase`, `newerVersion`.
  package init(path: String, create: Bool = true) throws(RunLogError) {
    try self.init(path: path, create: create, migrator: .current)
  }

  /// Opens a run log with given migrations.
  package init(path: String, create: Bool, migrator: Migrator) throws(RunLogError) {
    database = try Database(path: path, access: .readWrite(create: create))
    // First whose file it is: the journal mode of a foreign one is not ours to change.
    try migrator.migrate(database)
    let mode = try database.rows("PRAGMA journal_mode = DELETE") { row throws(RunLogError) in
      try row.text()
    }
    guard mode == ["delete"] else {
      throw .journalMode(path: path, found: mode.first ?? "unknown")
    }
  }
}
