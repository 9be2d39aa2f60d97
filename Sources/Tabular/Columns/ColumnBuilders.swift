import Numerics

/// The columns of a training file while its rows come in.
struct ColumnBuilders {
  let file: String
  let header: Header
  let parts: [ColumnPart]
  /// The kind of each typed column, as it is being read.
  let kinds: [ColumnKind?]
  /// What is read from the columns that are read.
  let plans: [CellPlan]
  let dictionaries: [TextDictionary]
  /// A value of each column of the file, cut; nil where the first rows have none.
  let examples: [String?]

  private(set) var rows = 0
  private(set) var numbers: [[Double]]
  private(set) var codes: [[Int32]]
  /// What the cells of each plan's column turned out to be.
  private(set) var facts: [ColumnFacts]
  private(set) var lines = RowLines(first: 2)
  /// Columns that turned out to be of another kind than they were read as.
  private(set) var changed: [String: ColumnKind] = [:]

  /// Prepares columns without rows.
  init(
    file: String, header: Header, parts: [ColumnPart], kinds: [ColumnKind?], examples: [String?]
  ) {
    self.file = file
    self.examples = examples
    self.header = header
    self.parts = parts
    self.kinds = kinds
    plans = CellPlan.withSlots(
      parts.indices.compactMap { column in
        let isText = kinds[column] == .categorical
        let reading: CellPlan.Reading? =
          switch parts[column] {
          case .ignored, .id: nil
          case .weight: .number
          case .split: .text
          case .feature: isText ? .text : .number
          case .target: isText ? .text : .both
          }
        return reading.map {
          CellPlan(column: column, name: header.names[column], reading: $0)
        }
      })
    dictionaries = plans.filter { $0.textSlot >= 0 }.map { _ in TextDictionary() }
    numbers = plans.filter { $0.numberSlot >= 0 }.map { _ in [] }
    codes = dictionaries.map { _ in [] }
    facts = Array(repeating: ColumnFacts(), count: plans.count)
  }

  /// Appends the rows of the parser's block.
  mutating func append(from parser: inout CSVRowParser) throws(TabularError) {
    let chunk = RowChunk(
      file: file, plans: plans, capacity: parser.block.rowBound, dictionaries: dictionaries)
    try chunk.append(from: &parser)
    append(chunk)
  }

  /// Makes room for the rows of the whole file, guessed from those that are there.
  ///
  /// - Parameters:
  ///   - sizeOfFile: In bytes; nil when it is not known.
  ///   - sizeOfRows: The bytes of the rows that are there.
  ///   - threads: The threads that share the columns.
  mutating func reserve(sizeOfFile: Int?, sizeOfRows: Int, threads: Int) {
    guard let sizeOfFile, sizeOfRows > 0 else { return }
    // 2 % more, since the later rows may be a little shorter.
    let guess = Int(Double(rows) * Double(sizeOfFile) / Double(sizeOfRows) * 1.02)
    for slot in numbers.indices { numbers[slot].reserveCapacity(guess) }
    for slot in codes.indices { codes[slot].reserveCapacity(guess) }
    provide(rows: Int(Double(rows) * Double(sizeOfFile) / Double(sizeOfRows)), threads)
  }

  /// Lets the system provide the memory of so many rows.
  private mutating func provide(rows: Int, _ threads: Int) {
    var parts: [UnsafeMutableRawBufferPointer] = []
    func add<Element>(_ column: inout [Element]) {
      let bytes = min(rows, column.capacity) * MemoryLayout<Element>.stride
      column.withUnsafeMutableBytes {
        parts.append(UnsafeMutableRawBufferPointer(start: $0.baseAddress, count: bytes))
      }
    }
    for slot in numbers.indices { add(&numbers[slot]) }
    for slot in codes.indices { add(&codes[slot]) }
    let lanes = min(max(1, threads), parts.count)
    Lanes.run(lanes) { lane in
      for index in stride(from: lane, to: parts.count, by: lanes) {
        guard let start = parts[index].baseAddress else { continue }
        FreshMemory.provide(start, bytes: parts[index].count)
      }
    }
  }

  /// Appends the rows of a chunk.
  ///
  /// - Parameter tableCodes: For each slot the code in our dictionary of each code of the chunk; nil where
  ///   they are the same.
  mutating func append(_ chunk: RowChunk, _ tableCodes: [[Int32]]? = nil) {
    if chunk.rows == 0 { return }
    for (index, plan) in plans.enumerated() {
      if plan.numberSlot >= 0 {
        numbers[plan.numberSlot].append(contentsOf: chunk.numbers(plan.numberSlot))
      }
      if plan.textSlot >= 0 {
        append(chunk.codes(plan.textSlot), plan.textSlot, tableCodes?[plan.textSlot])
      }
      facts[index].add(chunk.facts[index])
    }
    lines.append(chunk.lines, at: rows)
    rows += chunk.rows
  }

  private mutating func append(
    _ chunk: UnsafeBufferPointer<Int32>, _ slot: Int, _ tableCodes: [Int32]?
  ) {
    guard let tableCodes else { return codes[slot].append(contentsOf: chunk) }
    let first = codes[slot].count
    codes[slot].append(contentsOf: chunk)
    codes[slot].withUnsafeMutableBufferPointer { codes in
      tableCodes.withUnsafeBufferPointer { tableCodes in
        for row in first..<codes.count where codes[row] >= 0 {
          codes[row] = tableCodes[Int(codes[row])]
        }
      }
    }
  }

  /// Takes the codes of a slot out.
  mutating func takeCodes(_ slot: Int) -> [Int32] {
    var taken: [Int32] = []
    swap(&taken, &codes[slot])
    return taken
  }

  /// Looks, with all rows known, for columns that were read as the wrong kind.
  mutating func decide(declared parts: [ColumnPart], known: [String: ColumnKind]) {
    for (index, plan) in plans.enumerated() {
      guard parts[plan.column].isTyped, parts[plan.column].declared == nil,
        known[plan.name] == nil
      else { continue }
      let isText = kinds[plan.column] == .categorical
      let facts = isText ? textFacts(plan, missing: facts[index].missing) : facts[index]
      switch facts.verdict(rows: rows) {
      case .text: if !isText { changed[plan.name] = .categorical }
      case .numeric, .refused: if isText { changed[plan.name] = .numeric }
      }
    }
  }

  /// What the cells of a text column would have been as numbers.
  private func textFacts(_ plan: CellPlan, missing: Int) -> ColumnFacts {
    if let facts = factsOfWords(plan, missing: missing) { return facts }
    var counts = [Int](repeating: 0, count: dictionaries[plan.textSlot].count)
    for code in codes[plan.textSlot] where code >= 0 { counts[Int(code)] += 1 }
    var facts = ColumnFacts()
    facts.missing = missing
    var level = 0
    dictionaries[plan.textSlot].forEach { bytes, count in
      var value = 0.0
      let field = CSVField(value: bytes, count: count, rawStart: 0, rawCount: count)
      let outcome = DecimalNumber.read(bytes, count: count, into: &value)
      if outcome == .number, DecimalNumber.isCode(bytes, count: count) {
        facts.codes += counts[level]
      }
      var one = ColumnFacts()
      one.note(outcome, field, at: Place(file))
      facts.add(one, times: counts[level])
      level += 1
    }
    return facts
  }
}

extension ColumnBuilders {
  /// The same of a column in which every text is a word, as nearly always: then it does not matter
  /// how often each is found. Nil where one is something else.
  private func factsOfWords(_ plan: CellPlan, missing: Int) -> ColumnFacts? {
    let dictionary = dictionaries[plan.textSlot]
    var facts = ColumnFacts()
    for code in 0..<dictionary.count {
      dictionary.withText(code) { bytes, count in
        var value = 0.0
        let field = CSVField(value: bytes, count: count, rawStart: 0, rawCount: count)
        facts.note(DecimalNumber.read(bytes, count: count, into: &value), field, at: Place(file))
      }
      if facts.words <= code { return nil }
    }
    facts.missing = missing
    facts.words = rows - missing
    return facts
  }
}

extension ColumnFacts {
  /// Adds the facts about more rows, each counted `times` times.
  mutating func add(_ other: ColumnFacts, times: Int = 1) {
    missing += other.missing * times
    infinite += other.infinite * times
    outOfRange += other.outOfRange * times
    codes += other.codes * times
    words += other.words * times
    malformed += other.malformed * times
    decimalCommas += other.decimalCommas * times
    dates += other.dates * times
    if firstError == nil { firstError = other.firstError }
    missingLines += other.missingLines.prefix(Self.lineLimit - missingLines.count)
  }
}
