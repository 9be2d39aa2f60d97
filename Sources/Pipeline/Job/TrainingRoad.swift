import Experiments
import Files
import Models
import Perceptron
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
  /// - Throws: the error of the part that failed; `Failure.init` tells what it means. The job is
  ///   not settled then.
  package func travel(
    _ order: TrainingOrder, progress: (TrainingProgress) -> Void
  ) throws -> TrainingAnswer {
    let start = ContinuousClock.now
    let stem = ModelName.derived(from: Self.stem(of: order.dataName))
    var study = try Study(
      reading: order.config?.bytes, file: order.config?.name ?? "the defaults", stem: stem,
      overrides: order.overrides)
    try ModelName.checked(study.shared.model)
    let warmStarts = try WarmStarts(&study, store: store)
    let reading = try DatasetReading(
      order.data, name: order.dataName, origin: order.origin, config: study.shared,
      archive: order.archive, threads: threads)
    let dataset = try reading.record()
    let readSeconds = start.secondsAgo
    let identity = Self.identity(of: study, dataset: dataset.sha256)
    if !order.force, let known = try known(identity: identity) {
      try log.duplicate(
        job: order.job, of: known.job.id, identity: identity,
        receipt: receiptPath(order.job))
      return TrainingAnswer(
        results: known.results, best: known.best, duplicateOf: known.job.id, notes: [])
    }
    try log.setIdentity(identity, job: order.job)
    try log.record(dataset)
    let data = try PreparedData(reading, study).hashed(dataset.sha256)
    let splitSeconds = start.secondsAgo - readSeconds
    for warning in data.warnings {
      try log.event(
        EventRecord(
          level: .warning, code: warning.code, message: warning.message, job: order.job))
    }
    let results = try train(
      study, warmStarts, data, order, dataset, RunSeconds(read: readSeconds, split: splitSeconds),
      start, progress)
    return try commit(results, order, dataset, identity, data.warnings.map(\.message))
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

  /// SHA-256 over what decides the weights: data, resolved config of every run, version of the
  /// program.
  private static func identity(of study: Study, dataset: String) -> String {
    let runs = study.trials.map { "\($0.name)\u{0}\($0.config.resolved.text)" }
    let skip = study.sharedStreamSkip.map(String.init) ?? "own"
    let parts = [Product.producer, dataset, skip] + runs
    return SHA256.hexadecimal(of: Array(parts.joined(separator: "\u{0}").utf8))
  }

  /// The job that trained the same before, if all its models are still there.
  private func known(
    identity: String
  ) throws -> (job: JobRecord, results: [RunResult], best: String)? {
    guard let (job, runs) = try log.findDone(identity: identity), !runs.isEmpty else { return nil }
    for run in runs {
      guard let checkpoint = run.checkpoint,
        try FileSystem.exists(root.directory.appending(checkpoint))
      else { return nil }
    }
    let results = try runs.map { try log.result(of: $0, withEpochs: false) }
    return (job, results, (runs.first(where: \.isBest) ?? runs[0]).id)
  }

  // MARK: - Training

  private func train(
    _ study: Study, _ warmStarts: WarmStarts, _ data: PreparedData, _ order: TrainingOrder,
    _ dataset: DatasetRecord, _ before: RunSeconds, _ start: ContinuousClock.Instant,
    _ progress: (TrainingProgress) -> Void
  ) throws -> [RunResult] {
    var streams = RandomStreams(for: study)
    var results: [RunResult] = []
    for (ordinal, trial) in study.trials.enumerated() {
      let trialStart = ordinal == 0 ? start : .now
      var run = RunRecord(
        id: JobID.run(ordinal, of: order.job, among: study.trials.count), job: order.job,
        model: trial.config.model, name: trial.name, ordinal: ordinal, dataset: dataset.sha256,
        threads: threads, engineVersion: Product.version)
      let parameters = study.parameters(of: trial).map {
        ParameterRow(key: $0.key, value: $0.value)
      }
      try log.beginRun(run, parameters: parameters)
      let experiment = Experiment(
        trial, data: data, threads: threads, warmStart: warmStarts.model(of: trial))
      let outcome = try experiment.run(streams: &streams) {
        progress(
          TrainingProgress(
            ordinal: ordinal, runs: study.trials.count, name: trial.name, epoch: $0.epoch,
            epochs: trial.config.training.epochs, loss: $0.trainLoss,
            seconds: $0.seconds))
        return .goOn
      }
      let saveStart = ContinuousClock.now
      let model = try outcome.model(
        trial: trial, data: data, run: run.id,
        dataset: .init(name: dataset.name, sha256: dataset.sha256, rows: dataset.rows),
        at: Timestamp.now.text)
      let path = try store.save(model, name: run.model, run: run.id)
      run.seconds = RunSeconds(
        read: ordinal == 0 ? before.read : 0,
        split: (ordinal == 0 ? before.split ?? 0 : 0) + outcome.encodeSeconds,
        train: outcome.trainSeconds, save: saveStart.secondsAgo, total: trialStart.secondsAgo)
      run.finish(
        with: outcome, checkpoint: root.relative(path).displayed, rows: data.split.train.count)
      results.append(
        RunResult(
          run: run, parameters: parameters, epochs: outcome.epochs.map(EpochRow.init),
          metrics: outcome.metricRows, findings: outcome.findingRows))
      // The last run is committed with the job.
      if ordinal < study.trials.count - 1 { try log.finish(results[ordinal]) }
    }
    return results
  }

  // MARK: - Committing

  /// Lets `current.npz` of every model lead where the run log says: a kill may have come between.
  package func settleCurrentModels() throws {
    for model in try log.currentModels() {
      guard try store.currentRun(of: model.model) != model.run,
        try FileSystem.exists(root.directory.appending(model.checkpoint))
      else { continue }
      try store.makeCurrent(name: model.model, run: model.run)
    }
  }

  /// Makes the best run current and settles the job, in that order of durability: model file,
  /// database, symbolic link.
  private func commit(
    _ results: [RunResult], _ order: TrainingOrder, _ dataset: DatasetRecord, _ identity: String,
    _ notes: [String]
  ) throws -> TrainingAnswer {
    let best = Self.best(of: results)
    var settled = results
    for index in settled.indices { settled[index].run.isBest = settled[index].run.id == best.id }
    let models = settled.map { result in
      ModelRecord(
        model: result.run.model, run: result.run.id, checkpoint: result.run.checkpoint ?? "",
        isCurrent: result.run.isBest)
    }
    try log.finish(
      job: order.job, runs: settled.suffix(1), models: models, dataset: dataset,
      identity: identity, receipt: receiptPath(order.job), best: best.id)
    try store.makeCurrent(name: best.model, run: best.id)
    return TrainingAnswer(results: settled, best: best.id, duplicateOf: nil, notes: notes)
  }

  /// The run with the lowest loss on the validation part where the data mark one, else on the test
  /// part, else on the training part.
  private static func best(of results: [RunResult]) -> RunRecord {
    func loss(_ result: RunResult) -> Double {
      let losses = result.metrics.filter { $0.name == "loss" }
      let part = [MetricPart.validation, .test, .train].first { part in
        losses.contains { $0.part == part }
      }
      return losses.first { $0.part == part }?.value ?? .infinity
    }
    let best = results.min { loss($0) < loss($1) }
    guard let best else { preconditionFailure("a study has at least one run") }
    return best.run
  }

  private func receiptPath(_ job: String) -> String? {
    root.relative(root.done.appending(job).appending("receipt.json")).text
  }
}

extension PreparedData {
  /// Splits a dataset as a study asks for; its hash is not known yet.
  init(_ reading: DatasetReading, _ study: Study) throws(TabularError) {
    let config = study.shared
    try self.init(
      reading.table, task: config.task, positive: config.positive, split: config.split)
  }
}

extension ContinuousClock.Instant {
  /// The time since this instant.
  var secondsAgo: Double { (ContinuousClock.now - self) / .seconds(1) }
}
