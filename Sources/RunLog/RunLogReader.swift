/// The run log, open for reading (`mode=ro`); works while a writer writes.
package struct RunLogReader: RunLogQueries {
  /// The connection.
  package let database: Database

  /// Opens an existing run log.
  ///
  /// - Parameter allowingOlder: opens an old one as it is; only for a backup of it.
  /// - Throws: `noSuchFile`, `cannotOpen`, `notADatabase`, `foreignDatabase`, `newerVersion`,
  ///   `olderVersion`, `needsRecovery`.
  package init(path: String, allowingOlder: Bool = false) throws(RunLogError) {
    database = try Database(path: path, access: .readOnly)
    try Migrator.current.check(database, allowingOlder: allowingOlder)
  }

  /// Runs several queries on one state of the file, whatever is written meanwhile.
  ///
  /// Keep it short: a writer waits for its end.
  package func snapshot<Value>(
    _ body: () throws(RunLogError) -> Value
  ) throws(RunLogError) -> Value {
    try database.transaction(.reading, body)
  }
}
