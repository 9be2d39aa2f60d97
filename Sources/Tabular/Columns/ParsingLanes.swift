import Glibc

/// Parses the blocks of a file on several threads and appends their rows in the order of the file.
///
/// Each lane takes the next block and parses it into a chunk of its own, which is appended when those
/// before it are; so the table, and the error when there is one, do not depend on the number of lanes.
/// A lane that is early leaves its chunk to the one that it would have to wait for, and goes on with
/// another one.
///
/// Sendable by hand: the blocks are touched under `reading` only, and the columns, the turn, what is
/// left and the failure under `appending` only; everything else a lane touches is its own.
final class ParsingLanes: @unchecked Sendable {
  private let format: CSVFormat
  private let file: String
  private let blocks: CSVBlockReader
  private let expectedFields: Int

  private let reading = Lock()
  private var blocksRead = 0
  private var isStopped = false
  private var readFailure: TabularError?

  private let appending = Lock()
  private var builders: ColumnBuilders
  private var blocksAppended = 0
  private var failure: TabularError?
  /// Chunks that were left until their turn comes, by their turn.
  private var left: [Int: LeftChunk] = [:]
  /// The first of the blank lines at the end of what is appended.
  private var blankLine: Int?

  /// Prepares to append the rest of `blocks` to `builders`.
  ///
  /// - Parameter blankLine: The first blank line at the end of the rows in `builders`.
  init(
    _ blocks: CSVBlockReader, _ builders: consuming ColumnBuilders, format: CSVFormat,
    blankLine: Int?
  ) {
    self.blocks = blocks
    self.format = format
    self.blankLine = blankLine
    file = builders.file
    expectedFields = builders.header.names.count
    self.builders = builders
  }

  /// Reads to the end of the file on `count` threads, this one included.
  func run(count: Int) throws(TabularError) -> ColumnBuilders {
    let threads = (1..<max(1, count)).compactMap { _ in start() }
    work()
    for thread in threads { pthread_join(thread, nil) }
    if let error = failure ?? readFailure { throw error }
    return builders
  }

  /// Starts one more lane; nil when the system has no thread left, which only costs time.
  private func start() -> pthread_t? {
    var thread = pthread_t()
    let lanes = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ParsingLanes>.fromOpaque(argument).takeRetainedValue().work()
        return nil
      }, lanes.toOpaque())
    if status == 0 { return thread }
    lanes.release()
    return nil
  }

  private func work() {
    let plans = builders.plans
    let texts = LaneTexts(plans)
    let block = blocks.makeBlock()
    var parser = CSVRowParser(file: file, format: format, block: block)
    parser.expectedFields = expectedFields
    func makeChunk(_ capacity: Int) -> RowChunk {
      RowChunk(
        file: file, plans: plans, capacity: capacity, dictionaries: texts.dictionaries)
    }
    var (chunk, spare) = (makeChunk(0), makeChunk(0))
    while let turn = read(into: block) {
      parser.startAfresh(block)
      // A tenth more, so that the blocks after it fit as well.
      if chunk.capacity < block.rowBound { chunk = makeChunk(block.rowBound + block.rowBound / 10) }
      chunk.removeAll()
      var error: TabularError?
      do throws(TabularError) { try chunk.append(from: &parser) } catch let caught {
        error = caught
      }
      let parsed = ParsedBlock(chunk: chunk, blankLine: parser.blankLine, error: error)
      if append(parsed, texts, turn: turn) == .left { swap(&chunk, &spare) }
    }
  }

  /// Reads the next block.
  ///
  /// - Returns: Its number; nil when there is none, or no use for it.
  private func read(into block: CSVBlock) -> Int? {
    reading.lock()
    defer { reading.unlock() }
    if isStopped { return nil }
    do throws(TabularError) {
      guard try blocks.next(into: block) else { return nil }
    } catch {
      isStopped = true
      readFailure = error
      return nil
    }
    blocksRead += 1
    return blocksRead - 1
  }

  /// What became of a block's rows.
  private enum Outcome {
    case appended, left
  }

  /// Appends a block's rows and those that were left behind it, or leaves them where their turn has not
  /// come; waits for it where the lane has left some already.
  private func append(_ block: ParsedBlock, _ texts: LaneTexts, turn: Int) -> Outcome {
    appending.lock()
    while blocksAppended != turn {
      if !texts.hasLeft, let added = texts.added() {
        texts.hasLeft = true
        left[turn] = LeftChunk(block: block, texts: texts, added: added)
        appending.unlock()
        return .left
      }
      appending.wait()
    }
    append(block) { texts.tableCodes(in: builders.dictionaries) }
    while let next = left.removeValue(forKey: blocksAppended) {
      append(next.block) { next.texts.tableCodes(in: builders.dictionaries, adding: next.added) }
      next.texts.hasLeft = false
    }
    let hasFailed = failure != nil
    appending.broadcast()
    appending.unlock()
    if hasFailed {
      reading.lock()
      isStopped = true
      reading.unlock()
    }
    return .appended
  }

  /// Appends the rows whose turn it is, by the table's codes of the lane's texts.
  private func append(_ block: ParsedBlock, _ tableCodes: () -> [[Int32]]) {
    if failure == nil {
      failure = blankLineError(before: block.chunk) ?? block.error
      if failure == nil { builders.append(block.chunk, tableCodes()) }
      blankLine = blankLine ?? block.blankLine
    }
    blocksAppended += 1
  }

  private func blankLineError(before chunk: RowChunk) -> TabularError? {
    guard let blankLine, chunk.rows > 0 else { return nil }
    return .blankLine(Place(file, line: blankLine), expected: expectedFields)
  }
}

/// What a lane made of a block.
private struct ParsedBlock {
  let chunk: RowChunk
  /// The first of the blank lines at its end.
  let blankLine: Int?
  let error: TabularError?
}

/// What a lane left to another one.
private struct LeftChunk {
  let block: ParsedBlock
  let texts: LaneTexts
  /// For each slot the texts that the table does not know of yet; the lane goes on adding to its own.
  let added: [TextDictionary?]
}

/// A lock that can be waited on.
private final class Lock {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func wait() { pthread_cond_wait(condition, mutex) }
  func broadcast() { pthread_cond_broadcast(condition) }
}
