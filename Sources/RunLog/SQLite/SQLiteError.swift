import CSQLite

/// A failed call of SQLite, with everything that SQLite says about it.
package struct SQLiteError: Error, Hashable, Sendable {
  /// The extended result code.
  package let code: SQLiteResultCode
  /// SQLite's own message.
  package let message: String
  /// The statement that failed, where there was one; never its bound values.
  package let sql: String?
  /// The `errno` behind an I/O failure; 0 where there was none.
  package let systemError: Int32

  /// States a failure.
  package init(
    code: SQLiteResultCode, message: String, sql: String? = nil, systemError: Int32 = 0
  ) {
    self.code = code
    self.message = message
    self.sql = sql
    self.systemError = systemError
  }

  /// Reads the last failure from a connection.
  ///
  /// - Parameters:
  ///   - handle: an open connection.
  ///   - result: what the failed call returned.
  ///   - sql: the statement that failed.
  init(handle: OpaquePointer, result: Int32, sql: String?) {
    // The connection's message belongs to its last call, which need not be the one that failed:
    // https://www.sqlite.org/c3ref/errcode.html
    let belongs = sqlite3_errcode(handle) & 0xff == result & 0xff
    let text = belongs ? sqlite3_errmsg(handle) : sqlite3_errstr(result)
    let extended = belongs ? sqlite3_extended_errcode(handle) : result
    self.init(
      code: SQLiteResultCode(rawValue: extended),
      message: text.map { String(cString: $0) } ?? "unknown error",
      sql: sql, systemError: sqlite3_system_errno(handle))
  }

  /// Whether the same call can succeed later: a lock, a full disk, an I/O error, no memory, or too
  /// many open files (which SQLite reports as "cannot open").
  ///
  /// Of a page that the disk did not give (EIO) SQLite says the same as of one that is wrong: its
  /// `vdbe.c` makes SQLITE_CORRUPT of SQLITE_IOERR_CORRUPTFS. So a damaged file is tried again too:
  /// no job fails for it, and whoever waits is told why.
  package var isTransient: Bool {
    switch code {
    case .busy, .locked, .full, .ioError, .corrupt, .outOfMemory, .cannotOpen: true
    default: false
    }
  }
}
