/// What can go wrong with the run log; the payloads are facts, the sentences are made elsewhere.
package enum RunLogError: Error, Hashable, Sendable {
  /// SQLite refused or failed.
  case sqlite(SQLiteError)
  /// There is no file at the path.
  case noSuchFile(path: String)
  /// The file is there, or its folder, but the system does not let it be opened.
  case cannotOpen(path: String, systemError: Int32)
  /// The file is not an SQLite database.
  case notADatabase(path: String)
  /// The file is an SQLite database of another program.
  case foreignDatabase(path: String, applicationID: Int)
  /// The run log was written by a newer Backdrop.
  case newerVersion(path: String, found: Int, supported: Int)
  /// The run log was written by an older Backdrop and a reader may not change it.
  case olderVersion(path: String, found: Int, supported: Int)
  /// A writer died in the middle of a transaction, and only a writer can roll it back.
  case needsRecovery(path: String)
  /// The file's journal mode could not be set.
  case journalMode(path: String, found: String)
  /// A NaN was about to be stored as NULL.
  case notANumber(parameter: Int, sql: String)
  /// A setting's value is not JSON text.
  case notJSON(key: String, value: String)
  /// A column holds what the schema forbids: the file was changed by others.
  case unexpectedValue(column: String, expected: String, found: String)
  /// No job has the id.
  case noSuchJob(id: String)
  /// A job is not in a state from which it can go to the wanted one.
  case jobState(id: String, found: JobState, wanted: JobState)
  /// No run has the id, nor an id that starts so.
  case noSuchRun(id: String)
  /// Several runs' ids start so; `candidates` holds the first few.
  case ambiguousRun(prefix: String, candidates: [String])
  /// No run has a metric, setting or column of the name; `known` holds those that runs have.
  case noSuchField(name: String, known: [String])
  /// A run that was already done was begun again.
  case runAlreadyDone(id: String)
  /// The destination of a backup exists.
  case fileExists(path: String)
  /// The file's structure is damaged; the findings are SQLite's.
  case damaged(path: String, findings: [String])
  /// A backup's file could not be made, synced or named.
  case cannotSave(path: String, systemError: Int32)

  /// Whether the same operation can succeed later without anybody changing the input.
  package var isTransient: Bool {
    switch self {
    case .sqlite(let error): error.isTransient
    case .cannotOpen, .cannotSave: true
    default: false
    }
  }
}
