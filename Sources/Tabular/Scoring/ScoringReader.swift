import Glibc

/// What scoring does with rows that cannot be read.
package enum BadRows: Sendable {
  /// The file is refused, with the first ten of them.
  case refuse
  /// They are kept: a cell that is no number is missing, a row without the right fields is lost.
  case keep
}

/// Matches the columns of a CSV with a model's and deals out its blocks to lanes.
///
/// Sendable by hand: the blocks are touched under the lock only, the rest does not change.
package final class ScoringReader: @unchecked Sendable {
  /// The header as the file has it.
  package let names: [String]
  /// Columns of the file that the model does not know.
  package let extraColumns: [String]
  /// Whether the file has the target.
  package let hasTarget: Bool
  /// The names of the kept columns, and the bytes of their fields in the header.
  package let keptNames: [String]
  package let keptHeader: [[UInt8]]
  /// Whether more than one lane can be of use, as far as that is known.
  package let isLong: Bool
  /// Whether the size of the file is known, so that reading comes to an end.
  package let isFile: Bool

  let file: String
  let format: CSVFormat
  let signature: Signature
  let badRows: BadRows
  let plans: [CellPlan]
  let kept: [Int]
  let expectedFields: Int

  private let headerEnd: Int

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let blocks: CSVBlockReader
  /// The block with the header, until a lane takes it.
  private var first: (block: CSVBlock, end: Int, line: Int)?
  private var blocksRead = 0
  private var isStopped = false

  /// Reads the header of `source` and matches it with `signature`.
  ///
  /// - Parameters:
  ///   - keep: Columns that are carried through.
  /// - Throws: `missingColumns` with all that are missing, `unknownColumns` for `keep`, and what
  ///   the header gets.
  package init(
    _ source: ByteSource, signature: Signature, format: CSVFormat = CSVFormat(),
    keep: KeptColumns = .none, badRows: BadRows = .refuse
  ) throws(TabularError) {
    file = source.name
    self.format = format
    self.signature = signature
    self.badRows = badRows
    let size = source.size
    isFile = source.isFile
    blocks = CSVBlockReader(source, limits: format.limits, fillsBlocks: false)
    isLong = (size ?? .max) > blocks.blockSize
    let block = blocks.makeBlock()
    var parser = CSVRowParser(file: file, format: format, block: block)
    guard try blocks.next(into: block) else { throw .noRows(Place(file, line: 1)) }
    parser.start(block)
    guard try parser.next() else { throw .noRows(Place(file, line: 1)) }
    let header = try Header(parser, file: file, format: format)
    names = header.names
    expectedFields = header.names.count
    plans = try Self.plans(signature, header)
    kept = try keep.indices(in: header)
    keptNames = kept.map { header.names[$0] }
    var fields: [[UInt8]] = []
    for column in kept {
      let field = parser.fields[column]
      fields.append(
        Array(UnsafeBufferPointer(start: block.bytes + field.rawStart, count: field.rawCount)))
    }
    keptHeader = fields
    let used = Set(plans.map(\.name.key))
    extraColumns = header.names.filter { !used.contains($0.key) }
    hasTarget = used.contains(signature.target.name.key)
    headerEnd = parser.lineAfterRecord
    first = (block, parser.recordEnd, headerEnd)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// The error of a file in which nothing follows the header.
  package var noRows: TabularError { .noRows(Place(file, line: headerEnd)) }

  /// Lets no lane have another block.
  package func stop() {
    pthread_mutex_lock(lock)
    isStopped = true
    pthread_mutex_unlock(lock)
  }

  /// Makes a block that fits what `read` puts into it.
  func makeBlock() -> CSVBlock { blocks.makeBlock() }

  /// Reads the next block.
  ///
  /// - Returns: Its number, from 0; nil at the end of the file.
  func read(into block: CSVBlock) throws(TabularError) -> Int? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    if isStopped { return nil }
    if let first {
      block.copyRest(of: first.block, from: first.end, line: first.line)
      self.first = nil
    } else {
      do throws(TabularError) {
        guard try blocks.next(into: block) else { return nil }
      } catch {
        isStopped = true
        throw error
      }
    }
    blocksRead += 1
    return blocksRead - 1
  }

  private static func plans(_ signature: Signature, _ header: Header)
    throws(TabularError) -> [CellPlan]
  {
    var positions: [TextKey: Int] = [:]
    for (index, name) in header.names.enumerated() { positions[name.key] = index }
    var plans: [CellPlan] = []
    var missing: [String] = []
    for column in signature.columns {
      guard let index = positions[column.name.key] else {
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
    if let index = positions[target.name.key] {
      plans.append(
        CellPlan(
          column: index, name: target.name,
          reading: target.task == .regression ? .number : .text))
    }
    return CellPlan.withSlots(plans)
  }
}
