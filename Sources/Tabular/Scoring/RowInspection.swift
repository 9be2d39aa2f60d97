import Numerics

/// Looks at the rows of a lane before they are scored: what is unusual, what is bad, what is lost.
package final class RowInspection {
  /// The counts of all rows so far; of no meaning unless they were asked for.
  package private(set) var shift: ShiftSummary
  /// What is unusual about the rows, by row and then by column; empty unless it was asked for.
  package private(set) var concerns: [RowConcern] = []
  /// Whether a row cannot be scored.
  package private(set) var isLost: [Bool] = []
  /// How many of the rows are bad: with a cell that is not what it should be.
  package private(set) var badRows = 0

  private let columns: [FeatureEncoder.ColumnEncoding]
  private let listsConcerns: Bool
  private let countsShift: Bool
  private let allowsMissing: Bool
  private var isBad: [Bool] = []
  /// Whether a row is no record at all.
  private var unreadable: [Bool] = []
  private var badCells: Set<Cell> = []
  private var errors: [(row: Int, error: TabularError)] = []
  private var known: [KnownLevels]

  /// Prepares to look at rows.
  ///
  /// - Parameters:
  ///   - listsConcerns: whether each row's concerns are listed.
  ///   - countsShift: whether they are counted.
  package init(_ encoder: FeatureEncoder, listsConcerns: Bool, countsShift: Bool = true) {
    shift = ShiftSummary(encoder)
    columns = encoder.columns
    self.listsConcerns = listsConcerns
    self.countsShift = countsShift
    allowsMissing = encoder.settings.missing != .error
    known = columns.map(KnownLevels.init)
  }

  /// The errors of the first bad rows, in their order, at most ten.
  package var badRowErrors: [TabularError] {
    var seen: Set<Int> = []
    return errors.sorted { $0.row < $1.row }.filter { seen.insert($0.row).inserted }
      .prefix(RowFaults.listedRows).map(\.error)
  }

  /// Looks at the rows that a lane has now.
  package func inspect(_ lane: ScoringLane) {
    reset(lane)
    // Unusual values are no reason to look at, then; bad ones are known already.
    let isLookedAt = countsShift || listsConcerns || !allowsMissing
    for column in columns.indices where isLookedAt {
      switch columns[column] {
      case .numeric(let encoding): inspect(encoding, column, lane)
      case .categorical: inspectCategories(column, lane)
      }
    }
    inspectTarget(lane)
    badRows = errors.isEmpty ? 0 : isBad.count { $0 }
    // Stable, so that the columns of a row keep their order.
    if !concerns.isEmpty {
      concerns = concerns.enumerated()
        .sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }.map(\.element)
    }
  }

  /// Starts with what the lane found out while it parsed the rows.
  private func reset(_ lane: ScoringLane) {
    let faults = lane.chunk.faults
    concerns.removeAll(keepingCapacity: true)
    errors = faults.errors
    unreadable = Array(repeating: false, count: lane.rows)
    for entry in faults.lost { unreadable[entry.row] = true }
    isLost = unreadable
    isBad = unreadable
    badCells = []
    shift.rows += lane.rows - faults.lost.count
    // Their cells, and those that are no numbers, will be counted as missing.
    for column in columns.indices { shift.columns[column].missing -= faults.lost.count }
    for cell in faults.cells {
      let (row, column) = (Int(cell.row), Int(cell.plan))
      isBad[row] = true
      if column < columns.count {
        badCells.insert(Cell(row: row, column: column))
        shift.columns[column].missing -= 1
        shift.columns[column].unparsable += 1
      } else {
        list(.unparsable, row, column)
      }
    }
  }

  private func inspect(_ encoding: NumericEncoding, _ column: Int, _ lane: ScoringLane) {
    let values = lane.chunk.numbers(lane.chunk.plans[column].numberSlot)
    let low = encoding.minimum ?? -.infinity
    let high = encoding.maximum ?? .infinity
    let scan = ColumnScan(
      values, low: low, high: high, mean: encoding.mean,
      inverse: encoding.deviation > 0 ? 1 / encoding.deviation : 0)
    shift.columns[column].add(scan, rows: values.count)
    let isUnusual = scan.missing > 0 || scan.outOfRange > 0
    guard isUnusual, listsConcerns || !allowsMissing else { return }
    var listed = 0
    for row in values.indices where !(values[row] >= low && values[row] <= high) {
      if values[row].isNaN {
        noteMissing(row, column, lane, &listed)
      } else {
        list(.outOfRange, row, column)
      }
    }
  }

  private func inspectCategories(_ column: Int, _ lane: ScoringLane) {
    let slot = lane.chunk.plans[column].textSlot
    let texts = lane.chunk.dictionaries[slot]
    known[column].update(texts, generation: lane.generation)
    let codes = lane.chunk.codes(slot)
    var listed = 0
    for row in codes.indices {
      let code = Int(codes[row])
      if code < 0 {
        shift.columns[column].missing += 1
        noteMissing(row, column, lane, &listed)
      } else if !known[column].isKnown[code] {
        shift.columns[column].unseen += 1
        if listsConcerns { list(.unseen, row, column, texts.text(code)) }
      }
    }
  }

  /// Lists a cell without a value; where the model allows none, the row is lost.
  ///
  /// - Parameter listed: how many errors the column has given so far.
  private func noteMissing(_ row: Int, _ column: Int, _ lane: ScoringLane, _ listed: inout Int) {
    if unreadable[row] { return }
    let isBadCell = !badCells.isEmpty && badCells.contains(Cell(row: row, column: column))
    if allowsMissing { return list(isBadCell ? .unparsable : .imputed, row, column) }
    list(isBadCell ? .unparsable : .missing, row, column)
    isLost[row] = true
    isBad[row] = true
    if !isBadCell, listed < RowFaults.listedRows {
      errors.append((row, lane.error(ofMissingValueIn: row, plan: column)))
      listed += 1
    }
  }

  private func inspectTarget(_ lane: ScoringLane) {
    var listed = 0
    for (row, index) in lane.targetClasses.enumerated() where index == ScoringLane.unknownClass {
      isBad[row] = true
      if listed < RowFaults.listedRows {
        errors.append((row, lane.error(ofUnknownClassIn: row)))
        listed += 1
      }
      if listsConcerns { list(.unknownTarget, row, columns.count, lane.targetLabel(of: row)) }
    }
  }

  private func list(
    _ kind: RowConcern.Kind, _ row: Int, _ column: Int, _ text: String? = nil
  ) {
    guard listsConcerns else { return }
    concerns.append(RowConcern(row: row, column: column, kind: kind, text: text))
  }
}

private struct Cell: Hashable {
  let row: Int
  let column: Int
}

/// Which of the texts of a lane's dictionary have a feature.
private struct KnownLevels {
  private(set) var isKnown: [Bool] = []
  private let encoding: CategoricalEncoding?
  private var generation = 0

  init(_ column: FeatureEncoder.ColumnEncoding) {
    encoding = if case .categorical(let encoding) = column { encoding } else { nil }
  }

  /// Takes up the texts that are new.
  mutating func update(_ texts: TextDictionary, generation: Int) {
    guard let encoding else { return }
    if self.generation != generation { isKnown = [] }
    self.generation = generation
    if isKnown.count == texts.count { return }
    let new = (isKnown.count..<texts.count).map(texts.text)
    isKnown += encoding.areKnown(new)
  }
}
