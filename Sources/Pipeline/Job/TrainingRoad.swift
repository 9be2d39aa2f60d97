import Experiments
import Files
import JSON
import Models
package import RunLog
import Tabular

/// The road from one dataset and one config to saved models and committed runs; the daemon and
/// `train` both take it.
///
/// Files first, the database last: a checkpoint is published before the transaction that names it,
/// and the job is done when that transaction is committed, not before.
package struct TrainingRoad {
  private let root: Root
  private let log: RunLog
  private let store: ModelStore
  private let threads: Int

  /// Prepares the road of a root.
  package init(root: Root, log: RunLog, threads: Int) {
    self.root = root
    self.log = log
    self.threads = threads
    store = ModelStore(root.models)
  }

  /// Reads, splits, trains, saves and commits.
  ///
  /// Runs of the same job that an interrupted try has committed are kept, and those that it left
  /// half trained go on from their resume files, with the same bits as if nothing had happened.
  /// - Parameters:
  ///   - interruption: how the trainings may be stopped, and how often they are made safe.
  ///   - whileCommitting: gets the answer ahead, while what it tells is being committed: time in which its
  ///     text can be made, which is not to be shown before this returns.
  /// - Throws: `TrainingStopped` where that was asked for; the error of the part that failed, of
  ///   which `Failure.init` tells what it means. The job is not settled then.
  package func travel(
    _ order: TrainingOrder, interruption: TrainingInterruption = TrainingInterruption(),
    whileCommitting: (TrainingAnswer) -> Void = { _ in },
    progress: (TrainingProgress) -> Void
  ) throws -> TrainingAnswer {
    let start = ContinuousClock.now
    let stem = ModelName.derived(from: Self.stem(of: order.dataName))
    var study = try Study(
      reading: order.config?.bytes, file: order.config?.name ?? "the defaults", stem: stem,
      overrides: order.overrides)
    try ModelName.checked(study.shared.model)
    let warmStarts = try WarmStarts(&study, store: store)
    // A file of a length that no dataset has is no duplicate, and is read once only.
    if !order.force, let hash = try Self.hash(order.data, origin: order.origin, in: log),
      let answer = try knownAnswer(order, Self.identity(of: study, dataset: hash))
    {
      return answer
    }
    let reading = try DatasetReading(
      order.data, name: order.dataName, origin: order.origin, config: study.shared,
      archive: order.archive, threads: threads)
    let dataset = try reading.record()
    let readSeconds = start.secondsAgo
    let identity = Self.identity(of: study, dataset: dataset.sha256)
    if let answer = try knownAnswer(order, identity) { return answer }
    let isResumed = try log.job(order.job)?.identity == identity
    // Data that cannot be split are on record, too.
    let split = Result { try PreparedData(reading, study).hashed(dataset.sha256) }
    let splitSeconds = start.secondsAgo - readSeconds
    let warnings = (try? split.get())?.warnings ?? []
    try log.setData(
      dataset, identity: identity,
      events: warnings.map {
        EventRecord(level: .warning, code: $0.code, message: $0.message, job: order.job)
      }, job: order.job)
    let data = try split.get()
    if interruption.stop.isRequested { throw TrainingStopped(job: order.job) }
    let resume = resumeFolder(of: order)
    let job = StudyJob(
      root: root, store: store, study: study, warmStarts: warmStarts, data: data,
      job: order.job, dataset: dataset, identity: identity, isResumed: isResumed,
      threads: threads, interruption: interruption, resume: resume,
      secondsBefore: RunSeconds(read: readSeconds, split: splitSeconds))
    var runner = StudyRunner(job, log: log)
    let outcome = try runner.run(progress)
    // What the study says is found out while its last runs are committed.
    let found = Result {
      let addition = try ChosenRun(job: job, outcome: outcome).addition()
      let answer = TrainingAnswer(outcome, addition, notes: data.warnings.map(\.message))
      whileCommitting(answer)
      return (answer, addition)
    }
    try runner.settleCommits()
    let (answer, addition) = try found.get()
    try commit(answer, outcome.best, addition, order, dataset, identity)
    return answer
  }

  // MARK: - Identity

  /// The file's name up to `.csv` or `.csv.gz`.
  static func stem(of name: String) -> [UInt8] {
    for suffix in [".csv.gz", ".csv"] where name.lowercased().hasSuffix(suffix) {
      let stem = Array(name.utf8.dropLast(suffix.utf8.count))
      if !stem.isEmpty { return stem }
    }
    return Array(name.utf8)
  }

  /// SHA-256 over what decides the weights, and over the name that the config gives the model: data,
  /// resolved config of every run, version of the program.
  ///
  /// A name that comes from the CSV's is left out: the same data under another name are the same job.
  static func identity(of study: Study, dataset: String) -> String {
    let runs = study.trials.map { trial in
      var config = trial.config
      if study.isNamedForData { config.model = "" }
      return "\(study.isStudy ? trial.name : config.model)\u{0}\(config.resolved.text)"
    }
    let skip = study.sharedStreamSkip.map(String.init) ?? "own"
    let choice = study.isStudy ? ["\(study.selection)", "\(study.earlyDiscard?.factor ?? 0)"] : []
    let parts = [Product.producer, dataset, skip] + choice + runs
    return SHA256.hexadecimal(of: Array(parts.joined(separator: "\u{0}").utf8))
  }

  /// The hash of a file that may be a dataset which is on record; nil where its length says that it
  /// is not. It is had without parsing, so that a duplicate is answered cheaply.
  private static func hash(
    _ path: FilePath, origin: InputFile.Origin, in log: RunLog
  ) throws -> String? {
    let file = try InputFile.open(path, origin: origin)
    guard try log.hasDataset(bytes: Int(file.status.size)) else { return nil }
    return try file.sha256()
  }

  /// Settles a job that is the same as an earlier one; nil where it is not, or is forced.
  private func knownAnswer(
    _ order: TrainingOrder, _ identity: String
  ) throws -> TrainingAnswer? {
    guard !order.force, let known = try known(identity: identity) else { return nil }
    try log.duplicate(
      job: order.job, of: known.job.id, identity: identity, receipt: receiptPath(order.job))
    return try answer(of: known.runs, duplicateOf: known.job.id)
  }

  /// What a job came to that is done, or the same as one that is.
  func answer(of job: JobRecord) throws -> TrainingAnswer {
    try answer(
      of: log.latestRuns(job: job.duplicateOf ?? job.id).filter { $0.state == .done },
      duplicateOf: job.duplicateOf)
  }

  private func answer(
    of runs: [RunRecord], duplicateOf original: String?
  ) throws -> TrainingAnswer {
    TrainingAnswer(
      results: try runs.map { try log.result(of: $0, withEpochs: false) },
      best: (runs.first(where: \.isBest) ?? runs.first)?.id ?? "", duplicateOf: original, notes: [])
  }

  /// The job that trained the same before, if all its models are still there.
  private func known(identity: String) throws -> (job: JobRecord, runs: [RunRecord])? {
    guard let (job, runs) = try log.findDone(identity: identity), !runs.isEmpty else { return nil }
    for run in runs {
      guard let checkpoint = run.checkpoint,
        try FileSystem.exists(root.directory.appending(checkpoint))
      else { return nil }
    }
    return (job, runs)
  }

  // MARK: - Committing

  /// Lets `current.npz` of every model lead where the run log says: a kill may have come between.
  package func settleCurrentModels() throws { try current.settleAll() }

  /// What follows when a job is done on record: `current.npz` leads where the run log says, and the
  /// resume files go. Again is no error.
  package func settle(_ answer: TrainingAnswer, of order: TrainingOrder) throws {
    for model in Set(answer.results.map(\.run.model)) { try current.settle(model) }
    try resumeFolder(of: order).removeAll()
  }

  private func resumeFolder(of order: TrainingOrder) -> ResumeFolder {
    ResumeFolder(in: order.folder ?? root.work(of: order.job))
  }

  private var current: CurrentModel { CurrentModel(root: root, log: log, store: store) }

  /// Makes the best run current and the job done in the run log; the model files are on the disk by
  /// then, and `current.npz` follows.
  private func commit(
    _ answer: TrainingAnswer, _ best: RunRecord, _ addition: RunAddition?, _ order: TrainingOrder,
    _ dataset: DatasetRecord, _ identity: String
  ) throws {
    // The other runs of a study are saved, and can be promoted; versions of the model they are not.
    let models = best.checkpoint.map {
      [ModelRecord(model: best.model, run: best.id, checkpoint: $0, isCurrent: true)]
    }
    // The runs of a study were committed one by one as they ended.
    let uncommitted = answer.results.count == 1 ? answer.results : []
    try log.finish(
      job: order.job, runs: uncommitted, models: models ?? [], dataset: dataset,
      identity: identity, receipt: receiptPath(order.job), best: best.id,
      addition: addition)
  }

  private func receiptPath(_ job: String) -> String? {
    root.relative(root.done.appending(job).appending("receipt.json")).text
  }
}

extension TrainingAnswer {
  /// Tells what a job came to that trained.
  fileprivate init(_ outcome: StudyOutcome, _ addition: RunAddition?, notes: [String]) {
    let best = outcome.best.id
    var results = outcome.results
    for index in results.indices { results[index].run.isBest = results[index].run.id == best }
    if let addition { results[outcome.ordinal].add(addition) }
    self.init(results: results, best: best, duplicateOf: nil, notes: notes)
  }
}

extension PreparedData {
  /// Splits a dataset as a study asks for; its hash is not known yet.
  init(_ reading: DatasetReading, _ study: Study) throws(TabularError) {
    let config = study.shared
    try self.init(
      reading.table, task: config.task, positive: config.positive, split: config.split,
      selection: study.selection)
  }
}

extension ContinuousClock.Instant {
  /// The time since this instant.
  var secondsAgo: Double { (ContinuousClock.now - self) / .seconds(1) }
}
