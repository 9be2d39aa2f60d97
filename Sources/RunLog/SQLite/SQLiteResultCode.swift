import CSQLite

/// A result code of SQLite, matchable in `switch` and `catch`.
///
/// A pattern that is a primary code also matches its extended codes: `.ioError` matches
/// `SQLITE_IOERR_FSYNC`. Source:
/// https://www.sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes
package struct SQLiteResultCode: RawRepresentable, Hashable, Sendable {
  /// The code as SQLite gives it, primary or extended.
  package let rawValue: Int32

  /// Wraps a code that SQLite returned.
  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The code without its extension: the lowest eight bits.
  package var primary: SQLiteResultCode { SQLiteResultCode(rawValue: rawValue & 0xff) }

  /// SQLITE_OK
  package static let ok = SQLiteResultCode(rawValue: SQLITE_OK)
  /// SQLITE_BUSY
  package static let busy = SQLiteResultCode(rawValue: SQLITE_BUSY)
  /// SQLITE_LOCKED
  package static let locked = SQLiteResultCode(rawValue: SQLITE_LOCKED)
  /// SQLITE_NOMEM
  package static let outOfMemory = SQLiteResultCode(rawValue: SQLITE_NOMEM)
  /// SQLITE_READONLY
  package static let readOnly = SQLiteResultCode(rawValue: SQLITE_READONLY)
  /// SQLITE_IOERR
  package static let ioError = SQLiteResultCode(rawValue: SQLITE_IOERR)
  /// SQLITE_CORRUPT
  package static let corrupt = SQLiteResultCode(rawValue: SQLITE_CORRUPT)
  /// SQLITE_FULL
  package static let full = SQLiteResultCode(rawValue: SQLITE_FULL)
  /// SQLITE_CANTOPEN
  package static let cannotOpen = SQLiteResultCode(rawValue: SQLITE_CANTOPEN)
  /// SQLITE_CONSTRAINT
  package static let constraint = SQLiteResultCode(rawValue: SQLITE_CONSTRAINT)
  /// SQLITE_NOTADB
  package static let notADatabase = SQLiteResultCode(rawValue: SQLITE_NOTADB)
  /// SQLITE_ROW
  package static let row = SQLiteResultCode(rawValue: SQLITE_ROW)
  /// SQLITE_DONE
  package static let done = SQLiteResultCode(rawValue: SQLITE_DONE)

  /// SQLITE_READONLY_ROLLBACK: a journal must be rolled back, but the connection may only read.
  package static let readOnlyRollback = SQLiteResultCode(rawValue: 3 << 8 | SQLITE_READONLY)
  /// SQLITE_CONSTRAINT_CHECK
  package static let constraintCheck = SQLiteResultCode(rawValue: 1 << 8 | SQLITE_CONSTRAINT)
  /// SQLITE_CONSTRAINT_FOREIGNKEY
  package static let constraintForeignKey = SQLiteResultCode(rawValue: 3 << 8 | SQLITE_CONSTRAINT)
  /// SQLITE_CONSTRAINT_UNIQUE
  package static let constraintUnique = SQLiteResultCode(rawValue: 8 << 8 | SQLITE_CONSTRAINT)
  /// SQLITE_CONSTRAINT_DATATYPE: a value of the wrong type for a STRICT table.
  package static let constraintDatatype = SQLiteResultCode(rawValue: 12 << 8 | SQLITE_CONSTRAINT)

  /// Whether a code is the pattern, or an extension of it where the pattern is primary.
  package static func ~= (pattern: SQLiteResultCode, code: SQLiteResultCode) -> Bool {
    pattern.rawValue > 0xff ? pattern == code : pattern == code.primary
  }
}
