import Experiments
package import Files
import Models
import Perceptron
package import RunLog
import Tabular

/// Trains a run of the run log again and compares the weights.
///
/// Nothing is written: neither the run log nor the model store changes.
package struct Replay {
  private let root: Root
  private let log: RunLogReader
  private let threads: Int

  /// Prepares replays of a root's runs.
  package init(root: Root, log: RunLogReader, threads: Int) {
    self.root = root
    self.log = log
    self.threads = threads
  }

  /// Trains a run again.
  ///
  /// - Parameters:
  ///   - run: the run as the log has it.
  ///   - data: a copy of its data; nil for the one that was archived.
  ///   - progress: is told each epoch.
  /// - Throws: `ReplayError` where it cannot be trained again, and what reading and training throw.
  package func verdict(
    on run: RunRecord, data: FilePath?, progress: (TrainingProgress) -> Void
  ) throws -> ReplayVerdict {
    let start = ContinuousClock.now
    let logged = try log.result(of: run)
    guard run.state == .done, let weights = run.weightsSHA256 else {
      throw ReplayError.notDone(run: run.id, state: run.state.rawValue)
    }
    guard !logged.parameters.isEmpty else { throw ReplayError.noSettings(run: run.id) }
    let path = try dataPath(of: run, named: data)
    var differences: [ReplayVerdict.Difference] = []
    if run.engineVersion != Product.version {
      differences.append(
        .init(what: .version, logged: run.engineVersion ?? "unknown", found: Product.version))
    }
    func verdict(_ found: String?, epochs: Int = 0) -> ReplayVerdict {
      ReplayVerdict(
        run: run.id, equal: found == weights, trained: found != nil, weightsSHA256: found,
        loggedWeightsSHA256: weights, epochs: epochs, differences: differences,
        data: path.displayed, seconds: start.secondsAgo)
    }
    // Before anything is parsed: other data may well be no CSV at all.
    let sha256 = try InputFile.open(path, origin: .named).sha256()
    guard sha256 == run.dataset else {
      differences.append(.init(what: .data, logged: run.dataset ?? "unknown", found: sha256))
      return verdict(nil)
    }
    let settings: LoggedSettings
    do throws(ConfigError) {
      settings = try LoggedSettings(logged.parameters, run: run.id)
    } catch {
      differences.append(
        .init(
          what: .config, logged: logged.setting(error.keyPath) ?? "other settings",
          found: "\(error)", place: error.keyPath))
      return verdict(nil)
    }
    differences += settings.differences
    let outcome = try train(logged, settings, path, progress)
    let found = outcome.network.weightsSHA256
    differences += Self.differences(logged, outcome)
    if found != weights {
      differences.append(.init(what: .weights, logged: weights, found: found))
    }
    differences += try checkpointDifferences(run, weights, settings.config)
    return verdict(found, epochs: outcome.epochs.count)
  }

  /// Where the data of a run lie.
  private func dataPath(of run: RunRecord, named data: FilePath?) throws -> FilePath {
    if let data { return data }
    guard let sha256 = run.dataset, let dataset = try log.dataset(sha256) else {
      throw ReplayError.noDataset(run: run.id)
    }
    guard let archive = dataset.archive else {
      throw ReplayError.notArchived(run: run.id, data: dataset.name, sha256: sha256)
    }
    let path = root.directory.appending(archive)
    guard try FileSystem.exists(path) else {
      throw ReplayError.archiveGone(run: run.id, path: path.displayed, sha256: sha256)
    }
    return path
  }

  private func train(
    _ logged: RunResult, _ settings: LoggedSettings, _ path: FilePath,
    _ progress: (TrainingProgress) -> Void
  ) throws -> ExperimentOutcome {
    let run = logged.run
    let reading = try DatasetReading(
      path, name: path.name.text ?? path.name.displayed, origin: .named, config: settings.config,
      archive: nil, threads: threads)
    let config = settings.config
    let whole = try PreparedData(
      reading.table, task: config.task, positive: config.positive, split: config.split,
      selection: settings.selection, sha256: try reading.record().sha256)
    let data = settings.fold.map { whole.leavingOut(fold: $0) } ?? whole
    var streams = RandomStreams(
      sharedAfter: settings.sharedStreamSkip, seed: settings.config.seed)
    if settings.sharedStreamSkip != nil { try passEarlierRuns(before: run, data, &streams) }
    var unhurried = config
    // How far a time limit let the run come depends on the clock; the log knows.
    unhurried.training.maxSeconds = nil
    let epochs = run.epochsRun ?? config.training.epochs
    let experiment = Experiment(
      Study.Trial(name: run.name, config: unhurried), data: data, threads: threads,
      warmStart: try warmStart(of: run, config), hidesTest: true)
    let rows = try experiment.encode()
    let outcome = try experiment.run(
      on: rows, random: try streams.next(experiment, rows), upTo: epochs
    ) { record, _ in
      progress(
        TrainingProgress(
          ordinal: 0, runs: 1, name: run.name, epoch: record.epoch, epochs: epochs,
          loss: record.trainLoss, seconds: record.seconds,
          study: StudyProgress(
            ended: 0, running: 1, share: Double(record.epoch) / Double(epochs), secondsLeft: nil)))
      return .goOn
    }
    guard let outcome else { preconditionFailure("nobody stops a replay") }
    return outcome
  }

  /// The model that a run started from, as it was then: the name may lead to another one by now.
  private func warmStart(of run: RunRecord, _ config: ExperimentConfig) throws -> Model? {
    guard let start = config.warmStart else { return nil }
    guard let sha256 = start.weightsSHA256 else {
      return try ModelStore(root.models).open(reference: start.model)
    }
    for checkpoint in try log.checkpoints(weightsSHA256: sha256) {
      let path = root.directory.appending(checkpoint)
      guard try FileSystem.exists(path) else { continue }
      let model = try Model(file: path)
      if model.document.weightsSHA256 == sha256 { return model }
    }
    // A model that came from elsewhere is on no record.
    let model = try ModelStore(root.models).open(reference: start.model)
    guard model.document.weightsSHA256 == sha256 else {
      throw ReplayError.noWarmStart(run: run.id, model: start.model, sha256: sha256)
    }
    return model
  }

  /// Lets the runs before this one draw their initial weights from the stream that they share.
  private func passEarlierRuns(
    before run: RunRecord, _ data: PreparedData, _ streams: inout RandomStreams
  ) throws {
    let study = try log.latestRuns(job: run.job)
    for ordinal in 0..<run.ordinal {
      guard let earlier = study.first(where: { $0.ordinal == ordinal }) else {
        throw ReplayError.noEarlierRun(run: run.id, ordinal: ordinal)
      }
      let settings = try LoggedSettings(
        try log.parameters(of: earlier.id), run: earlier.id)
      let experiment = Experiment(
        Study.Trial(name: earlier.name, config: settings.config), data: data, threads: threads)
      _ = try streams.next(experiment, try experiment.encode())
    }
  }

  /// What differs in the course of the two trainings.
  private static func differences(
    _ logged: RunResult, _ outcome: ExperimentOutcome
  ) -> [ReplayVerdict.Difference] {
    var differences: [ReplayVerdict.Difference] = []
    if let epochs = logged.run.epochsRun, epochs != outcome.epochs.count {
      differences.append(
        .init(what: .epochs, logged: "\(epochs)", found: "\(outcome.epochs.count)"))
    }
    let other = zip(logged.epochs, outcome.epochs).first { was, now in
      was.trainLoss != now.trainLoss || was.validationLoss != now.validationLoss
    }
    if let (was, now) = other {
      let isTraining = was.trainLoss != now.trainLoss
      differences.append(
        .init(
          what: .losses, logged: "\(isTraining ? was.trainLoss : was.validationLoss ?? .nan)",
          found: "\(isTraining ? now.trainLoss : now.validationLoss ?? .nan)",
          place: "first in epoch \(now.epoch)"))
    }
    return differences
  }

  /// Whether the run's model file, where it is still there, holds the weights and the config of the
  /// run log.
  private func checkpointDifferences(
    _ run: RunRecord, _ weights: String, _ config: ExperimentConfig
  ) throws -> [ReplayVerdict.Difference] {
    guard let checkpoint = run.checkpoint else { return [] }
    let path = root.directory.appending(checkpoint)
    guard try FileSystem.exists(path) else { return [] }
    let model = try Model(file: path)
    let found = model.network.weightsSHA256
    var differences = config.differences(from: model.document.config).map { setting in
      ReplayVerdict.Difference(
        what: .config, logged: setting.own ?? "nothing",
        found: "\(setting.other ?? "nothing") in the checkpoint", place: setting.key)
    }
    if found != weights {
      differences.append(.init(what: .checkpoint, logged: weights, found: found, place: checkpoint))
    }
    return differences
  }
}

/// The settings of a run as the run log has them, and what reading them again makes of them.
private struct LoggedSettings {
  let config: ExperimentConfig
  /// How many draws precede the study's shared random stream; nil without one.
  let sharedStreamSkip: Int?
  /// By which rows the run was measured, and the fold that it left out.
  let selection: Study.Selection
  let fold: Int?
  /// Settings that this version reads as something else.
  let differences: [ReplayVerdict.Difference]

  init(_ rows: [ParameterRow], run: String) throws(ConfigError) {
    sharedStreamSkip = rows.first { $0.key == Study.sharedStreamKey }.flatMap { Int($0.value) }
    (selection, fold) = Study.selection(logged: rows.map { ($0.key, $0.value) })
    let own = rows.filter { !$0.key.hasPrefix("study.") }
    config = try ExperimentConfig(
      parameters: own.map { ($0.key, $0.value) }, name: "the settings of run \(run)")
    let now = Dictionary(
      config.parameters.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    // A key that is new has its default, which is what there was before it.
    differences = own.compactMap { row in
      now[row.key] == row.value
        ? nil
        : ReplayVerdict.Difference(
          what: .config, logged: row.value, found: now[row.key] ?? "nothing", place: row.key)
    }
  }
}

extension RunResult {
  /// The value of a setting by its key.
  fileprivate func setting(_ key: String?) -> String? {
    parameters.first { $0.key == key }?.value
  }
}
