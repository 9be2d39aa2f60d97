import CSQLite
import Glibc
import Threads

/// One connection to an SQLite file.
///
/// Several threads may share it: each statement, and each transaction as a whole, runs while no
/// other thread's does. That is the lock which `SQLITE_OPEN_NOMUTEX` leaves to the caller.
///
/// Sendable by hand: the connection and its idle statements are touched under the lock alone.
package final class Database: @unchecked Sendable {
  /// What a connection may do.
  package enum Access: Hashable, Sendable {
    /// Read and write; `create` makes a missing file.
    case readWrite(create: Bool)
    /// Read alone (`mode=ro`); never touches the file, nor makes one.
    case readOnly
  }

  /// The file's path as it was given.
  package let path: String
  /// The connection, for calls that have no form here.
  package let handle: OpaquePointer
  private let lock = RecursiveLock()
  /// Statements that were compiled and that nobody uses now, by their keys.
  private var idleStatements: [String: OpaquePointer] = [:]
  /// More are not kept: those of a program's own queries are fewer.
  private static let idleLimit = 100

  /// What is set once for all connections; SQLite refuses it when one is open, which does no harm.
  private static let settings: Void = {
    _ = sqlite3_config_without_statistics()
    _ = sqlite3_config_statement_journal(127 << 10)
  }()

  /// Opens a file and sets the connection's pragmas.
  ///
  /// - Throws: `noSuchFile`, `cannotOpen`, `notADatabase`, or what SQLite says.
  package convenience init(path: String, access: Access) throws(RunLogError) {
    let flags: Int32
    switch access {
    case .readWrite(create: true): flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    case .readWrite(create: false): flags = SQLITE_OPEN_READWRITE
    case .readOnly: flags = SQLITE_OPEN_READONLY
    }
    Self.settings
    var opened: OpaquePointer?
    let result = sqlite3_open_v2(
      uri(of: path, access), &opened,
      flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened else {
      throw .sqlite(
        SQLiteError(code: .outOfMemory, message: "no memory for a connection", sql: nil))
    }
    // A failed open leaves a connection that must be closed too, which deinit does.
    self.init(path: path, handle: opened)
    guard result == SQLITE_OK else { throw openingError(result, access) }
    sqlite3_busy_timeout(handle, 5000)
    do throws(RunLogError) {
      try execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")
      try execute("PRAGMA synchronous = EXTRA")
      // The first read of the file: an open alone does not look at it.
      _ = try integer("PRAGMA user_version")
    } catch .sqlite(let error) where SQLiteResultCode.notADatabase ~= error.code {
      throw .notADatabase(path: path)
    } catch .sqlite(let error) where SQLiteResultCode.readOnlyRollback ~= error.code {
      throw .needsRecovery(path: path)
    } catch .sqlite(let error) where SQLiteResultCode.cannotOpen ~= error.code {
      throw openingError(error.code.rawValue, access)
    }
  }

  private init(path: String, handle: OpaquePointer) {
    self.path = path
    self.handle = handle
  }

  deinit {
    finalizeIdleStatements()
    // Statements hold the connection, so none is left and v2's deferred close is immediate.
    sqlite3_close_v2(handle)
  }

  // MARK: - Compiled statements

  /// A statement that nobody else uses.
  ///
  /// - Parameters:
  ///   - key: what it is known by, its SQL or a name.
  ///   - makeSQL: makes its text where it must be compiled.
  /// - Throws: `sqlite` for what SQLite refuses.
  func compiled(_ key: String, _ makeSQL: () -> String) throws(RunLogError) -> OpaquePointer {
    if let idle = idleStatements.removeValue(forKey: key) { return idle }
    let sql = makeSQL()
    var compiled: OpaquePointer?
    let result = sqlite3_prepare_v3(handle, sql, -1, 0, &compiled, nil)
    guard result == SQLITE_OK, let compiled else {
      throw .sqlite(SQLiteError(handle: handle, result: result, sql: sql))
    }
    return compiled
  }

  /// Takes a statement back that `compiled` gave, for the next one who asks for the same.
  func keep(_ statement: OpaquePointer, _ key: String) {
    // Some pragmas do their work while they are compiled.
    if key.hasPrefix("PRAGMA") {
      // Its result repeats the last step's error: https://www.sqlite.org/c3ref/finalize.html
      sqlite3_finalize(statement)
      return
    }
    // What it read is not locked any longer, and what it was given is let go.
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    if idleStatements.count >= Self.idleLimit { finalizeIdleStatements() }
    // Of two of the same the later one is kept.
    if let other = idleStatements.updateValue(statement, forKey: key) { sqlite3_finalize(other) }
  }

  private func finalizeIdleStatements() {
    for statement in idleStatements.values { sqlite3_finalize(statement) }
    idleStatements = [:]
  }

  // MARK: - Running

  /// Runs statements that give no rows and take no values; several are separated by `;`.
  package func execute(_ script: String) throws(RunLogError) {
    try alone { () throws(RunLogError) in
      let result = sqlite3_exec(handle, script, nil, nil, nil)
      guard result == SQLITE_OK else {
        throw .sqlite(SQLiteError(handle: handle, result: result, sql: script))
      }
    }
  }

  /// Runs a body while no other thread uses the connection: for a statement and the question how
  /// many rows it changed.
  package func alone<Value>(
    _ body: () throws(RunLogError) -> Value
  ) throws(RunLogError) -> Value {
    try lock.withLock(body)
  }

  /// Runs one statement with values, ignoring rows.
  package func run(_ sql: String, _ values: [SQLiteValue]) throws(RunLogError) {
    try alone { () throws(RunLogError) in try Statement(sql, in: self).run(values) }
  }

  /// Runs a query and reads every row.
  package func rows<Element>(
    _ sql: String, _ values: [SQLiteValue] = [],
    read: (inout Row) throws(RunLogError) -> Element
  ) throws(RunLogError) -> [Element] {
    try alone { () throws(RunLogError) in try Statement(sql, in: self).rows(values, read: read) }
  }

  /// Reads the first column of the first row as an integer; 0 without a row.
  package func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(RunLogError) -> Int {
    try rows(sql, values) { row throws(RunLogError) in try row.integer() }.first ?? 0
  }

  /// The number of rows that the last statement inserted, changed or deleted; to be asked within
  /// `alone` or a transaction.
  package var changes: Int { Int(sqlite3_changes64(handle)) }

  /// How a transaction begins.
  package enum TransactionKind: String, Sendable {
    /// Takes the write lock at once, so that a busy database waits here and never halfway.
    case writing = "BEGIN IMMEDIATE"
    /// Takes a read lock with the first read: all reads see one state.
    case reading = "BEGIN DEFERRED"
  }

  /// Runs a body in one transaction: all of it is committed, or nothing.
  package func transaction<Value>(
    _ kind: TransactionKind = .writing, _ body: () throws(RunLogError) -> Value
  ) throws(RunLogError) -> Value {
    try alone { () throws(RunLogError) in try transactionAlone(kind, body) }
  }

  private func transactionAlone<Value>(
    _ kind: TransactionKind, _ body: () throws(RunLogError) -> Value
  ) throws(RunLogError) -> Value {
    precondition(sqlite3_get_autocommit(handle) != 0, "transactions do not nest")
    try execute(kind.rawValue)
    do throws(RunLogError) {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // A full disk or an I/O error has rolled back already. The body's error is the one to
      // tell; a rollback that fails leaves its own at the next BEGIN.
      if sqlite3_get_autocommit(handle) == 0 {
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      }
      throw error
    }
  }

  private func openingError(_ result: Int32, _ access: Access) -> RunLogError {
    let error = SQLiteError(handle: handle, result: result, sql: nil)
    guard SQLiteResultCode.cannotOpen ~= error.code else { return .sqlite(error) }
    return faccessat(AT_FDCWD, path, F_OK, 0) != 0 && errno == ENOENT
      ? .noSuchFile(path: path) : .cannotOpen(path: path, systemError: error.systemError)
  }
}

/// The URI of a path: every byte that is not plain is percent-encoded, so that `?`, `#` and `%` in
/// names stay names. Source: https://www.sqlite.org/uri.html
private func uri(of path: String, _ access: Database.Access) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes = Array("file:".utf8)
  for (position, byte) in path.utf8.enumerated() {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      bytes.append(byte)
    // A path that starts with two slashes would read as a host.
    case UInt8(ascii: "/") where position != 1:
      bytes.append(byte)
    default:
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self) + (access == .readOnly ? "?mode=ro" : "")
}
