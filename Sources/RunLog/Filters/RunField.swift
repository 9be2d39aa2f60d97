/// A column of `v_runs` that is a fact about the run itself; the raw values are the view's names.
package enum RunColumn: String, CaseIterable, Hashable, Sendable {
  /// Texts.
  case run, job, model, name, state, dataset, checkpoint
  case startedAt = "started_at"
  case finishedAt = "finished_at"
  case stopReason = "stop_reason"
  case engineVersion = "engine_version"
  case weightsSHA256 = "weights_sha256"
  /// Numbers.
  case ordinal, threads, seconds
  case epochsRun = "epochs_run"
  case secondsRead = "seconds_read"
  case secondsSplit = "seconds_split"
  case secondsTrain = "seconds_train"
  case secondsSave = "seconds_save"
  case samplesPerSecond = "samples_per_second"
  /// 1 or 0.
  case isBest = "is_best"

  /// Whether it holds numbers.
  var isNumeric: Bool {
    switch self {
    case .run, .job, .model, .name, .state, .dataset, .checkpoint, .startedAt, .finishedAt,
      .stopReason, .engineVersion, .weightsSHA256:
      false
    case .ordinal, .threads, .seconds, .epochsRun, .secondsRead, .secondsSplit, .secondsTrain,
      .secondsSave, .samplesPerSecond, .isBest:
      true
    }
  }

  /// The column of the table `runs`.
  var sql: String {
    switch self {
    case .run: "runs.id"
    case .seconds: "runs.seconds_total"
    default: "runs.\(rawValue)"
    }
  }
}

/// Something that runs can be chosen and sorted by.
package enum RunField: Hashable, Sendable {
  /// A fact about the run itself.
  case column(RunColumn)
  /// A metric: `test_accuracy`.
  case metric(MetricPart, String)
  /// A setting by its dotted key: `training.learning_rate`.
  case setting(String)
}

/// The names that runs have metrics and settings under.
package struct RunVocabulary: Hashable, Sendable {
  /// Dotted keys, sorted.
  let settings: [String]
  /// Metrics, sorted: `test_accuracy`.
  let metrics: [String]

  /// Everything that can stand in a condition.
  package var names: [String] { RunColumn.allCases.map(\.rawValue) + metrics + settings }

  /// The field of a name; nil where no run that was looked at has it.
  ///
  /// The last part of a setting's key is enough where no other key ends so: `learning_rate`.
  func field(_ name: String) -> RunField? {
    if let column = RunColumn(rawValue: name) { return .column(column) }
    if settings.contains(name) { return .setting(name) }
    let endings = settings.filter { $0.hasSuffix("." + name) }
    if endings.count == 1 { return .setting(endings[0]) }
    guard let metric = Self.metric(name), metrics.contains("\(metric.part.rawValue)_\(metric.name)")
    else { return nil }
    return .metric(metric.part, metric.name)
  }

  /// Takes `test_accuracy` or `test.accuracy` apart.
  static func metric(_ name: String) -> (part: MetricPart, name: String)? {
    for part in MetricPart.allCases {
      guard name.hasPrefix(part.rawValue) else { continue }
      let rest = name.dropFirst(part.rawValue.count)
      guard let separator = rest.first, separator == "_" || separator == ".", rest.count > 1 else {
        continue
      }
      return (part, String(rest.dropFirst()))
    }
    return nil
  }
}

extension RunLogQueries {
  /// The names of the metrics and settings of the newest runs.
  package func vocabulary() throws(RunLogError) -> RunVocabulary {
    let newest = "(SELECT number FROM runs ORDER BY number DESC LIMIT 20)"
    func names(_ sql: String) throws(RunLogError) -> [String] {
      try database.rows(sql) { row throws(RunLogError) in try row.text() }
    }
    return RunVocabulary(
      settings: try names(
        """
        SELECT DISTINCT key FROM parameters CROSS JOIN settings ON settings.number = setting
        WHERE run IN \(newest) ORDER BY key
        """),
      metrics: try names(
        """
        SELECT DISTINCT part || '_' || name FROM metrics WHERE run IN \(newest) ORDER BY 1
        """))
  }

  /// The field of a name.
  ///
  /// A name that none of the newest runs has is looked for in all runs.
  /// - Throws: `noSuchField`.
  package func field(_ name: String) throws(RunLogError) -> RunField {
    let vocabulary = try vocabulary()
    if let field = vocabulary.field(name) { return field }
    if let metric = RunVocabulary.metric(name),
      try database.integer(
        "SELECT EXISTS (SELECT 1 FROM metrics WHERE part = ? AND name = ?)",
        [.text(metric.part.rawValue), .text(metric.name)]) == 1
    {
      return .metric(metric.part, metric.name)
    }
    if try database.integer(
      "SELECT EXISTS (SELECT 1 FROM settings WHERE key = ?)", [.text(name)]) == 1
    {
      return .setting(name)
    }
    throw .noSuchField(name: name, known: vocabulary.names)
  }
}
