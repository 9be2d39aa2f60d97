import CSQLite

/// A prepared statement: compiled when it is made, unless its connection has one of the same SQL left
/// over, and given back to the connection when it goes.
///
/// It is made, used and given up while its thread has the connection for itself.
package struct Statement: ~Copyable {
  /// The connection, kept open for as long as the statement lives.
  private let database: Database
  private let handle: OpaquePointer
  /// What the connection knows the statement by.
  private let key: String

  /// Compiles one SQL statement.
  ///
  /// - Throws: `RunLogError.sqlite` for what SQLite refuses.
  package init(_ sql: String, in database: Database) throws(RunLogError) {
    try self.init(key: sql, in: database) { sql }
  }

  /// Compiles one SQL statement that has a name.
  ///
  /// - Parameters:
  ///   - key: no other statement has it. A short one is found sooner than a long text.
  ///   - sql: makes the text where there is no statement left over.
  /// - Throws: `RunLogError.sqlite` for what SQLite refuses.
  init(key: String, in database: Database, _ sql: () -> String) throws(RunLogError) {
    handle = try database.compiled(key, sql)
    self.database = database
    self.key = key
  }

  deinit {
    database.keep(handle, key)
  }

  /// The statement's text.
  private var sql: String {
    sqlite3_sql(handle).map { String(cString: $0) } ?? key
  }

  /// Runs the statement to its end, ignoring rows.
  ///
  /// - Parameter values: one for each `?`, in order.
  package func run(_ values: [SQLiteValue] = []) throws(RunLogError) {
    try bind(values)
    while try step() {}
  }

  /// Runs the statement and reads every row.
  ///
  /// - Parameters:
  ///   - values: one for each `?`, in order.
  ///   - read: makes an element from a row.
  package func rows<Element>(
    _ values: [SQLiteValue] = [], read: (inout Row) throws(RunLogError) -> Element
  ) throws(RunLogError) -> [Element] {
    try bind(values)
    var elements: [Element] = []
    while try step() {
      var row = Row(statement: handle)
      elements.append(try read(&row))
    }
    return elements
  }

  /// Advances to the next row; false at the end, where the statement is reset.
  private func step() throws(RunLogError) -> Bool {
    let result = sqlite3_step(handle)
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    default:
      let error = SQLiteError(handle: database.handle, result: result, sql: sql)
      sqlite3_reset(handle)
      throw .sqlite(error)
    }
  }

  private func bind(_ values: [SQLiteValue]) throws(RunLogError) {
    sqlite3_reset(handle)
    let expected = Int(sqlite3_bind_parameter_count(handle))
    precondition(values.count == expected, "\(values.count) values for \(expected) in: \(sql)")
    for (position, value) in values.enumerated() {
      let result = try bind(value, at: Int32(position + 1))
      guard result == SQLITE_OK else {
        throw .sqlite(SQLiteError(handle: database.handle, result: result, sql: sql))
      }
    }
  }

  private func bind(_ value: SQLiteValue, at index: Int32) throws(RunLogError) -> Int32 {
    switch value {
    case .null:
      return sqlite3_bind_null(handle, index)
    case .integer(let integer):
      return sqlite3_bind_int64(handle, index, integer)
    case .real(let real):
      guard !real.isNaN else { throw .notANumber(parameter: Int(index), sql: sql) }
      return sqlite3_bind_double(handle, index, real)
    case .text(var text):
      return text.withUTF8 { bytes in
        // A nil pointer would bind NULL: https://www.sqlite.org/c3ref/bind_blob.html
        guard let start = bytes.baseAddress else {
          return sqlite3_bind_text(handle, index, "", 0, transient)
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          sqlite3_bind_text64(
            handle, index, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let blob):
      guard !blob.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
      return blob.withUnsafeBytes {
        sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), transient)
      }
    }
  }
}

/// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns. The macro is a cast that
/// Swift cannot import: https://www.sqlite.org/c3ref/c_static.html
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
