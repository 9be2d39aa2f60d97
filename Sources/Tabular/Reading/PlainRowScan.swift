import CFastFloat

/// Parses the rows of a block that have nothing unusual about them, many at a time.
///
/// `CSVRowParser` knows everything; this knows rows of the right number of fields on one line each,
/// short numbers, and texts. It stops before any other row, and hands over any other cell.
final class PlainRowScan {
  /// A cell of a column of numbers that is left to `DecimalNumber`.
  typealias Cell = backdrop_cell
  /// Where a text stands in the block.
  typealias Span = backdrop_span
  /// Where the cells of a column go.
  typealias Target = backdrop_column

  /// The most bytes that are looked at in one call: they stay in the first-level cache.
  private static let window = 1 << 14
  /// Rows longer than this are left to the parser.
  private static let longWindow = 1 << 18
  private static let shortWindow = 1 << 10
  /// The most rows that are left to the parser before plain ones are looked for again.
  private static let patience = 256

  private let targets: UnsafeMutableBufferPointer<Target>
  private let textColumns: UnsafeMutableBufferPointer<Int>
  private let numberColumns: UnsafeMutableBufferPointer<UInt32>
  private var offsets: UnsafeMutablePointer<UInt32>
  private var marks: UnsafeMutablePointer<UInt8>
  private var cells: UnsafeMutablePointer<Cell>
  /// Bytes of text that `offsets` and `cells` have room for.
  private var room: Int
  private var plan = backdrop_row_plan()

  /// Rows that are left to the parser before the next call, and after the next one in vain.
  private var pause = 0
  private var nextPause = 1

  /// Prepares to fill the columns of a file, each as its target says.
  init(_ columns: [Target], format: CSVFormat) {
    targets = .allocate(capacity: columns.count)
    _ = targets.initialize(from: columns)
    let texts = columns.indices.filter { columns[$0].texts != nil }
    textColumns = .allocate(capacity: texts.count)
    _ = textColumns.initialize(from: texts)
    let numbers = columns.indices.filter { columns[$0].numbers != nil }
    // Readable up to a whole vector.
    numberColumns = .allocate(capacity: numbers.count + 8)
    numberColumns.initialize(repeating: 0)
    for (index, column) in numbers.enumerated() { numberColumns[index] = UInt32(column) }
    room = Self.window
    (offsets, marks, cells) = Self.memory(for: room)
    plan.columns = UnsafePointer(targets.baseAddress)
    plan.columnCount = columns.count
    plan.numberColumns = UnsafePointer(numberColumns.baseAddress)
    plan.numberCount = numbers.count
    plan.isRun = numbers.count >= 8 && numbers.last == numbers.count - 1 ? 1 : 0
    plan.textColumns = UnsafePointer(textColumns.baseAddress)
    plan.textCount = texts.count
    plan.delimiter = format.delimiter
    plan.rowLimit = min(format.limits.line, format.limits.field)
    setMemory()
  }

  deinit {
    targets.deallocate()
    textColumns.deallocate()
    numberColumns.deallocate()
    freeMemory()
  }

  /// Parses rows from where the parser stands, which goes on behind them.
  ///
  /// - Parameters:
  ///   - row: where the first row goes in the columns.
  ///   - most: the most rows.
  ///   - take: is told which rows were parsed, and the cells that are handed over, in the order of
  ///     the file; several times.
  /// - Returns: how many rows.
  func parse(
    _ parser: inout CSVRowParser, from row: Int, most: Int,
    _ take: (Range<Int>, UnsafeBufferPointer<Cell>) -> Void
  ) -> Int {
    if pause > 0 {
      pause -= 1
      return 0
    }
    guard let text = parser.plainText else { return 0 }
    var position = text.position
    var rows = 0
    while rows < most {
      let start = position
      let count =
        TextVectors.areWide
        ? backdrop_plain_rows_wide(
          &plan, text.bytes, text.count, &position, row + rows, most - rows)
        : backdrop_plain_rows(
          &plan, text.bytes, text.count, &position, row + rows, most - rows)
      if count > 0 {
        let first = row + rows
        take(first..<first + count, UnsafeBufferPointer(start: cells, count: plan.cellCount))
        rows += count
      }
      if plan.isStopped != 0 { break }
      if count > 0 { continue }
      // No row ends in the window.
      guard start + plan.window < text.count, widen() else { break }
    }
    adapt(rows, progress: position - text.position, isStopped: rows < most && plan.isStopped != 0)
    if rows > 0 { parser.pass(to: position, rows: rows) }
    return rows
  }

  /// Looks less far ahead, or less often, where few rows are plain.
  private func adapt(_ rows: Int, progress: Int, isStopped: Bool) {
    plan.window = isStopped ? min(room, max(Self.shortWindow, 2 * progress)) : room
    pause = rows == 0 ? nextPause : 0
    nextPause = rows == 0 ? min(2 * nextPause, Self.patience) : 1
  }

  /// Makes the window larger; false where it is as large as it gets.
  private func widen() -> Bool {
    if plan.window < room {
      plan.window = room
      return true
    }
    guard room < Self.longWindow else { return false }
    freeMemory()
    room *= 4
    (offsets, marks, cells) = Self.memory(for: room)
    setMemory()
    return true
  }

  private func setMemory() {
    plan.window = room
    plan.offsets = offsets
    plan.marks = marks
    plan.cells = cells
  }

  private func freeMemory() {
    (offsets - 1).deallocate()
    marks.deallocate()
    cells.deallocate()
  }

  /// Room for what one call finds in so many bytes: each byte may end a field.
  private static func memory(for bytes: Int) -> (
    UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<Cell>
  ) {
    (
      .allocate(capacity: bytes + 96) + 1, .allocate(capacity: bytes + 160),
      .allocate(capacity: bytes + 1)
    )
  }
}
