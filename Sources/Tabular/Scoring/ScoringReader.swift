/// The columns that scoring carries through.
package enum KeptColumns: Equatable, Sendable {
  case none, all
  /// The columns with these names, in this order.
  case named([String])
}

/// What scoring does with a row that cannot be read.
package enum BadRows: Sendable {
  /// The file is refused, with the first ten of them.
  case refuse
  /// They are kept, with missing values and a fault.
  case keep
}

/// Some rows to score.
package struct ScoringChunk: Sendable {
  /// The index in the file of the chunk's first row, from 0.
  package let firstRow: Int
  /// The features by the signature's names and kinds, and the target when the file has it.
  ///
  /// A label or a target that is missing is −1 or NaN.
  package let table: Table
  /// What is wrong with rows, in order.
  package let faults: [RowFault]
  /// The fields that are carried through.
  package let kept: KeptFields
}

/// Reads a CSV for a model: columns by name, cells by the stored kinds, a chunk of rows at a time.
package final class ScoringReader {
  /// Bad rows that an error lists.
  private static let listedRows = 10

  /// The header as the file has it.
  package let names: [String]
  /// Columns of the file that the model does not know.
  package let extraColumns: [String]
  /// Whether the file has the target.
  package let hasTarget: Bool
  /// The names of the kept columns.
  package let keptNames: [String]

  private let file: String
  private let signature: Signature
  private let chunkRows: Int
  private let badRows: BadRows
  private let blocks: CSVBlockReader
  private var parser: CSVRowParser
  private let plans: [CellPlan]
  private let kept: [Int]
  private var nextRow = 0
  private var isBlockRead = true

  /// Reads the header of `source` and matches it with `signature`.
  ///
  /// - Parameters:
  ///   - chunkRows: The most rows in a chunk.
  ///   - keep: Columns that are carried through.
  /// - Throws: `missingColumns` with all that are missing, `unknownColumns` for `keep`, and what
  ///   the header gets.
  package init(
    _ source: ByteSource, signature: Signature, format: CSVFormat = CSVFormat(),
    chunkRows: Int = 8192, keep: KeptColumns = .none, badRows: BadRows = .refuse
  ) throws(TabularError) {
    file = source.name
    self.signature = signature
    self.chunkRows = chunkRows
    self.badRows = badRows
    blocks = CSVBlockReader(source, limits: format.limits, fillsBlocks: false)
    parser = CSVRowParser(file: file, format: format, block: blocks.makeBlock())
    guard try Self.advance(blocks, &parser), try parser.next() else {
      throw .noRows(Place(file, line: 1))
    }
    let header = try Header(parser, file: file, format: format)
    parser.expectedFields = header.names.count
    names = header.names
    plans = try Self.plans(signature, header)
    kept = try Self.kept(keep, header)
    keptNames = kept.map { header.names[$0] }
    let used = Set(plans.map(\.name))
    extraColumns = header.names.filter { !used.contains($0) }
    hasTarget = header.names.contains(signature.target.name)
  }

  /// Reads the next rows.
  ///
  /// - Returns: At least one row; nil at the end of the file.
  /// - Throws: `badRows` with the first ten of them when they are refused; otherwise the error that
  ///   makes the rest of the file unreadable.
  package func next() throws(TabularError) -> ScoringChunk? {
    guard let chunk = try readChunk() else {
      if nextRow == 0 { throw .noRows(Place(file, line: parser.lineAfterRecord)) }
      return nil
    }
    if case .refuse = badRows, !chunk.faults.isEmpty { throw try refusal(chunk) }
    defer { nextRow += chunk.rows }
    return ScoringChunk(
      firstRow: nextRow, table: table(chunk), faults: chunk.faults, kept: chunk.kept)
  }

  private func readChunk() throws(TabularError) -> RowChunk? {
    let dictionaries = plans.filter { $0.textSlot >= 0 }.map { _ in TextDictionary() }
    let chunk = RowChunk(
      file: file, plans: plans, capacity: chunkRows, dictionaries: dictionaries, kept: kept,
      keepsBadRows: true)
    // A chunk ends with its block: rows that came through a pipe do not wait for later ones.
    while chunk.rows == 0 {
      try chunk.append(from: &parser)
      if chunk.rows == 0, try !Self.advance(blocks, &parser) { return nil }
    }
    return chunk
  }

  /// Collects bad rows up to ten.
  private func refusal(_ chunk: RowChunk) throws(TabularError) -> TabularError {
    var errors = chunk.faults.map(\.error)
    var total = errors.count
    // An error that ends the file is one more bad row here, since others stand before it.
    do throws(TabularError) {
      while errors.count < Self.listedRows, let more = try readChunk() {
        errors += more.faults.map(\.error)
        total += more.faults.count
      }
    } catch {
      errors.append(error)
      total += 1
    }
    return .badRows(Array(errors.prefix(Self.listedRows)), total: total)
  }

  private func table(_ chunk: RowChunk) -> Table {
    var columns: [Column] = []
    var target: TargetColumn?
    for plan in chunk.plans {
      let isTarget = plan.name == signature.target.name
      if plan.reading == .number {
        let values = Array(chunk.numbers(plan.numberSlot))
        if isTarget {
          target = TargetColumn(
            name: plan.name, number: plan.column + 1, codes: nil, levels: [], numbers: values)
        } else {
          columns.append(
            Column(name: plan.name, number: plan.column + 1, values: .numeric(values)))
        }
        continue
      }
      let levels = chunk.dictionaries[plan.textSlot].texts
      let codes = Array(chunk.codes(plan.textSlot))
      if isTarget {
        target = TargetColumn(
          name: plan.name, number: plan.column + 1, codes: codes, levels: levels, numbers: nil)
      } else {
        columns.append(
          Column(
            name: plan.name, number: plan.column + 1,
            values: .categorical(codes: codes, levels: levels)))
      }
    }
    return Table(
      file: file, rowCount: chunk.rows, columns: columns, target: target, lines: chunk.lines)
  }

  private static func advance(_ blocks: CSVBlockReader, _ parser: inout CSVRowParser)
    throws(TabularError) -> Bool
  {
    guard try blocks.next(into: parser.block) else { return false }
    parser.start(parser.block)
    return true
  }

  private static func plans(_ signature: Signature, _ header: Header)
    throws(TabularError) -> [CellPlan]
  {
    var plans: [CellPlan] = []
    var missing: [String] = []
    for column in signature.columns {
      guard let index = header.names.firstIndex(of: column.name) else {
        missing.append(column.name)
        continue
      }
      plans.append(
        CellPlan(
          column: index, name: column.name,
          reading: column.kind == .numeric ? .number : .text))
    }
    if !missing.isEmpty {
      throw .missingColumns(
        Place(header.file, line: 1), names: missing, available: header.names,
        otherDelimiter: header.names.count == 1 ? header.otherDelimiter : nil)
    }
    let target = signature.target
    if let index = header.names.firstIndex(of: target.name) {
      plans.append(
        CellPlan(
          column: index, name: target.name,
          reading: target.task == .regression ? .number : .text))
    }
    return CellPlan.withSlots(plans)
  }

  private static func kept(_ keep: KeptColumns, _ header: Header) throws(TabularError) -> [Int] {
    switch keep {
    case .none: return []
    case .all: return Array(header.names.indices)
    case .named(let names):
      let unknown = names.filter { !header.names.contains($0) }
      if !unknown.isEmpty {
        throw .unknownColumns(
          Place(header.file, line: 1), names: unknown, available: header.names)
      }
      return names.compactMap { header.names.firstIndex(of: $0) }
    }
  }
}
