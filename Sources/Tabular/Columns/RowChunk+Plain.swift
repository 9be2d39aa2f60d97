import CFastFloat

extension RowChunk {
  /// Prepares to parse plain rows of the parser's file; nil where the bytes of a row's fields are
  /// kept, and on machines without a fast way.
  func makePlainRowScan(_ parser: borrowing CSVRowParser) -> PlainRowScan? {
    guard backdrop_has_plain_rows() != 0, kept.columns.isEmpty, let fields = parser.expectedFields
    else { return nil }
    var targets = [PlainRowScan.Target](repeating: PlainRowScan.Target(), count: fields)
    for plan in plans {
      if plan.numberSlot >= 0 {
        targets[plan.column].numbers = numbers + plan.numberSlot * capacity
      }
      if plan.textSlot >= 0 { targets[plan.column].texts = spans + plan.textSlot * capacity }
    }
    return PlainRowScan(targets, format: parser.format)
  }

  /// Appends plain rows.
  func appendPlain(_ scan: PlainRowScan, _ parser: inout CSVRowParser) {
    let first = rows
    let line = parser.lineAfterRecord
    let block = parser.block
    let count = scan.parse(&parser, from: first, most: capacity - first) { new, cells in
      if !cells.isEmpty { read(cells, in: block, line: line - first) }
      for plan in plans.indices where plans[plan].textSlot >= 0 {
        readTexts(plan, new, in: block, line: line - first)
      }
    }
    if count == 0 { return }
    if first == 0 { lines = RowLines(first: line) }
    lines.set(row: first, line: line)
    rows += count
  }

  /// Reads cells of numbers that were handed over; row r stands on line `line` + r.
  private func read(_ cells: UnsafeBufferPointer<PlainRowScan.Cell>, in block: CSVBlock, line: Int)
  {
    // Faults are by row and then by plan.
    let planOf = numberPlans
    let sorted =
      isInFileOrder
      ? nil
      : cells.sorted { ($0.row, planOf[Int($0.column)]) < ($1.row, planOf[Int($1.column)]) }
    for index in cells.indices {
      let cell = sorted?[index] ?? cells[index]
      let (row, plan) = (Int(cell.row), planOf[Int(cell.column)])
      if cell.text.count == 0 {
        numbers[plans[plan].numberSlot * capacity + row] = .nan
        facts[plan].noteMissing(line: line + row)
        continue
      }
      let field = field(cell.text, in: block)
      var value = Double.nan
      let outcome = DecimalNumber.read(field.value, count: field.count, into: &value)
      numbers[plans[plan].numberSlot * capacity + row] = value
      if outcome != .number {
        note(outcome, field, plan, line + row, row: row)
      } else if DecimalNumber.isCode(field.value, count: field.count) {
        facts[plan].codes += 1
      }
    }
  }

  /// Gives the texts of a column their codes; row r stands on line `line` + r.
  private func readTexts(_ plan: Int, _ rows: Range<Int>, in block: CSVBlock, line: Int) {
    let start = plans[plan].textSlot * capacity
    let dictionary = dictionaries[plans[plan].textSlot]
    let isText = plans[plan].numberSlot < 0
    let bytes = UnsafePointer(block.bytes)
    for row in rows {
      let span = spans[start + row]
      // What is met again and again is no missing value, and known as it is written.
      let key = TextDictionary.RecentKey(bytes + Int(span.start), length: span.count)
      if let key, let code = dictionary.recentCode(key) {
        codes[start + row] = code
      } else if span.count == 0 {
        codes[start + row] = -1
        // Of a column that is read as numbers, too, it was noted with them.
        if isText { facts[plan].noteMissing(line: line + row) }
      } else {
        let code = code(field(span, in: block), plan, line + row)
        codes[start + row] = code
        if let key, code >= 0 { dictionary.remember(key, code) }
      }
    }
  }

  @inline(__always)
  private func field(_ span: PlainRowScan.Span, in block: CSVBlock) -> CSVField {
    let start = Int(span.start)
    let count = Int(span.count & ~UInt32(BACKDROP_DOUBLED_QUOTES))
    if count != Int(span.count) { return unescapedField(start, count, in: block) }
    return CSVField(value: block.bytes + start, count: count, rawStart: start, rawCount: count)
  }

  private func unescapedField(_ start: Int, _ count: Int, in block: CSVBlock) -> CSVField {
    let room = unescaped ?? UnescapedText(capacity: block.capacity)
    unescaped = room
    room.clear()
    let text = room.append(block.bytes + start, count: count)
    return CSVField(value: text.start, count: text.count, rawStart: start, rawCount: count)
  }
}
