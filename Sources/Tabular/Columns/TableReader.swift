/// Reads a training file: decides what each column is, and fills typed columns.
///
/// The kinds are decided on the first block, about 1 MiB, and then again with what all rows showed.
/// Only when the two differ, which takes a column that changes its nature in a large file, is the
/// file read a second time.
struct TableReader {
  private let source: ByteSource
  private let format: CSVFormat
  private let threads: Int
  /// Rows that are searched for examples.
  private static let exampleRows = 100

  /// Prepares to read `source` on `threads` threads.
  init(_ source: ByteSource, _ format: CSVFormat, threads: Int) {
    self.source = source
    self.format = format
    self.threads = threads
  }

  /// Reads the whole source.
  func read(_ choices: ColumnChoices) throws(TabularError) -> Table {
    var first = try readOnce(choices, known: [:])
    if !first.changed.isEmpty {
      let rows = first.rows
      for name in first.changed.keys.sorted() where !source.rewind() {
        throw .cannotReadTwice(file: source.name, column: name)
      }
      first = try readOnce(choices, known: first.changed)
      guard first.rows == rows, first.changed.isEmpty else {
        throw .changedWhileReading(file: source.name)
      }
    }
    return try TableAssembly(file: source.name, consume first, threads: threads).table()
  }

  private func readOnce(_ choices: ColumnChoices, known: [String: ColumnKind])
    throws(TabularError) -> ColumnBuilders
  {
    let blocks = CSVBlockReader(source, limits: format.limits, fillsBlocks: true)
    let block = blocks.makeBlock()
    var parser = CSVRowParser(file: source.name, format: format, block: block)
    guard try blocks.next(into: block) else { throw .noRows(Place(source.name, line: 1)) }
    parser.start(block)
    guard try parser.next() else { throw .noRows(Place(source.name, line: 1)) }
    let header = try Header(parser, file: source.name, format: format)
    parser.expectedFields = header.names.count
    let parts = try choices.parts(for: header)
    let kinds = try kinds(parts, header, block, known)

    var builders = ColumnBuilders(
      file: source.name, header: header, parts: parts, kinds: kinds,
      examples: try examples(header, block))
    try builders.append(from: &parser)
    if !blocks.hasEnded {
      builders.reserve(sizeOfFile: source.size, sizeOfRows: block.count, threads: threads)
      // Given away: with a second owner, the first append would copy what was just reserved.
      let lanes = ParsingLanes(
        blocks, consume builders, format: format, blankLine: parser.blankLine)
      builders = try lanes.run(count: threads)
    }
    if builders.rows == 0 { throw .noRows(Place(source.name, line: parser.lineAfterRecord)) }
    builders.decide(declared: parts, known: known)
    return builders
  }

  /// The first value of each column in the first rows.
  private func examples(_ header: Header, _ block: CSVBlock) throws(TabularError) -> [String?] {
    var examples = [String?](repeating: nil, count: header.names.count)
    var parser = CSVRowParser(file: source.name, format: format, block: block)
    _ = try parser.next()
    parser.expectedFields = header.names.count
    var rows = 0
    while rows < Self.exampleRows, examples.contains(nil), try parser.next() {
      for column in examples.indices where examples[column] == nil {
        let field = parser.fields[column]
        if !DecimalNumber.isMissing(field.value, count: field.count) {
          examples[column] = field.excerpt
        }
      }
      rows += 1
    }
    return examples
  }

  /// The kind of each feature and of the target, as far as the first block shows it.
  private func kinds(
    _ parts: [ColumnPart], _ header: Header, _ block: CSVBlock, _ known: [String: ColumnKind]
  ) throws(TabularError) -> [ColumnKind?] {
    var kinds = zip(parts, header.names).map { part, name in part.declared ?? known[name] }
    let open = parts.indices.filter { parts[$0].isTyped && kinds[$0] == nil }
    if open.isEmpty { return kinds }
    let plans = CellPlan.withSlots(
      open.map { CellPlan(column: $0, name: header.names[$0], reading: .number) })
    let sample = RowChunk(
      file: source.name, plans: plans, capacity: block.rowBound, dictionaries: [])
    var parser = CSVRowParser(file: source.name, format: format, block: block)
    _ = try parser.next()
    parser.expectedFields = header.names.count
    try sample.append(from: &parser)
    for (column, facts) in zip(open, sample.facts) {
      if case .text = facts.verdict(rows: sample.rows) {
        kinds[column] = .categorical
      } else {
        kinds[column] = .numeric
      }
    }
    return kinds
  }
}

extension ColumnPart {
  /// The kind that the user gave it.
  var declared: ColumnKind? {
    switch self {
    case .feature(let kind), .target(let kind): kind
    case .ignored, .id, .weight, .split: nil
    }
  }

  /// Whether it has a kind.
  var isTyped: Bool {
    switch self {
    case .feature, .target: true
    case .ignored, .id, .weight, .split: false
    }
  }
}

extension Table {
  /// Reads a training file.
  ///
  /// A column without a declared kind is numeric when all its values are numbers, and categorical
  /// when they are texts; texts that are all `true` or `false` make it boolean. Digits with leading zeros make a column
  /// categorical. A column of numbers with a few texts is an error at the first one, a column of
  /// dates too. A text column that names every row is left out, and so is a column without values.
  /// Texts and labels are kept exactly as in the file, spaces included; names in the header lose
  /// spaces and tabs around them.
  ///
  /// - Parameter threads: The threads that parse; the table does not depend on it.
  /// - Throws: Whatever is wrong with the first wrong row, the header, a choice or a column.
  package static func read(
    _ source: ByteSource, format: CSVFormat = CSVFormat(),
    choices: ColumnChoices = ColumnChoices(), threads: Int = 2
  ) throws(TabularError) -> Table {
    try TableReader(source, format, threads: threads).read(choices)
  }
}
