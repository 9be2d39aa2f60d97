/// Reads a CSV record by record with flat memory, whatever the file's size.
///
/// The grammar is RFC 4180's: quotes, doubled quotes, line breaks inside quotes. Also accepted: LF
/// and CRLF mixed, a UTF-8 byte order mark, a missing line break at the end, blank lines at the
/// end. Refused: a lone CR outside quotes, a quote inside an unquoted field, text after a closing
/// quote, blank lines between records, NUL, text that is not UTF-8, records with another number of
/// fields than the first.
package final class CSVReader {
  private let blocks: CSVBlockReader
  private var parser: CSVRowParser

  /// Prepares to read `source` from where it stands.
  package init(_ source: ByteSource, format: CSVFormat = CSVFormat()) {
    blocks = CSVBlockReader(source, limits: format.limits, fillsBlocks: false)
    parser = CSVRowParser(file: source.name, format: format, block: blocks.makeBlock())
  }

  /// Goes to the next record.
  ///
  /// - Returns: Whether there is one; false at the end of the file.
  package func next() throws(TabularError) -> Bool {
    while try !parser.next() {
      guard try blocks.next(into: parser.block) else { return false }
      parser.start(parser.block)
    }
    if parser.expectedFields == nil { parser.expectedFields = parser.fieldCount }
    return true
  }

  /// How many fields the current record has.
  package var fieldCount: Int { parser.fieldCount }

  /// The line on which the current record starts, from 1.
  package var line: Int { parser.line }

  /// The value of a field of the current record, without its quotes; good until `next`.
  package func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(index < parser.fieldCount)
    return parser.fields[index].bytes
  }

  /// A field of the current record byte for byte, with its quotes; good until `next`.
  package func raw(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(index < parser.fieldCount)
    let field = parser.fields[index]
    return UnsafeBufferPointer(start: parser.block.bytes + field.rawStart, count: field.rawCount)
  }

  /// The values of the current record as text.
  package var texts: [String] { (0..<fieldCount).map { parser.fields[$0].text } }
}
