import Glibc

/// Parses the blocks of a file on several threads and appends their rows in the order of the file.
///
/// Each lane takes the next block, parses it into a chunk of its own, waits for its turn and
/// appends it; so the table, and the error when there is one, do not depend on the number of lanes.
///
/// Sendable by hand: the blocks are touched under `reading` only, and the columns, the turn and the
/// failure under `appending` only; everything else a lane touches is its own.
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
    var chunk = RowChunk(file: file, plans: plans, capacity: 0, dictionaries: texts.dictionaries)
    while let turn = read(into: block) {
      parser.startAfresh(block)
      if chunk.capacity < block.rowBound {
        // A tenth more, so that the blocks after it fit as well.
        chunk = RowChunk(
          file: file, plans: plans, capacity: block.rowBound + block.rowBound / 10,
          dictionaries: texts.dictionaries)
      }
      chunk.removeAll()
      var error: TabularError?
      do throws(TabularError) { try chunk.append(from: &parser) } catch let caught {
        error = caught
      }
      append(chunk, texts, turn: turn, blankLine: parser.blankLine, error: error)
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

  private func append(
    _ chunk: RowChunk, _ texts: LaneTexts, turn: Int, blankLine blank: Int?, error: TabularError?
  ) {
    appending.lock()
    while blocksAppended != turn { appending.wait() }
    if failure == nil {
      failure = blankLineError(before: chunk) ?? error
      if failure == nil { builders.append(chunk, texts) }
      blankLine = blankLine ?? blank
    }
    let hasFailed = failure != nil
    blocksAppended += 1
    appending.broadcast()
    appending.unlock()
    if hasFailed {
      reading.lock()
      isStopped = true
      reading.unlock()
    }
  }

  private func blankLineError(before chunk: RowChunk) -> TabularError? {
    guard let blankLine, chunk.rows > 0 else { return nil }
    return .blankLine(Place(file, line: blankLine), expected: expectedFields)
  }
}

/// The texts that one lane met, and their codes in the whole table.
final class LaneTexts {
  /// One for each text slot.
  let dictionaries: [TextDictionary]
  private var tableCodes: [[Int32]]

  /// Prepares for the text columns of `plans`.
  init(_ plans: [CellPlan]) {
    dictionaries = plans.filter { $0.textSlot >= 0 }.map { _ in TextDictionary() }
    tableCodes = dictionaries.map { _ in [] }
  }

  /// The table's code for each code of a slot; new texts are added to `table`.
  func codes(_ slot: Int, in table: TextDictionary) -> [Int32] {
    let dictionary = dictionaries[slot]
    for code in tableCodes[slot].count..<dictionary.count {
      tableCodes[slot].append(dictionary.withText(code) { table.code($0, count: $1) })
    }
    return tableCodes[slot]
  }
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
