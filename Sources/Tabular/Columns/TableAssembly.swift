import Numerics

/// Makes a table of complete columns: checks the target and the weights, leaves out what is no
/// feature.
struct TableAssembly {
  /// Rows up to which a text column is a feature although every row has another value.
  static let identifierRows = 10

  private let file: String
  private var builders: ColumnBuilders
  private let threads: Int
  private var columns: [Column] = []
  private var notes: [TableNote] = []
  private var leftOut: [LeftOutColumn] = []
  private var fileColumns: [FileColumn] = []

  /// Takes the columns of a whole file.
  ///
  /// - Parameter threads: The threads that share the rows; no result depends on it.
  init(file: String, _ builders: consuming ColumnBuilders, threads: Int) {
    self.file = file
    self.threads = threads
    self.builders = builders
  }

  /// The table.
  ///
  /// - Throws: The first error of a numeric column, `missingTarget`, `badWeight`, `dateColumn`,
  ///   `noFeatures`.
  consuming func table() throws(TabularError) -> Table {
    var target: TargetColumn?
    var weights: [Double]?
    var split: SplitColumn?
    var plans = builders.plans.makeIterator()
    var planIndex = -1
    for (index, part) in builders.parts.enumerated() {
      let name = builders.header.names[index]
      if part == .ignored || part == .id {
        leftOut.append(LeftOutColumn(name: name, reason: part == .id ? .id : .ignored))
        fileColumns.append(fileColumn(index))
        continue
      }
      guard let plan = plans.next() else { preconditionFailure("a column without a plan") }
      planIndex += 1
      let facts = builders.facts[planIndex]
      fileColumns.append(fileColumn(index, plan, facts))
      if plan.reading != .text { try check(facts, part) }
      switch part {
      case .weight:
        weights = try checkedWeights(plan, facts)
        leftOut.append(LeftOutColumn(name: name, reason: .weight))
      case .split:
        let (codes, levels) = labels(plan)
        split = SplitColumn(
          name: plan.name, number: plan.column + 1, codes: codes, levels: levels)
        leftOut.append(LeftOutColumn(name: name, reason: .split))
      case .target: target = try makeTarget(plan, facts)
      default: add(plan, facts, isDeclared: part.declared != nil)
      }
    }
    guard !columns.isEmpty else {
      throw .noFeatures(Place(file, line: 1), otherDelimiter: nil)
    }
    return Table(
      file: file, rowCount: builders.rows, columns: columns, target: target, weights: weights,
      splitColumn: split, lines: builders.lines, notes: notes, leftOut: leftOut,
      fileColumns: fileColumns)
  }

  private func fileColumn(
    _ index: Int, _ plan: CellPlan? = nil, _ facts: ColumnFacts? = nil
  ) -> FileColumn {
    FileColumn(
      name: builders.header.names[index], number: index + 1,
      kind: plan.map { $0.reading == .text ? .categorical : .numeric }, missing: facts?.missing,
      distinct: plan?.reading == .text
        ? plan.map { builders.dictionaries[$0.textSlot].count } : nil,
      example: builders.examples[index])
  }

  /// Refuses a numeric column with cells that are no numbers.
  private func check(_ facts: ColumnFacts, _ part: ColumnPart) throws(TabularError) {
    guard let error = facts.firstError else { return }
    if part.declared == nil, case .refused(let refusal) = facts.verdict(rows: builders.rows) {
      throw refusal
    }
    throw error
  }

  private mutating func add(_ plan: CellPlan, _ facts: ColumnFacts, isDeclared: Bool) {
    if facts.missing == builders.rows {
      leftOut.append(LeftOutColumn(name: plan.name, reason: .empty))
      notes.append(.leftOutEmpty(plan.name))
      return
    }
    if plan.reading == .number {
      let values = builders.numbers[plan.numberSlot]
      if isConstant(values) { notes.append(.constantColumn(plan.name)) }
      columns.append(Column(name: plan.name, number: plan.column + 1, values: .numeric(values)))
      return
    }
    let distinct = builders.dictionaries[plan.textSlot].count
    if !isDeclared, builders.rows > Self.identifierRows,
      distinct == builders.rows - facts.missing
    {
      leftOut.append(LeftOutColumn(name: plan.name, reason: .namesEveryRow))
      notes.append(.leftOutIdentifier(plan.name))
      return
    }
    if distinct == 1, facts.missing == 0 { notes.append(.constantColumn(plan.name)) }
    let (codes, levels) = labels(plan)
    columns.append(
      Column(
        name: plan.name, number: plan.column + 1,
        values: .categorical(codes: codes, levels: levels),
        isBoolean: !isDeclared && levels.allSatisfy(BooleanText.isBoolean)))
  }

  private func isConstant(_ values: [Double]) -> Bool {
    guard let first = values.first else { return false }
    return values.allSatisfy { $0 == first }
  }

  private mutating func makeTarget(_ plan: CellPlan, _ facts: ColumnFacts)
    throws(TabularError) -> TargetColumn
  {
    if facts.missing > 0 {
      let place = Place(
        file, line: facts.missingLines.first, column: plan.column + 1, columnName: plan.name)
      throw .missingTarget(place, lines: facts.missingLines, count: facts.missing)
    }
    let numbers = plan.numberSlot >= 0 ? builders.numbers[plan.numberSlot] : nil
    if numbers != nil, builders.dictionaries[plan.textSlot].count > TargetColumn.labelLimit {
      return TargetColumn(
        name: plan.name, number: plan.column + 1, codes: nil, levels: [], numbers: numbers)
    }
    let (codes, levels) = labels(plan)
    return TargetColumn(
      name: plan.name, number: plan.column + 1, codes: codes, levels: levels, numbers: numbers)
  }

  /// The codes of a column of texts by the sorted texts; they are taken out of the builders.
  private mutating func labels(_ plan: CellPlan) -> (codes: [Int32], levels: [String]) {
    let (levels, rank) = builders.dictionaries[plan.textSlot].sorted()
    var codes = builders.takeCodes(plan.textSlot)
    codes.withUnsafeMutableBufferPointer { codes in
      guard let start = codes.baseAddress else { return }
      let count = codes.count
      let lanes = min(max(1, threads), 1 + count / (1 << 16))
      Lanes.run(lanes) { lane in
        rank.withUnsafeBufferPointer { rank in
          for row in Lanes.part(lane, of: lanes, count, step: 1024) where start[row] >= 0 {
            start[row] = rank[Int(start[row])]
          }
        }
      }
    }
    return (codes, levels)
  }

  private func checkedWeights(_ plan: CellPlan, _ facts: ColumnFacts)
    throws(TabularError) -> [Double]
  {
    let weights = builders.numbers[plan.numberSlot]
    if let row = weights.firstIndex(where: { !($0 >= 0) }) {
      let place = Place(
        file, line: builders.lines.line(ofRow: row), column: plan.column + 1,
        columnName: plan.name)
      if weights[row].isNaN { throw .missingValue(place) }
      throw .badWeight(place, found: weights[row])
    }
    return weights
  }
}
