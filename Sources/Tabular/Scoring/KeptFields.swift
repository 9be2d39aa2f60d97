/// What is wrong with a row that is kept.
package struct RowFault: Equatable, Sendable {
  /// The row's index in its chunk.
  package let row: Int
  /// What is wrong.
  package let error: TabularError
}

/// Fields of some rows byte for byte as the file has them, quotes included.
package struct KeptFields: Sendable {
  /// The fields' indices in the file.
  package let columns: [Int]
  private var bytes: [UInt8] = []
  /// Where each field ends in `bytes`, row by row.
  private var ends: [Int] = []

  /// Prepares to keep the fields of `columns`.
  init(columns: [Int]) { self.columns = columns }

  /// Keeps the fields of the parser's current record; a field that a ragged record lacks is empty.
  mutating func append(_ parser: borrowing CSVRowParser) {
    for column in columns {
      if column < parser.fieldCount {
        let field = parser.fields[column]
        bytes.append(
          contentsOf: UnsafeBufferPointer(
            start: parser.block.bytes + field.rawStart, count: field.rawCount))
      }
      ends.append(bytes.count)
    }
  }

  /// Calls `body` with the bytes of a field.
  ///
  /// - Parameter index: The index in `columns`.
  package func withField<Result>(
    row: Int, _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let position = row * columns.count + index
    let start = position == 0 ? 0 : ends[position - 1]
    return bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[start..<ends[position]]))
    }
  }
}
