/// The columns that scoring carries through.
package enum KeptColumns: Equatable, Sendable {
  case none, all
  /// The columns with these names, in this order.
  case named([String])

  /// The indices in the file of the columns that are kept.
  ///
  /// - Throws: `unknownColumns`.
  func indices(in header: Header) throws(TabularError) -> [Int] {
    switch self {
    case .none: return []
    case .all: return Array(header.names.indices)
    case .named(let names):
      let unknown = names.filter { name in !header.names.contains { $0.key == name.key } }
      if !unknown.isEmpty {
        throw .unknownColumns(
          Place(header.file, line: 1), names: unknown, available: header.names)
      }
      return names.compactMap { name in header.names.firstIndex { $0.key == name.key } }
    }
  }
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

  /// Forgets the fields and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

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
