import JSON
package import RunLog

/// A run as `--json` prints it; what was not measured is left out.
package struct RunObject: Encodable, Sendable {
  /// The parts of the run's time, in seconds.
  package struct Seconds: Encodable, Sendable {
    let read, split, train, save, total: Double?
  }

  /// One epoch.
  package struct Epoch: Encodable, Sendable {
    let epoch: Int
    let trainLoss: Double
    let validationLoss: Double?
    let metric: Double?
    let seconds: Double

    private enum CodingKeys: String, CodingKey {
      case epoch
      case trainLoss = "train_loss"
      case validationLoss = "validation_loss"
      case metric, seconds
    }
  }

  let run, job, model, name: String
  let ordinal: Int
  let state, startedAt: String
  let finishedAt: String?
  let checkpoint, weightsSHA256: String?
  let metrics: [String: [String: Double]]
  let epochsRun: Int?
  let stopReason: String?
  let seconds: Seconds
  let samplesPerSecond: Double?
  let threads: Int?
  let dataset, engineVersion: String?
  let isBest: Bool
  let parameters: JSONValue?
  let epochs: [Epoch]?

  private enum CodingKeys: String, CodingKey {
    case run, job, model, name, ordinal, state
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case checkpoint
    case weightsSHA256 = "weights_sha256"
    case metrics
    case epochsRun = "epochs_run"
    case stopReason = "stop_reason"
    case seconds
    case samplesPerSecond = "samples_per_second"
    case threads, dataset
    case engineVersion = "engine_version"
    case isBest = "is_best"
    case parameters, epochs
  }

  /// Takes a run from the log.
  ///
  /// Settings and epochs are left out where the result has none.
  /// - Throws: `JSONError` where a setting is not JSON.
  package init(_ result: RunResult) throws {
    var values = SettingValues()
    try self.init(result, &values)
  }

  /// Takes runs from the log, as `init(_:)` takes one.
  static func objects(_ results: [RunResult]) throws -> [RunObject] {
    var values = SettingValues()
    return try results.map { try RunObject($0, &values) }
  }

  private init(_ result: RunResult, _ values: inout SettingValues) throws {
    let run = result.run
    self.run = run.id
    job = run.job
    model = run.model
    name = run.name
    ordinal = run.ordinal
    state = run.state.rawValue
    startedAt = run.startedAt.text
    finishedAt = run.finishedAt?.text
    checkpoint = run.checkpoint
    weightsSHA256 = run.weightsSHA256
    metrics = Dictionary(grouping: result.metrics, by: \.part.rawValue).mapValues { rows in
      Dictionary(rows.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
    epochsRun = run.epochsRun
    stopReason = run.stopReason
    seconds = Seconds(
      read: run.seconds.read, split: run.seconds.split, train: run.seconds.train,
      save: run.seconds.save, total: run.seconds.total)
    samplesPerSecond = run.samplesPerSecond
    threads = run.threads
    dataset = run.dataset
    engineVersion = run.engineVersion
    isBest = run.isBest
    parameters =
      result.parameters.isEmpty
      ? nil
      : .object(
        Dictionary(
          try result.parameters.map { ($0.key, try values.value(of: $0.value)) },
          uniquingKeysWith: { $1 }))
    epochs =
      result.epochs.isEmpty
      ? nil
      : result.epochs.map {
        Epoch(
          epoch: $0.epoch, trainLoss: $0.trainLoss, validationLoss: $0.validationLoss,
          metric: $0.metric, seconds: $0.seconds)
      }
  }
}

/// The values of settings, each read once: the runs of a study share most of them.
private struct SettingValues {
  private var known: [String: JSONValue] = [:]

  /// The value that a text of JSON stands for.
  mutating func value(of text: String) throws(JSONError) -> JSONValue {
    if let value = known[text] { return value }
    let value = try JSONTreeParser.parse(text).value
    known[text] = value
    return value
  }
}

/// What `backdrop runs list --json` prints.
package struct RunListObject: Encodable, Sendable {
  let runs: [RunObject]

  /// Takes runs from the log.
  package init(_ results: [RunResult]) throws {
    runs = try RunObject.objects(results)
  }
}

/// What `backdrop runs compare --json` prints.
package struct RunComparisonObject: Encodable, Sendable {
  /// The dotted keys of the settings in which the runs differ.
  let differing: [String]
  let runs: [RunObject]

  /// Takes runs from the log.
  package init(_ results: [RunResult]) throws {
    differing = SettingColumn.differing(in: results).map(\.key)
    runs = try RunObject.objects(results)
  }
}

/// JSON text as `--json` prints it.
package enum JSONText {
  /// Encodes a value: sorted keys, two blanks an indent, a newline at the end.
  ///
  /// JSON has no NaN: the values that are not finite become "NaN", "Infinity" and "-Infinity".
  package static func encoded(_ value: some Encodable) throws -> String {
    try text(value, .indented)
  }

  /// Encodes a value in the same way on a single line.
  package static func line(_ value: some Encodable) throws -> String {
    try text(value, .line)
  }

  /// Reads what `encoded` or `line` wrote.
  ///
  /// - Throws: `JSONError` or `DecodingError` where it is something else.
  package static func decoded<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws
    -> Value
  {
    try JSONTreeDecoder.decode(type, from: try JSONTreeParser.parse(bytes), spelling)
  }

  private static let spelling = JSONSpelling.plain(infinity: "Infinity", nan: "NaN")

  private static func text(
    _ value: some Encodable, _ style: JSONWriter.Style
  ) throws -> String {
    String(decoding: try JSONTextEncoder.encode(value, style, spelling), as: UTF8.self) + "\n"
  }
}
