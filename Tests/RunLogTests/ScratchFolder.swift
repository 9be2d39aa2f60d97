import Glibc
import RunLog
import Testing

/// A folder of a test's own, removed with all its files at the end.
final class ScratchFolder {
  /// The folder's path.
  let path: String

  init() throws {
    var template = Array("/tmp/runlog-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure.system(errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    do {
      for name in try names() { unlink(file(name)) }
    } catch {
      Issue.record(error)
    }
    rmdir(path)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// The names of all files in the folder, sorted.
  func names() throws -> [String] {
    guard let folder = opendir(path) else { throw Failure.system(errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file.
  func write(_ bytes: [UInt8], to name: String) throws {
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw Failure.system(errno) }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Failure.system(errno)
    }
  }

  /// Reads a file.
  func read(_ name: String) throws -> [UInt8] {
    try contents(of: file(name))
  }
}

/// Reads a file by its path.
func contents(of path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw Failure.system(errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw Failure.system(errno) }
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

/// What a test's own system calls can fail with.
enum Failure: Error {
  case system(Int32)
}

/// A hash-like text of 64 characters.
func digest(_ character: Character) -> String { String(repeating: character, count: 64) }

/// A moment counted in seconds from a fixed one.
func moment(_ seconds: Int64) -> Timestamp {
  Timestamp(milliseconds: 1_790_000_000_000 + seconds * 1000)
}

/// A finished run with a few epochs, for a job.
func finishedRun(
  _ id: String, job: String, ordinal: Int = 0, model: String = "notebook", accuracy: Double = 0.5,
  epochs: Int = 3, dataset: String? = nil
) -> RunResult {
  var run = RunRecord(
    id: id, job: job, model: model, name: "trial \(ordinal)", ordinal: ordinal,
    startedAt: moment(Int64(ordinal)), dataset: dataset, threads: 2, engineVersion: "0.1.0")
  run.state = .done
  run.finishedAt = moment(Int64(ordinal) + 10)
  run.seconds = RunSeconds(read: 0.25, split: 0.25, train: 8, save: 0.5, total: 9.5)
  run.samplesPerSecond = 93_750
  run.epochsRun = epochs
  run.stopReason = "epochs"
  run.checkpoint = "models/\(model)/\(id).npz"
  run.weightsSHA256 = digest("b")
  return RunResult(
    run: run,
    parameters: [
      ParameterRow(key: "training.learning_rate", value: "0.01"),
      ParameterRow(key: "network.activation", value: "\"tanh\""),
    ],
    epochs: (0..<epochs).map {
      EpochRow(
        epoch: $0, trainLoss: 1 / Double($0 + 1), validationLoss: 2 / Double($0 + 1),
        seconds: 0.125)
    },
    metrics: [
      MetricRow(part: .train, name: "loss", value: 0.25),
      MetricRow(part: .test, name: "loss", value: 0.5),
      MetricRow(part: .train, name: "accuracy", value: 0.75),
      MetricRow(part: .test, name: "accuracy", value: accuracy),
    ],
    findings: [FindingRow(name: "baseline", value: "{\"kind\":\"majority_class\"}")])
}

extension RunLog {
  /// Records a job up to its first attempt.
  func startJob(_ id: String, identity: String? = nil) throws(RunLogError) {
    try insertIntent(
      JobRecord(
        id: id, name: "notebook", configFile: "notebook.json", dataFile: "notebook.csv",
        receivedAt: moment(0)))
    try markClaimed(job: id, at: moment(1))
    try countAttempt(job: id, identity: identity, at: moment(1))
  }

  /// Records that a run begins.
  func beginRun(_ run: RunRecord, parameters: [ParameterRow] = []) throws(RunLogError) {
    try commit(RunBatch(runs: [RunResult(run: run, parameters: parameters)]))
  }

  /// Records that a run of a job that goes on has ended.
  func finish(_ result: RunResult) throws(RunLogError) {
    try commit(RunBatch(runs: [result]))
  }
}
