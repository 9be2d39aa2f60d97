import RunLog
import Threads

/// What the runs of a job have left for the run log and is not committed yet.
///
/// A commit waits for the disk several times, and a run may take no more than milliseconds: what
/// comes within a twentieth of a second, or while the transaction before goes on, is one transaction. A
/// kill loses no more than that; the runs are trained again then, with the same bits, and their model
/// files are replaced.
///
/// That a run has begun waits five times as long: a commit takes time from its training, and of a run that is
/// over by then there is nothing to be said but how it ended.
struct RunCommits {
  private let queue: CommitQueue
  private let pool: WorkerPool
  private var batch = RunBatch()
  /// The places of the batch's runs, by their ids.
  private var places: [String: Int] = [:]
  /// The ids of runs whose settings the queue was given with their beginning.
  private var begun: Set<String> = []
  /// Batches of which the queue has not said how they ended.
  private var underWay = 0
  /// When what waits is to be committed if nothing is under way.
  private var time: ContinuousClock.Instant?

  private static let pause = Duration.milliseconds(50)

  /// Starts with nothing to commit.
  ///
  /// - Parameter pool: gives the queue its thread.
  init(_ queue: CommitQueue, pool: WorkerPool) {
    self.queue = queue
    self.pool = pool
  }

  /// Whether the queue has all, and has done it.
  var isSettled: Bool { underWay == 0 && batch.isEmpty }

  /// When what waits is to be committed; nil where nothing does, or a letter of the queue comes first.
  var due: ContinuousClock.Instant? { underWay == 0 ? time : nil }

  /// Takes in that a run has begun.
  mutating func begin(_ run: RunRecord, parameters: [ParameterRow]) {
    append(RunResult(run: run, parameters: parameters))
    wait(Self.pause * 5)
  }

  /// Takes in that a run has ended.
  mutating func end(_ result: RunResult) {
    if let place = places[result.run.id] {
      // Runs are numbered in the order of their start.
      batch.runs[place] = result
    } else {
      var result = result
      if begun.remove(result.run.id) != nil { result.parameters = [] }
      append(result)
    }
    wait()
  }

  /// Takes in something to be said.
  mutating func tell(_ event: EventRecord) {
    batch.events.append(event)
    wait()
  }

  /// Leaves a run that has begun to the caller to record, if nothing was said of it.
  mutating func forget(_ run: RunRecord) {
    guard let place = places[run.id], batch.events.allSatisfy({ $0.run != run.id }) else { return }
    let others = batch.runs.enumerated().filter { $0.offset != place }.map(\.element)
    batch.runs = []
    places = [:]
    others.forEach { append($0) }
  }

  private mutating func append(_ result: RunResult) {
    places[result.run.id] = batch.runs.count
    batch.runs.append(result)
  }

  /// Gives the queue what has waited long enough.
  mutating func commitIfDue() {
    if let due, due <= .now { commit() }
  }

  /// Gives the queue all that there is, if a run has ended and nothing is under way.
  mutating func commitEnds() {
    if underWay == 0, batch.runs.contains(where: { $0.run.state != .running }) { commit() }
  }

  /// Gives the queue all that there is.
  mutating func commit() {
    time = nil
    guard !batch.isEmpty else { return }
    begun.formUnion(batch.runs.filter { $0.run.state == .running }.map(\.run.id))
    underWay += 1
    queue.append(batch, on: pool)
    batch = RunBatch()
    places = [:]
  }

  /// Takes in that the queue is through with a batch.
  mutating func takeLetter() { underWay -= 1 }

  /// Sees that what there is waits no longer than that.
  private mutating func wait(_ pause: Duration = Self.pause) {
    let end = ContinuousClock.now + pause
    time = time.map { min($0, end) } ?? end
  }
}
