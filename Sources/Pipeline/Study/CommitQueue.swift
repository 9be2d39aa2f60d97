import Models
import RunLog
import Threads

/// Commits batches of a job's runs, one after the other, on a thread besides the one that leads the study.
///
/// The names of the batch's model files are brought to the disk first, all at once: a run on record has
/// its model.
final class CommitQueue: Sendable {
  private struct State {
    var waiting: [RunBatch] = []
    var isBusy = false
    /// Whether a batch could not be committed; none is after it.
    var hasFailed = false
  }

  private let state = Monitor(State())
  private let log: RunLog
  private let store: ModelStore
  private let resume: ResumeFolder
  private let mailbox: TrialMailbox

  /// Starts with nothing to commit.
  ///
  /// - Parameters:
  ///   - resume: the resume files of the runs, which go when their end is on record.
  ///   - mailbox: gets a letter for each batch.
  init(log: RunLog, store: ModelStore, resume: ResumeFolder, mailbox: TrialMailbox) {
    self.log = log
    self.store = store
    self.resume = resume
    self.mailbox = mailbox
  }

  /// Takes a batch, to be committed after those that it took before.
  ///
  /// - Parameter pool: its thread must not hold the pool itself, so it is given here.
  func append(_ batch: RunBatch, on pool: WorkerPool) {
    let isBusy = state.withLock { state in
      state.waiting.append(batch)
      defer { state.isBusy = true }
      return state.isBusy
    }
    if !isBusy { pool.run { self.commitAll() } }
  }

  private func commitAll() {
    while let next = nextBatch() {
      do {
        if !next.comesTooLate { try commit(next.batch) }
        mailbox.send(.committed(nil))
      } catch {
        state.withLock { $0.hasFailed = true }
        mailbox.send(.committed(error))
      }
    }
  }

  private func nextBatch() -> (batch: RunBatch, comesTooLate: Bool)? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        return nil
      }
      return (state.waiting.removeFirst(), state.hasFailed)
    }
  }

  private func commit(_ batch: RunBatch) throws {
    let saved = batch.runs.filter { $0.run.checkpoint != nil }
    for model in Set(saved.map(\.run.model)) { try store.bringNamesToDisk(of: model) }
    try log.commit(batch)
    for result in batch.runs where result.run.state != .running {
      try resume.remove(run: result.run.ordinal)
    }
  }
}
