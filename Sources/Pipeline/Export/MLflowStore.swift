package import Files
import FoundationEssentials
import Models
import Reports
package import RunLog

/// Runs as a folder that MLflow opens as its tracking store: an experiment for each model, a run
/// for each run.
///
/// Source of the layout: `mlflow/store/tracking/file_store.py`. Ids are made of the names, so that
/// the same export gives the same ids. The curves are the metrics `epoch_train_loss`,
/// `epoch_validation_loss` and `epoch_metric`, by epoch; the metrics of the final network stand
/// under the names of `v_runs`.
package struct MLflowStore {
  private let folder: StagedFolder
  private let address: String
  private var experiments: Set<String> = []

  /// Begins a store.
  ///
  /// - Throws: `FileError` where the folder is there already.
  package init(_ path: FilePath) throws(FileError) {
    folder = try StagedFolder(path)
    let here = FilePath(FileManager.default.currentDirectoryPath)
    let absolute = path.isAbsolute ? path.bytes : here.bytes + [UInt8(ascii: "/")] + path.bytes
    address = "file://" + Self.percentEncoded(absolute)
    try folder.makeFolders([".trash"])
  }

  /// Adds a run.
  package mutating func add(_ result: RunResult) throws(FileError) {
    let run = result.run
    let experiment = Self.experimentID(run.model)
    try addExperiment(experiment, run)
    let id = Self.runID(run.id)
    let artifacts = "\(address)/\(experiment)/\(id)/artifacts"
    let statuses: [RunState: Int] = [.running: 1, .done: 3, .failed: 4]
    let meta: [(String, String)] = [
      ("artifact_uri", Self.quoted(artifacts)),
      ("end_time", run.finishedAt.map { "\($0.milliseconds)" } ?? "null"),
      ("entry_point_name", "''"), ("experiment_id", "'\(experiment)'"),
      ("lifecycle_stage", "active"), ("run_id", id),
      ("run_name", Self.quoted(run.name)), ("run_uuid", id),
      ("source_name", "''"), ("source_type", "4"), ("source_version", "''"),
      ("start_time", "\(run.startedAt.milliseconds)"), ("status", "\(statuses[run.state] ?? 4)"),
      ("tags", "[]"), ("user_id", "backdrop"),
    ]
    try folder.write(Self.yaml(meta), to: experiment, id, "meta.yaml")
    try folder.makeFolders([experiment, id, "artifacts"])
    try folder.makeFolders([experiment, id, "metrics"])
    for (name, lines) in Self.metrics(of: result) {
      try folder.write(Array(lines.utf8), to: experiment, id, "metrics", name)
    }
    for parameter in result.parameters {
      try folder.write(
        Array(SettingText.plain(parameter.value).utf8), to: experiment, id, "params",
        parameter.key)
    }
    for (name, value) in Self.tags(of: run) {
      try folder.write(Array(value.utf8), to: experiment, id, "tags", name)
    }
  }

  /// Puts the store under its name.
  package func commit() throws(FileError) {
    try folder.commit()
  }

  private mutating func addExperiment(_ id: String, _ run: RunRecord) throws(FileError) {
    guard experiments.insert(id).inserted else { return }
    let time = "\(run.startedAt.milliseconds)"
    let meta = [
      ("artifact_location", Self.quoted("\(address)/\(id)")), ("creation_time", time),
      ("experiment_id", "'\(id)'"), ("last_update_time", time), ("lifecycle_stage", "active"),
      ("name", Self.quoted(run.model)),
    ]
    try folder.write(Self.yaml(meta), to: id, "meta.yaml")
  }

  /// The lines `milliseconds value step` of each metric.
  private static func metrics(of result: RunResult) -> [(name: String, lines: String)] {
    var curves: [(name: String, lines: String)] = []
    let values: [(String, (EpochRow) -> Double?)] = [
      ("epoch_train_loss", { $0.trainLoss }), ("epoch_validation_loss", { $0.validationLoss }),
      ("epoch_metric", { $0.metric }),
    ]
    for (name, value) in values {
      var clock = Double(result.run.startedAt.milliseconds)
      let lines = result.epochs.compactMap { epoch -> String? in
        clock += epoch.seconds * 1000
        return value(epoch).map { "\(Int(clock)) \($0) \(epoch.epoch)\n" }
      }
      if !lines.isEmpty { curves.append((name, lines.joined())) }
    }
    let end = (result.run.finishedAt ?? result.run.startedAt).milliseconds
    let step = result.run.epochsRun ?? 0
    return curves
      + result.metrics.map { ("\($0.part.rawValue)_\($0.name)", "\(end) \($0.value) \(step)\n") }
  }

  private static func tags(of run: RunRecord) -> [(name: String, value: String)] {
    let tags: [(String, String?)] = [
      ("mlflow.runName", run.name), ("mlflow.source.name", Product.producer),
      ("mlflow.source.type", "LOCAL"), ("mlflow.user", "backdrop"), ("backdrop.run", run.id),
      ("backdrop.job", run.job), ("backdrop.dataset", run.dataset),
      ("backdrop.checkpoint", run.checkpoint), ("backdrop.weights_sha256", run.weightsSHA256),
      ("backdrop.engine_version", run.engineVersion), ("backdrop.stop_reason", run.stopReason),
      ("backdrop.is_best", run.isBest ? "true" : "false"),
    ]
    return tags.compactMap { name, value in value.map { (name, $0) } }
  }

  /// The 32 hexadecimal digits of a run's id.
  private static func runID(_ run: String) -> String {
    String(SHA256.hexadecimal(of: Array("run \(run)".utf8)).prefix(32))
  }

  /// The eighteen decimal digits of an experiment's id, which is a number in the store.
  private static func experimentID(_ model: String) -> String {
    let digits = SHA256.hexadecimal(of: Array("model \(model)".utf8)).prefix(14)
    let number = UInt64(digits, radix: 16) ?? 0
    return String(100_000_000_000_000_000 + number)
  }

  private static func yaml(_ members: [(String, String)]) -> [UInt8] {
    Array(members.map { "\($0.0): \($0.1)\n" }.joined().utf8)
  }

  /// A text in double quotes, in ASCII. Source: YAML 1.1, section 5.6, escape sequences.
  private static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case " "..."~": String(scalar)
        default: "\\U" + padded(String(scalar.value, radix: 16), to: 8)
        }
      }.joined() + "\""
  }

  private static func padded(_ digits: String, to count: Int) -> String {
    String(repeating: "0", count: count - digits.count) + digits
  }

  /// A path in a URI. Source: RFC 3986, section 2.
  private static func percentEncoded(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default: "%" + padded(String(byte, radix: 16), to: 2)
      }
    }.joined()
  }
}
