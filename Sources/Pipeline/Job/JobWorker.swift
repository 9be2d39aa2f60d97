import Experiments
import Files
import RunLog

/// Works on one claimed job from its folder: trains, settles, and turns every error into a receipt.
struct JobWorker {
  let root: Root
  let log: RunLog
  let road: TrainingRoad

  /// What came of one try.
  enum Outcome {
    case done(TrainingAnswer)
    case failed(Failure)
  }

  /// How often a job may take the process down before it is given up.
  private static let attemptLimit = 3

  /// Works on a job.
  ///
  /// - Throws: `Failure` where it is transient: the job stays as it is, to be tried again.
  func work(on job: JobRecord, progress: (TrainingProgress) -> Void) throws -> Outcome {
    let outcome: Outcome
    do {
      guard job.attempts < Self.attemptLimit else { throw Self.poison(job.attempts) }
      try log.countAttempt(job: job.id)
      outcome = .done(try road.travel(try order(for: job), progress: progress))
    } catch let stopped as TrainingStopped {
      throw stopped
    } catch {
      let failure = Failure(error)
      if failure.isTransient { throw failure }
      let receipt = root.relative(root.failed.appending(job.id).appending("receipt.json")).text
      try log.fail(job: job.id, error: failure.record, receipt: receipt)
      outcome = .failed(failure)
    }
    try Settlement(root: root, log: log).settle(job.id)
    return outcome
  }

  private static func poison(_ attempts: Int) -> Failure {
    Failure(
      code: "poison",
      message: "the process ended \(attempts) times while it worked on this job; "
        + "it is not tried again. `journalctl -u backdrop` tells how it ended", exitCode: 70)
  }

  /// Reads back from the folder and the run log what the job was claimed with.
  private func order(for job: JobRecord) throws -> TrainingOrder {
    let folder = root.work(of: job.id)
    var config: TrainingOrder.Config?
    if let file = job.configFile {
      let name = FileName(bytes: file.bytes)
      try refuseStray(name, folder, job)
      config = try TrainingOrder.Config(reading: folder.appending(name), origin: .dropFolder)
    } else if try FileSystem.exists(root.defaultConfig) {
      config = try TrainingOrder.Config(reading: root.defaultConfig, origin: .named)
    }
    if let file = job.dataFile {
      let name = FileName(bytes: file.bytes)
      return TrainingOrder(
        job: job.id, data: folder.appending(name), dataName: name.text ?? name.displayed,
        origin: .dropFolder,
        archive: root.relative(root.done.appending(job.id).appending(name)), config: config)
    }
    return try archivedOrder(for: job, config)
  }

  /// The order of a config whose dataset came with an earlier job.
  private func archivedOrder(
    for job: JobRecord, _ config: TrainingOrder.Config?
  ) throws -> TrainingOrder {
    let name = job.name
    guard let config else { preconditionFailure("a job has a config or a dataset") }
    // A config that cannot be read is refused here, before its dataset is looked for.
    _ = try Study(reading: config.bytes, file: config.name, stem: "")
    guard let dataset = try log.newestDataset(named: name), let archive = dataset.archive else {
      throw Failure(
        code: "no-data",
        message: "\(config.name): its dataset \(name) is not archived here; "
          + "drop it together with the config", exitCode: 66)
    }
    return TrainingOrder(
      job: job.id, data: root.directory.appending(archive), dataName: dataset.name,
      origin: .dropFolder, archive: FilePath(archive), config: config)
  }

  /// Refuses what is neither a dataset nor a config, and links, folders, FIFOs and devices of any
  /// name.
  private func refuseStray(_ name: FileName, _ folder: FilePath, _ job: JobRecord) throws {
    let entry = try DirectoryScan.entries(of: folder).first { $0.name == name }
    guard let entry else {
      throw Failure(code: "vanished", message: "\(name.displayed) is gone", exitCode: 66)
    }
    guard let file = InboxFile(entry) else { return }
    switch file.role {
    case .special:
      _ = try InputFile.open(folder.appending(name))
    case .other:
      throw Failure(
        code: "unknown-kind",
        message: "\(name.displayed): not a dataset (.csv, .csv.gz) nor a config (.json, .json5); "
          + "rename it, and drop it again", exitCode: 65)
    case .data, .config: return
    }
  }
}
