import CSQLite

/// One row of a result, read column by column from left to right.
///
/// Each call reads the next column, so that a record's `init` reads like its list of columns. A
/// value of another type than asked for is an error: SQLite's own silent conversions would hide a
/// damaged file.
package struct Row: ~Copyable {
  private let statement: OpaquePointer
  private var position: Int32 = 0

  /// Reads the row on which a stepped statement stands.
  init(statement: OpaquePointer) {
    self.statement = statement
  }

  /// Reads text.
  package mutating func text() throws(RunLogError) -> String {
    let column = advance()
    try expect(SQLITE_TEXT, "text", at: column)
    return string(at: column)
  }

  /// Reads text or NULL.
  package mutating func textOrNil() throws(RunLogError) -> String? {
    if skipNull() { return nil }
    return try text()
  }

  /// Reads an integer.
  package mutating func integer() throws(RunLogError) -> Int {
    let column = advance()
    try expect(SQLITE_INTEGER, "an integer", at: column)
    return Int(sqlite3_column_int64(statement, column))
  }

  /// Reads an integer or NULL.
  package mutating func integerOrNil() throws(RunLogError) -> Int? {
    if skipNull() { return nil }
    return try integer()
  }

  /// Reads a 0 or 1.
  package mutating func flag() throws(RunLogError) -> Bool {
    try integer() != 0
  }

  /// Reads a double; an integer counts as one, as an expression may give it.
  package mutating func real() throws(RunLogError) -> Double {
    let column = advance()
    if sqlite3_column_type(statement, column) != SQLITE_INTEGER {
      try expect(SQLITE_FLOAT, "a number", at: column)
    }
    return sqlite3_column_double(statement, column)
  }

  /// Reads a double or NULL.
  package mutating func realOrNil() throws(RunLogError) -> Double? {
    if skipNull() { return nil }
    return try real()
  }

  /// Reads a time.
  package mutating func time() throws(RunLogError) -> Timestamp {
    let column = position
    let text = try text()
    guard let time = Timestamp(text: text) else {
      throw .unexpectedValue(column: name(of: column), expected: "a UTC time", found: text)
    }
    return time
  }

  /// Reads a time or NULL.
  package mutating func timeOrNil() throws(RunLogError) -> Timestamp? {
    if skipNull() { return nil }
    return try time()
  }

  /// Reads the raw value of an enumeration.
  package mutating func choice<Choice: RawRepresentable>(
    of type: Choice.Type = Choice.self
  ) throws(RunLogError) -> Choice where Choice.RawValue == String {
    let column = position
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      throw .unexpectedValue(column: name(of: column), expected: "\(type)", found: text)
    }
    return choice
  }

  /// Reads whatever the column holds.
  package mutating func value() -> SQLiteValue {
    let column = advance()
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT: return .text(string(at: column))
    case SQLITE_BLOB: return .blob(Array(bytes(at: column)))
    default: return .null
    }
  }

  /// The names of all columns of the result.
  package var columnNames: [String] {
    (0..<sqlite3_column_count(statement)).map { name(of: $0) }
  }

  private mutating func advance() -> Int32 {
    precondition(position < sqlite3_column_count(statement), "read beyond the last column")
    defer { position += 1 }
    return position
  }

  /// Steps over the next column if it is NULL.
  private mutating func skipNull() -> Bool {
    guard sqlite3_column_type(statement, position) == SQLITE_NULL else { return false }
    position += 1
    return true
  }

  private func expect(
    _ type: Int32, _ expected: String, at column: Int32
  ) throws(RunLogError) {
    let found = sqlite3_column_type(statement, column)
    guard found == type else {
      let names = [
        SQLITE_INTEGER: "an integer", SQLITE_FLOAT: "a number", SQLITE_TEXT: "text",
        SQLITE_BLOB: "bytes", SQLITE_NULL: "NULL",
      ]
      throw .unexpectedValue(
        column: name(of: column), expected: expected, found: names[found] ?? "type \(found)")
    }
  }

  private func string(at column: Int32) -> String {
    String(decoding: bytes(at: column), as: UTF8.self)
  }

  /// The bytes of text or blob, which may hold NUL. `column_bytes` must follow `column_blob` or
  /// `column_text`: https://www.sqlite.org/c3ref/column_blob.html
  private func bytes(at column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, column)
    return UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(statement, column)))
  }

  private func name(of column: Int32) -> String {
    sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "column \(column)"
  }
}
