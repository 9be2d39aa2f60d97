/// Some rows of a CSV as columns of numbers and codes of texts.
final class RowChunk {
  let plans: [CellPlan]
  /// Rows that fit.
  let capacity: Int
  /// Rows that are set.
  var rows = 0
  /// The dictionary of each text slot.
  let dictionaries: [TextDictionary]
  /// What the cells of each plan's column turned out to be.
  var facts: [ColumnFacts]
  /// The line of each row.
  var lines: RowLines
  /// What is wrong with the rows, when they are kept in spite of it.
  private(set) var faults = RowFaults()
  /// The bytes of the fields that are carried through.
  private(set) var kept: KeptFields

  private let keepsBadRows: Bool
  private let file: String
  /// The columns of numbers and of codes, one after the other, each with room for `capacity` rows.
  let numbers: UnsafeMutablePointer<Double>
  let codes: UnsafeMutablePointer<Int32>
  /// Where the texts of plain rows stand in the block, laid out like `codes`.
  let spans: UnsafeMutablePointer<PlainRowScan.Span>
  /// For each column of the file the plan by which it is read as numbers; −1 for none.
  let numberPlans: [Int]
  /// Whether the plans are in the order of the columns.
  let isInFileOrder: Bool
  /// Room for a text whose doubled quotes are undone.
  var unescaped: UnescapedText?
  private var plain: PlainRowScan?
  /// The plans once more, without anything that is counted: the loop over cells reads only these.
  private let numberCells: UnsafeMutableBufferPointer<Cell>
  private let textCells: UnsafeMutableBufferPointer<Cell>

  private struct Cell {
    var column: Int
    /// Where the column's values start in `numbers` or `codes`.
    var start: Int
    /// The index in `plans`.
    var plan: Int
  }

  /// Allocates for `capacity` rows; texts get their codes from `dictionaries`, one for each text
  /// slot.
  ///
  /// - Parameters:
  ///   - kept: The columns whose fields are carried through byte for byte.
  ///   - keepsBadRows: Whether ragged rows and cells that are no numbers become `faults`.
  init(
    file: String, plans: [CellPlan], capacity: Int, dictionaries: [TextDictionary],
    kept: [Int] = [], keepsBadRows: Bool = false
  ) {
    self.kept = KeptFields(columns: kept)
    self.keepsBadRows = keepsBadRows
    self.file = file
    self.plans = plans
    self.capacity = capacity
    self.dictionaries = dictionaries
    facts = Array(repeating: ColumnFacts(), count: plans.count)
    lines = RowLines(first: 0)
    numbers = .allocate(capacity: max(1, capacity * plans.count { $0.numberSlot >= 0 }))
    let texts = max(1, capacity * plans.count { $0.textSlot >= 0 })
    codes = .allocate(capacity: texts)
    spans = .allocate(capacity: texts)
    numberPlans = Self.numberPlans(plans)
    isInFileOrder = zip(plans, plans.dropFirst()).allSatisfy { $0.column < $1.column }
    numberCells = Self.cells(plans, capacity, \.numberSlot)
    textCells = Self.cells(plans, capacity, \.textSlot)
  }

  private static func cells(_ plans: [CellPlan], _ capacity: Int, _ slot: (CellPlan) -> Int)
    -> UnsafeMutableBufferPointer<Cell>
  {
    let cells = plans.indices.filter { slot(plans[$0]) >= 0 }.map {
      Cell(column: plans[$0].column, start: slot(plans[$0]) * capacity, plan: $0)
    }
    let buffer = UnsafeMutableBufferPointer<Cell>.allocate(capacity: cells.count)
    _ = buffer.initialize(from: cells)
    return buffer
  }

  private static func numberPlans(_ plans: [CellPlan]) -> [Int] {
    var numberPlans = [Int](repeating: -1, count: (plans.map(\.column).max() ?? -1) + 1)
    for (index, plan) in plans.enumerated() where plan.numberSlot >= 0 {
      numberPlans[plan.column] = index
    }
    return numberPlans
  }

  deinit {
    spans.deallocate()
    numberCells.deallocate()
    textCells.deallocate()
    numbers.deallocate()
    codes.deallocate()
  }

  /// Forgets all rows, so that the memory serves the next ones.
  func removeAll() {
    rows = 0
    facts = Array(repeating: ColumnFacts(), count: plans.count)
    lines = RowLines(first: 0)
    faults = RowFaults()
    kept.removeAll()
  }

  /// The numbers of a slot: NaN for everything that is no number.
  func numbers(_ slot: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: numbers + slot * capacity, count: rows)
  }

  /// The codes of a slot: −1 where the text is missing.
  func codes(_ slot: Int) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(start: codes + slot * capacity, count: rows)
  }

  /// Appends rows of the parser's block until it ends or the chunk is full.
  func append(from parser: inout CSVRowParser) throws(TabularError) {
    if plain == nil { plain = makePlainRowScan(parser) }
    while rows < capacity {
      if let plain {
        appendPlain(plain, &parser)
        if rows == capacity { return }
      }
      do throws(TabularError) {
        guard try parser.next() else { return }
      } catch {
        guard keepsBadRows, parser.canGoOn, let loss = RowLoss(error) else { throw error }
        appendLost(parser, loss, error)
        continue
      }
      append(parser)
    }
  }

  /// Appends a row of missing values for a record that cannot be told apart into its columns.
  private func appendLost(
    _ parser: borrowing CSVRowParser, _ loss: RowLoss, _ error: TabularError
  ) {
    startRow(parser)
    for plan in plans {
      if plan.numberSlot >= 0 { numbers[plan.numberSlot * capacity + rows] = .nan }
      if plan.textSlot >= 0 { codes[plan.textSlot * capacity + rows] = -1 }
    }
    faults.note(loss, row: rows, error)
    rows += 1
  }

  private func startRow(_ parser: borrowing CSVRowParser) {
    if rows == 0 { lines = RowLines(first: parser.line) }
    lines.set(row: rows, line: parser.line)
    if !kept.columns.isEmpty { kept.append(parser) }
  }

  /// Appends the parser's current record.
  @inline(__always)
  private func append(_ parser: borrowing CSVRowParser) {
    let row = rows
    let fields = UnsafePointer(parser.fields)
    startRow(parser)
    for cell in numberCells {
      let field = fields[cell.column]
      var value = Double.nan
      let outcome = DecimalNumber.read(field.value, count: field.count, into: &value)
      numbers[cell.start + row] = value
      if outcome != .number {
        note(outcome, field, cell.plan, parser.line, row: row)
      } else if DecimalNumber.isCode(field.value, count: field.count) {
        facts[cell.plan].codes += 1
      }
    }
    for cell in textCells {
      codes[cell.start + row] = code(fields[cell.column], cell.plan, parser.line)
    }
    rows += 1
  }

  /// The code of a text on a line; −1 where it is missing.
  @inline(__always)
  func code(_ field: CSVField, _ index: Int, _ line: Int) -> Int32 {
    if DecimalNumber.isMissing(field.value, count: field.count) {
      if plans[index].numberSlot < 0 { note(.missing, field, index, line, row: rows) }
      return -1
    }
    let dictionary = dictionaries[plans[index].textSlot]
    // A numeric target with many values has no use for its texts.
    if plans[index].reading == .both, dictionary.count > TargetColumn.labelLimit { return -1 }
    return dictionary.code(field.value, count: field.count)
  }

  /// Takes note of a cell that is no number.
  @inline(never)
  func note(_ outcome: CellNumber, _ field: CSVField, _ index: Int, _ line: Int, row: Int) {
    if outcome == .missing { return facts[index].noteMissing(line: line) }
    let plan = plans[index]
    let error = facts[index].note(
      outcome, field, at: Place(file, line: line, column: plan.column + 1, columnName: plan.name))
    if keepsBadRows, let error { faults.note(plan: index, row: row, error) }
  }
}
