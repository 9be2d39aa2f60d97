/// The first record of a CSV: the columns' names, without spaces and tabs around them.
struct Header {
  let file: String
  let names: [String]
  /// The delimiter that the record seems to be written with instead of the chosen one.
  let otherDelimiter: String?

  /// Takes the current record of `parser` as the header.
  ///
  /// - Throws: `blankHeader`, `duplicateHeader`.
  init(_ parser: borrowing CSVRowParser, file: String, format: CSVFormat) throws(TabularError) {
    self.file = file
    var names: [String] = []
    for index in 0..<parser.fieldCount {
      names.append(Self.trimmed(parser.fields[index].text))
    }
    self.names = names
    let last = parser.fields[parser.fieldCount - 1]
    otherDelimiter = CSVFormat.otherDelimiter(
      in: UnsafeBufferPointer(
        start: parser.block.bytes + parser.recordStart,
        count: last.rawStart + last.rawCount - parser.recordStart), format)
    try check()
  }

  private func check() throws(TabularError) {
    let blank = names.indices.filter { names[$0].isEmpty }.map { $0 + 1 }
    if let first = blank.first {
      throw .blankHeader(Place(file, line: 1, column: first), columns: blank)
    }
    var seen: Set<[UInt8]> = []
    var duplicates: [Int] = []
    // By bytes: Swift's == would take canonically equivalent names for the same.
    for index in names.indices where !seen.insert(Array(names[index].utf8)).inserted {
      duplicates.append(index)
    }
    if let first = duplicates.first {
      var listed: [String] = []
      for index in duplicates where !listed.contains(names[index]) { listed.append(names[index]) }
      throw .duplicateHeader(
        Place(file, line: 1, column: first + 1, columnName: names[first]), names: listed)
    }
  }

  private static func trimmed(_ text: String) -> String {
    func isBlank(_ scalar: UnicodeScalar) -> Bool { scalar == " " || scalar == "\t" }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
