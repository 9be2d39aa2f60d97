package import Experiments
package import Files
import RunLog

/// `backdrop train`: one job without the folders; the data stay where they are.
package struct ForegroundTraining {
  private let root: Root
  private let log: RunLog
  private let road: TrainingRoad

  /// Opens a root's run log, and makes the root's folders where they are missing.
  package init(root: Root, threads: Int) throws {
    try root.makeFolders()
    self.root = root
    log = try RunLog(path: root.runLog.text ?? root.runLog.displayed)
    road = TrainingRoad(root: root, log: log, threads: threads)
  }

  /// Trains one CSV.
  ///
  /// - Parameters:
  ///   - data: the CSV.
  ///   - config: the config file; nil for the defaults.
  ///   - overrides: settings that win over the config.
  ///   - force: trains although the same was trained before.
  ///   - stop: raised to end it at the end of an epoch; the runs that have ended by then are kept.
  ///   - whileCommitting: gets the answer ahead, as `TrainingRoad.travel` has it.
  /// - Throws: the error of the part that failed, after the job is on record as failed.
  package func train(
    _ data: FilePath, config: FilePath?, overrides: [Override], force: Bool,
    stop: StopSignal = StopSignal(), whileCommitting: (TrainingAnswer) -> Void,
    progress: (TrainingProgress) -> Void
  ) throws -> TrainingAnswer {
    // A name that leads nowhere is the caller's slip and no job.
    _ = try InputFile.open(data, origin: .named)
    let config = try config.map { try TrainingOrder.Config(reading: $0, origin: .named) }
    let name = data.name.text ?? data.name.displayed
    try ForegroundJob.settleDead(root, log)
    let job = try JobID.make(in: log)
    let place = try ForegroundJob(job, in: root)
    try log.insertRunning(JobRecord(id: job, name: name, source: .command))
    let order = TrainingOrder(
      job: job, data: data, dataName: name, origin: .named, archive: nil, config: config,
      overrides: overrides, force: force, folder: place.folder)
    let answer: TrainingAnswer
    do {
      answer = try road.travel(
        order, interruption: TrainingInterruption(stop: stop), whileCommitting: whileCommitting,
        progress: progress)
    } catch {
      try log.fail(job: job, error: Failure(error).record)
      try place.remove()
      throw error
    }
    // What fails from here on is told; the next start of the daemon, or the next training of the
    // model, sets it right.
    try road.settle(answer, of: order)
    try place.remove()
    return answer
  }
}
