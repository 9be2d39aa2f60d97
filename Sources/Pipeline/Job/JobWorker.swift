import Experiments
import Files
import RunLog

/// Works on one claimed job from its folder: trains, settles, and turns every error into a receipt.
struct JobWorker: Sendable {
  let root: Root
  let log: RunLog
  let road: TrainingRoad
  let scoring: ScoringRoad
  /// How often in a row a job may take the process down without getting any further.
  let crashLimit: Int
  /// How the trainings are stopped, and how often they write down where they are.
  let interruption: TrainingInterruption

  /// What came of one try.
  enum Outcome: Sendable {
    case done(TrainingAnswer)
    case scored(ScoringFacts)
    case failed(Failure)
    /// It met what passes by itself: nothing was moved, and it is to be tried again.
    case postponed(Failure)
    /// It was asked to stop, and goes on where it was at the next start.
    case stopped
    /// It ended on record, as `ending` says, but its files could not be brought home.
    indirect case unsettled(Failure, ending: Outcome)
  }

  /// Works on a job.
  func work(on job: JobRecord, progress: (TrainingProgress) -> Void) -> Outcome {
    let ending: Outcome
    do {
      ending = try endingOnRecord(job.id) ?? attempt(job, progress)
    } catch is TrainingStopped {
      return .stopped
    } catch {
      let failure = Failure(error)
      if failure.isTransient { return .postponed(failure) }
      do {
        let receipt = root.relative(root.failed.appending(job.id).appending(Receipt.name(for: job)))
          .text
        try log.fail(job: job.id, error: failure.record, receipt: receipt)
      } catch {
        // Where the failure cannot be written down, the job has not ended.
        return .postponed(Failure(error))
      }
      ending = .failed(failure)
    }
    do {
      try Settlement(root: root, log: log).settle(job.id)
      return ending
    } catch {
      return .unsettled(Failure(error), ending: ending)
    }
  }

  /// How a job ended that was tried before; nil where it has not ended.
  ///
  /// A commit that was reported as failed may be on record all the same: SQLite commits by removing
  /// its journal, and syncs the folder after that. See https://sqlite.org/rescode.html, at
  /// SQLITE_IOERR_DIR_FSYNC.
  private func endingOnRecord(_ id: String) throws -> Outcome? {
    guard let job = try log.job(id), job.state.isSettled else { return nil }
    if let failure = job.failure { return .failed(Failure(failure)) }
    guard let model = job.scoredModel else { return .done(try road.answer(of: job)) }
    let scores = try ScoredFiles(root: root).bringHome(job, model: model)
    return .scored(scores?.facts ?? ScoringFacts(model: model, run: ""))
  }

  private func attempt(
    _ job: JobRecord, _ progress: (TrainingProgress) -> Void
  ) throws -> Outcome {
    let mark = try progressMark(of: job)
    let attempt = try log.countAttempt(job: job.id, progress: mark)
    if attempt > crashLimit { throw try poison(job, attempt - 1, mark) }
    if let model = job.scoredModel {
      return .scored(try scoring.travel(job, model: model))
    }
    return .done(
      try road.travel(
        try order(for: job), interruption: interruption, progress: progress))
  }

  /// How far a job has come on the disk, in words that differ when it comes any further: its
  /// committed runs, and its files for going on in the middle of one.
  private func progressMark(of job: JobRecord) throws -> String {
    var mark = "\(try log.doneRunCount(job: job.id)) runs"
    let resume = root.work(of: job.id).appending(".resume")
    guard try FileSystem.status(of: resume)?.kind == .directory else { return mark }
    for entry in try DirectoryScan.entries(of: resume) where !entry.name.isHidden {
      mark += ", \(entry.name.displayed) of \(entry.status.modifiedNanoseconds)"
    }
    return mark
  }

  /// The end of a job that took the process down, with what is known of it.
  private func poison(_ job: JobRecord, _ crashes: Int, _ mark: String) throws -> Failure {
    let events = try log.events(job: job.id, limit: 100)
    let begun = events.filter { $0.code == "started" }
      .dropFirst().prefix(crashes).map(\.at.text).reversed()
    let signals = events.filter { $0.code == EventRecord.crashCode }
      .prefix(crashes).map { String($0.message.dropFirst(EventRecord.crashWords.count)) }.reversed()
    let known =
      signals.isEmpty
      ? "no fault of the program was seen, so it was killed, as the system does when memory runs "
        + "out, or the machine stopped"
      : "ended by \(signals.joined(separator: ", "))"
    let runs = try log.doneRunCount(job: job.id)
    return Failure(
      code: "poison",
      message: "the process ended \(crashes) times while it worked on this job (begun at "
        + "\(begun.joined(separator: ", ")); \(runs) runs done, none more each time; \(known)), "
        + "and it is not tried again; `journalctl -u backdrop` tells how the process ended, and "
        + "`backdrop retry \(job.id)` tries once more", exitCode: 70)
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
        message: "\(config.name): its dataset \(name) did not come and is not archived here; "
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
      throw Failure(
        code: "vanished", message: "\(name.displayed) was taken out of the job's folder",
        exitCode: 66)
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

extension EventRecord {
  /// The code of the event that a fault ended the process which worked on a job.
  static let crashCode = "crashed"

  /// What stands before the signal.
  static let crashWords = "the process was ended by "

  /// The event that a fault ended the process which worked on a job.
  static func crash(of job: String, by signal: EndingSignal) -> EventRecord {
    EventRecord(
      level: .warning, code: crashCode, message: "\(crashWords)\(signal)", job: job)
  }
}
