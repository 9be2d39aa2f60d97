import Numerics
import Synchronization
import Tabular
import Threads

/// What one worker has to hand out: rows in order, as far as they go.
struct ScoredRows<Scalar: Real> {
  /// How many rows there are, with those without a score.
  var count = 0
  var emptyRows = 0
  /// Bad rows, with the errors of the first ten of them.
  var badRows = 0
  var errors: [TabularError] = []
  /// [rows × outputs], for the evaluation; empty when the file has no target.
  var scores: [Scalar] = []
  /// Each row's class, or its value; negative or NaN for a row that is not evaluated.
  var classes: [Int32] = []
  var values: [Double] = []

  /// Forgets everything and keeps the memory.
  mutating func removeAll() {
    (count, emptyRows, badRows) = (0, 0, 0)
    errors.removeAll()
    scores.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }
}

/// The one place where the rows of all workers come together, block after block.
///
/// Sendable by hand: whoever has the turn, and nobody else, touches the variables below it; the
/// errors of reading and the shift are behind locks.
final class OrderedOutput: @unchecked Sendable {
  private let reader: ScoringReader
  private let header: [UInt8]
  private let refusesBadRows: Bool
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private let order = TurnOrder()
  private let readFailure = Monitor<TabularError?>(nil)
  private let wantsNoScores = Atomic(false)
  private let shift: Monitor<ShiftSummary>

  private var evaluation: Evaluation
  private var failure: (any Error)?
  private var refused: [TabularError] = []
  private var blankLine: Int?
  private var headerIsWritten = false
  private var rows = 0
  private var emptyRows = 0
  private var badRows = 0

  /// Starts with no rows.
  init(
    _ reader: ScoringReader, _ evaluation: Evaluation, _ shift: ShiftSummary, header: [UInt8],
    refusesBadRows: Bool, sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    self.reader = reader
    self.evaluation = evaluation
    self.shift = Monitor(shift)
    self.header = header
    self.refusesBadRows = refusesBadRows
    self.sink = sink
  }

  /// Whether rows need to be scored; otherwise the file is refused, and they are only looked at.
  var wantsScores: Bool { !wantsNoScores.load(ordering: .relaxed) }

  /// Waits until it is the turn of a block.
  func wait(for block: Int) { order.wait(for: block) }

  /// Takes rows of the block whose turn it is.
  ///
  /// - Parameters:
  ///   - text: the rows as they are written.
  ///   - isFirst: whether no rows of the block came before.
  func take<Scalar: Real>(
    _ rows: ScoredRows<Scalar>, _ text: UnsafeRawBufferPointer, lane: ScoringLane, isFirst: Bool
  ) {
    if failure != nil || rows.count == 0 { return }
    if isFirst, let blankLine { return fail(lane.error(ofBlankLine: blankLine)) }
    badRows += rows.badRows
    if refusesBadRows, badRows > 0 { return refuse(rows.errors) }
    self.rows += rows.count
    emptyRows += rows.emptyRows
    rows.scores.withUnsafeBufferPointer { scores in
      rows.classes.withUnsafeBufferPointer { classes in
        if !classes.isEmpty { evaluation.add(scores: scores, classes: classes) }
      }
      rows.values.withUnsafeBufferPointer { values in
        if !values.isEmpty { evaluation.add(scores: scores, values: values) }
      }
    }
    do {
      try writeHeader()
      if !text.isEmpty { try sink(text) }
    } catch {
      fail(error)
    }
  }

  /// Ends the block whose turn it is.
  ///
  /// - Parameters:
  ///   - error: what makes the rest of the file unreadable.
  ///   - blankLine: the first of the blank lines at its end.
  func finish(_ error: TabularError?, blankLine: Int?) {
    if let error, failure == nil { fail(error) }
    self.blankLine = self.blankLine ?? blankLine
    order.advance()
  }

  /// Takes note that the source gives no further block, and why.
  func stop(_ error: TabularError) {
    readFailure.withLock { $0 = error }
  }

  /// Adds what a worker saw, when it is done.
  func add(_ shift: ShiftSummary) {
    self.shift.withLock { $0.add(shift) }
  }

  /// What came of it, when all workers are done.
  ///
  /// - Throws: why the file is refused, or why its scores could not be written.
  func summary() throws -> ScoringSummary {
    let failure = failure ?? readFailure.withLock { $0 }
    if !refused.isEmpty { throw refusal(failure) }
    if let failure { throw failure }
    if rows == 0 { throw reader.noRows }
    var summary = ScoringSummary(shift: shift.withLock { $0 })
    summary.rows = rows
    summary.emptyRows = emptyRows
    summary.badRows = badRows
    if evaluation.rows > 0 {
      summary.metrics = evaluation.metrics
      summary.confusion = evaluation.confusion
      summary.hasRoundedRanking = evaluation.rankings.contains(where: \.isRounded)
    }
    return summary
  }

  private func writeHeader() throws {
    if headerIsWritten { return }
    headerIsWritten = true
    if !header.isEmpty { try header.withUnsafeBytes { try sink($0) } }
  }

  private func fail(_ error: any Error) {
    failure = error
    wantsNoScores.store(true, ordering: .relaxed)
    reader.stop()
  }

  /// Collects the errors of bad rows: of a file to its end, of a stream that may never end as far
  /// as it has come.
  private func refuse(_ errors: [TabularError]) {
    refused += errors.prefix(max(0, 10 - refused.count))
    wantsNoScores.store(true, ordering: .relaxed)
    if !reader.isFile { reader.stop() }
  }

  private func refusal(_ failure: (any Error)?) -> TabularError {
    var total = badRows
    // An error that ends the file is one more bad row here, since others stand before it.
    if let error = failure as? TabularError {
      total += 1
      if refused.count < 10 { refused.append(error) }
    }
    return total == 1 ? refused[0] : .badRows(refused, total: total)
  }
}
