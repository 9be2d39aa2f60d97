package import Experiments
package import Files
package import JSON
import Models
import Perceptron
import RunLog
import Tabular

/// What would become of a CSV and a config: all that a job does before it trains, and nothing that
/// leaves a trace.
package struct DataCheck: Sendable {
  /// The runs that the config asks for.
  package let study: Study
  /// What each run would train; runs that differ in the training alone share one.
  package let plans: [ExperimentPlan]
  /// The rows and the split.
  package let data: PreparedData
  /// The bytes of the file as it lies there.
  package let bytes: Int
  /// The config's name; nil for the defaults.
  package let configName: String?
  /// The job that trained the same before: the daemon would answer with its model and train nothing.
  package let knownJob: String?
  private let readSeconds: Double
  private let splitSeconds: Double

  /// Checks a CSV.
  ///
  /// - Parameters:
  ///   - config: the config file; nil for the root's default config where there is one.
  ///   - overrides: settings that win over the config.
  /// - Throws: the error that a training would end with before its first epoch.
  package init(
    _ path: FilePath, config: FilePath?, overrides: [Override], root: Root, threads: Int
  ) throws {
    let isDefault = try config == nil && FileSystem.exists(root.defaultConfig)
    let order = try (config ?? (isDefault ? root.defaultConfig : nil)).map {
      try TrainingOrder.Config(reading: $0, origin: .named)
    }
    let name = path.name.text ?? path.name.displayed
    configName = order?.name
    var study = try Study(
      reading: order?.bytes, file: order?.name ?? "the defaults",
      stem: ModelName.derived(from: TrainingRoad.stem(of: name)), overrides: overrides)
    try ModelName.checked(study.shared.model)
    let warmStarts = try WarmStarts(&study, store: ModelStore(root.models))
    self.study = study
    let start = ContinuousClock.now
    let reading = try DatasetReading(
      path, name: name, origin: .named, config: study.shared, archive: nil, threads: threads)
    readSeconds = start.secondsAgo
    bytes = reading.bytes
    let prepared = try PreparedData(reading, study)
    splitSeconds = start.secondsAgo - readSeconds
    plans = try Self.plans(study, warmStarts, prepared, threads)
    let sha256 = try reading.record().sha256
    data = prepared.hashed(sha256)
    knownJob = try Self.knownJob(TrainingRoad.identity(of: study, dataset: sha256), root)
  }

  private static func knownJob(_ identity: String, _ root: Root) throws -> String? {
    guard try FileSystem.exists(root.runLog) else { return nil }
    let log = try RunLogReader(path: root.runLog.text ?? root.runLog.displayed)
    guard let (job, runs) = try log.findDone(identity: identity), !runs.isEmpty else { return nil }
    let checkpoints = runs.compactMap(\.checkpoint)
    let areThere = try checkpoints.allSatisfy {
      try FileSystem.exists(root.directory.appending($0))
    }
    return areThere ? job.id : nil
  }

  private static func plans(
    _ study: Study, _ warmStarts: WarmStarts, _ data: PreparedData, _ threads: Int
  ) throws -> [ExperimentPlan] {
    var checked: [ExperimentConfig] = []
    var plans: [ExperimentPlan] = []
    for trial in study.trials {
      // What a check does not look at may differ.
      var config = trial.config
      config.seed = 0
      config.training = .init(earlyStoppingFraction: config.training.earlyStoppingFraction)
      if checked.contains(config) { continue }
      checked.append(config)
      plans.append(
        try Experiment(
          trial, data: data, threads: threads, warmStart: warmStarts.model(of: trial)
        ).check())
    }
    return plans
  }

  /// All of it as one JSON object.
  ///
  /// `data`, `honesty` and `baseline` are the findings of the first run; `seconds` says how long
  /// reading, splitting and encoding took.
  package var json: JSONValue {
    let plan = plans[0]
    var members = Dictionary(
      data.findings(plan.encoder).map { ($0.name, $0.value) },
      uniquingKeysWith: { first, _ in first })
    members["duplicate_of"] = knownJob.map { .string($0) } ?? .null
    members["config"] = configName.map { .string($0) } ?? .null
    members["model"] = .string(study.shared.model)
    members["task"] = .string(data.target.task.rawValue)
    members["runs"] = .array(study.trials.map { .string($0.name) })
    members["network"] = .object([
      "inputs": .integer(plan.architecture.inputs),
      "hidden": .array(plan.architecture.hidden.map { .integer($0) }),
      "outputs": .integer(plan.architecture.outputs),
      "parameters": .integer(plan.architecture.parameterCount),
    ])
    members["seconds"] = .object([
      "read": .number(readSeconds), "split": .number(splitSeconds),
      "encode": .number(plan.encodeSeconds),
    ])
    return .object(members)
  }
}
