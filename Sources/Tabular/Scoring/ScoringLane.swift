/// Parses blocks of a CSV that is scored, some hundred rows at a time; each thread has its own.
package final class ScoringLane {
  /// The class of a target that is missing, and of one that is none of the classes.
  package static let missingClass: Int32 = -1
  package static let unknownClass: Int32 = -2

  private let reader: ScoringReader
  private let target: TargetEncoder
  private let block: CSVBlock
  private var parser: CSVRowParser
  private(set) var chunk: RowChunk
  private let targetPlan: Int?
  private var classOfCode: [Int32] = []
  /// For each row the index of its target's class, or `missingClass` or `unknownClass`; empty when
  /// the file has no target, or one of numbers.
  package private(set) var targetClasses: [Int32] = []
  /// Changes whenever the codes of texts get new meanings.
  private(set) var generation = 0

  /// Prepares to parse blocks of `reader`.
  package init(_ reader: ScoringReader, target: TargetEncoder) {
    self.reader = reader
    self.target = target
    block = reader.makeBlock()
    parser = CSVRowParser(file: reader.file, format: reader.format, block: block)
    parser.expectedFields = reader.expectedFields
    parser.skipsBlankLines = reader.badRows == .keep
    chunk = Self.chunk(for: reader)
    targetPlan = reader.hasTarget ? reader.plans.count - 1 : nil
  }

  /// Goes to the next block of the file.
  ///
  /// - Returns: Its number, from 0; nil when no block is left.
  package func nextBlock() throws(TabularError) -> Int? {
    guard let number = try reader.read(into: block) else { return nil }
    parser.startAfresh(block)
    forgetTextsWhenMany()
    return number
  }

  /// Parses the next rows of the block.
  ///
  /// - Returns: How many; 0 at the end of the block.
  /// - Throws: The error that makes the rest of the file unreadable. The rows before it are there.
  package func nextRows() throws(TabularError) -> Int {
    chunk.removeAll()
    defer { findClasses() }
    try chunk.append(from: &parser)
    return chunk.rows
  }

  /// How many rows there are.
  package var rows: Int { chunk.rows }
  /// The most rows there can be.
  package var capacity: Int { chunk.capacity }
  /// The fields that are carried through.
  package var kept: KeptFields { chunk.kept }
  /// The rows that are no records of the right fields, in order.
  package var losses: [(row: Int, loss: RowLoss)] { chunk.faults.lost }
  /// The first of the blank lines just passed, in the block.
  package var blankLine: Int? { parser.blankLine }

  /// The error of a blank line that rows follow.
  package func error(ofBlankLine line: Int) -> TabularError {
    .blankLine(Place(reader.file, line: line), expected: reader.expectedFields)
  }

  /// For each row the value of its target, NaN where it is missing or no number; nil when the file
  /// has no target, or one of classes. Good until the next rows.
  package var targetValues: UnsafeBufferPointer<Double>? {
    guard let targetPlan, case let slot = chunk.plans[targetPlan].numberSlot, slot >= 0 else {
      return nil
    }
    return chunk.numbers(slot)
  }

  /// The label of a row's target, which must be there.
  func targetLabel(of row: Int) -> String {
    guard let targetPlan else { preconditionFailure("there is no target") }
    let slot = chunk.plans[targetPlan].textSlot
    return chunk.dictionaries[slot].text(Int(chunk.codes(slot)[row]))
  }

  /// The error of a row whose target is none of the classes.
  func error(ofUnknownClassIn row: Int) -> TabularError {
    guard let targetPlan else { preconditionFailure("there is no target") }
    return .unknownClass(
      place(row, chunk.plans[targetPlan]), found: targetLabel(of: row), classes: target.classes)
  }

  /// The error of a value that is missing where the model allows none.
  func error(ofMissingValueIn row: Int, plan: Int) -> TabularError {
    .missingValue(place(row, chunk.plans[plan]))
  }

  private func place(_ row: Int, _ plan: CellPlan) -> Place {
    Place(
      reader.file, line: chunk.lines.line(ofRow: row), column: plan.column + 1,
      columnName: plan.name)
  }

  private func findClasses() {
    targetClasses.removeAll(keepingCapacity: true)
    guard let targetPlan, case let slot = chunk.plans[targetPlan].textSlot, slot >= 0 else {
      return
    }
    let dictionary = chunk.dictionaries[slot]
    for code in classOfCode.count..<dictionary.count {
      classOfCode.append(
        target.classIndex(of: dictionary.text(code)).map(Int32.init) ?? Self.unknownClass)
    }
    for code in chunk.codes(slot) {
      targetClasses.append(code < 0 ? Self.missingClass : classOfCode[Int(code)])
    }
  }

  /// Starts new dictionaries when the texts of the old ones, which may all be different, are many.
  private func forgetTextsWhenMany() {
    let bytes = chunk.dictionaries.reduce(0) { $0 + $1.textBytes + 32 * $1.count }
    if bytes < 1 << 20 { return }
    chunk = Self.chunk(for: reader)
    classOfCode = []
    generation += 1
  }

  /// A chunk that stays in the cache: its columns lie an odd number of cache lines apart, so that
  /// a row's cells do not compete for the same ones.
  private static func chunk(for reader: ScoringReader) -> RowChunk {
    let plans = reader.plans
    let fitting = (1 << 18) / (8 * max(1, plans.count)) / 16 * 16 - 8
    return RowChunk(
      file: reader.file, plans: plans, capacity: min(504, max(56, fitting)),
      dictionaries: plans.filter { $0.textSlot >= 0 }.map { _ in TextDictionary() },
      kept: reader.kept, keepsBadRows: true)
  }
}
