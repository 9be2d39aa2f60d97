/// Writes rows of cells into a buffer, as CSV or as JSON Lines.
///
/// Cells come in the order of the columns, each row ended by `endRow`.
package final class RowWriter {
  /// A text as the format writes it, prepared once; good as long as the writer that prepared it.
  package struct PreparedText {
    // No array: it would be counted for every row.
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
  }

  /// How the rows are written.
  package let format: RowFormat
  /// The rows written since the buffer was last emptied.
  package let buffer = TextBuffer(capacity: 1 << 16)
  /// What stands before the cell of each column: its name, for JSON.
  private let keys: [[UInt8]]
  private var preparedTexts: [UnsafeMutableBufferPointer<UInt8>] = []
  private let escapesFields: Bool
  // As in `TextBuffer`.
  @exclusivity(unchecked) private var column = 0
  @exclusivity(unchecked) private var rowStart = 0

  /// Prepares to write rows.
  ///
  /// - Parameters:
  ///   - names: the columns, needed for JSON's objects.
  ///   - escapesFields: whether fields carried over from another CSV are made safe for spreadsheets
  ///     like texts; otherwise they are written byte for byte.
  package init(_ format: RowFormat, names: [String], escapesFields: Bool = false) {
    self.format = format
    self.escapesFields = escapesFields
    keys = names.enumerated().map { index, name in
      let key = TextBuffer()
      key.append(index == 0 ? "{" : ",")
      JSONCell.append(name, to: key)
      key.append(":")
      return Array(key.contents)
    }
  }

  deinit { for text in preparedTexts { text.deallocate() } }

  /// A text as `text` would write it.
  package func prepared(_ text: String) -> PreparedText {
    let cell = TextBuffer()
    switch format {
    case .csv(let delimiter): CSVCell.append(text, delimiter: delimiter, to: cell)
    case .jsonLines: JSONCell.append(text, to: cell)
    }
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: cell.count)
    _ = bytes.initialize(from: cell.contents)
    preparedTexts.append(bytes)
    return PreparedText(bytes: UnsafeBufferPointer(bytes))
  }

  /// Appends a text cell: in CSV quoted where needed, with a `'` in front where a spreadsheet would
  /// take it for a formula.
  package func text(_ text: UnsafeRawBufferPointer) {
    let bytes = text.assumingMemoryBound(to: UInt8.self)
    startCell()
    switch format {
    case .csv(let delimiter): CSVCell.append(bytes, delimiter: delimiter, to: buffer)
    case .jsonLines: JSONCell.append(bytes, to: buffer)
    }
  }

  /// Appends a text cell.
  package func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a text that was prepared by this writer, or one with the same format.
  package func text(_ text: PreparedText) {
    startCell()
    buffer.append(text.bytes)
  }

  /// Appends a number in its shortest form that reads back as the same double; NaN, and in JSON an
  /// infinity, is written as nothing.
  package func number(_ value: Double) {
    guard isWritten(value) else { return empty() }
    startCell()
    buffer.append(value)
  }

  /// Appends a number in its shortest form that reads back as the same float, in the same way.
  package func number(_ value: Float) {
    guard isWritten(value) else { return empty() }
    startCell()
    buffer.append(value)
  }

  /// Appends a cell without a value: nothing in CSV, `null` in JSON.
  package func empty() {
    startCell()
    if format == .jsonLines { buffer.append("null") }
  }

  /// Appends a field of another CSV with the same delimiter: byte for byte, or in JSON its value as
  /// a string.
  package func field(_ bytes: UnsafeBufferPointer<UInt8>) {
    startCell()
    if format == .jsonLines {
      JSONCell.append(field: bytes, to: buffer)
    } else if escapesFields {
      CSVCell.appendSafe(bytes, to: buffer)
    } else {
      buffer.append(bytes)
    }
  }

  /// Ends the row.
  package func endRow() {
    if format == .jsonLines {
      buffer.append(column == 0 ? "{}" : "}")
    } else if column == 1, buffer.count == rowStart {
      // One empty field alone would read as a blank line.
      buffer.append("\"\"")
    }
    buffer.append(UInt8(ascii: "\n"))
    column = 0
    rowStart = buffer.count
  }

  /// Empties the buffer; only between rows.
  package func removeAll() {
    precondition(column == 0, "in the middle of a row")
    buffer.removeAll()
    rowStart = 0
  }

  private func isWritten<Scalar: BinaryFloatingPoint>(_ value: Scalar) -> Bool {
    !value.isNaN && (value.isFinite || format != .jsonLines)
  }

  @inline(__always)
  private func startCell() {
    switch format {
    case .csv(let delimiter): if column > 0 { buffer.append(delimiter) }
    case .jsonLines: buffer.append(keys[column])
    }
    column += 1
  }
}
