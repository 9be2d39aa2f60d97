import Models
import Reports
package import RunLog
import Tabular

/// Runs as the rows of one table: facts, metrics and settings, a column each.
package struct RunTable {
  private let reader: RunLogReader
  private let runs: [RunRecord]
  private let metrics: [String]
  private let settings: [String]

  /// The columns that every run has, named as in `v_runs`.
  private static let facts: [(name: String, value: @Sendable (RunRecord) -> Cell)] = [
    ("run", { .text($0.id) }), ("job", { .text($0.job) }), ("model", { .text($0.model) }),
    ("name", { .text($0.name) }), ("ordinal", { .number(Double($0.ordinal)) }),
    ("state", { .text($0.state.rawValue) }), ("started_at", { .text($0.startedAt.text) }),
    ("finished_at", { .text($0.finishedAt?.text) }), ("seconds", { .number($0.seconds.total) }),
    ("epochs_run", { .number($0.epochsRun.map(Double.init)) }),
    ("stop_reason", { .text($0.stopReason) }), ("is_best", { .number($0.isBest ? 1 : 0) }),
    ("samples_per_second", { .number($0.samplesPerSecond) }),
    ("threads", { .number($0.threads.map(Double.init)) }), ("dataset", { .text($0.dataset) }),
    ("engine_version", { .text($0.engineVersion) }), ("checkpoint", { .text($0.checkpoint) }),
    ("weights_sha256", { .text($0.weightsSHA256) }),
  ]

  /// What stands in a cell; nil for nothing.
  private enum Cell {
    case text(String?)
    case number(Double?)
  }

  /// Looks through the runs for the names of their metrics and settings.
  package init(_ runs: [RunRecord], in reader: RunLogReader) throws(RunLogError) {
    self.reader = reader
    self.runs = runs
    var metrics: Set<String> = []
    var settings: Set<String> = []
    for run in runs {
      for row in try reader.metrics(of: run.id) { metrics.insert(Self.name(of: row)) }
      for row in try reader.parameters(of: run.id) { settings.insert(row.key) }
    }
    self.metrics = metrics.sorted()
    self.settings = settings.sorted()
  }

  /// Writes the table as CSV: a header, a row for each run.
  ///
  /// A metric that is not finite is `nan`, `inf` or `-inf`; what a run does not have is empty. Text
  /// that a spreadsheet would take for a formula has a `'` in front.
  package func write(csv: (UnsafeRawBufferPointer) throws -> Void) throws {
    let names = Self.facts.map(\.name) + metrics + settings
    let writer = RowWriter(.csv(delimiter: UInt8(ascii: ",")), names: names)
    for name in names { writer.text(name) }
    writer.endRow()
    try Self.flush(writer, csv)
    for run in runs {
      for fact in Self.facts { Self.write(fact.value(run), writer) }
      let values = Dictionary(
        try reader.metrics(of: run.id).map { (Self.name(of: $0), $0.value) },
        uniquingKeysWith: { $1 })
      for name in metrics { Self.write(.number(values[name]), writer) }
      let texts = Dictionary(
        try reader.parameters(of: run.id).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
      for key in settings { Self.write(setting: texts[key], writer) }
      writer.endRow()
      try Self.flush(writer, csv)
    }
  }

  /// Writes every epoch of every run as CSV.
  package func write(epochsCSV: (UnsafeRawBufferPointer) throws -> Void) throws {
    let names = ["run", "epoch", "train_loss", "validation_loss", "metric", "seconds"]
    let writer = RowWriter(.csv(delimiter: UInt8(ascii: ",")), names: names)
    for name in names { writer.text(name) }
    writer.endRow()
    try Self.flush(writer, epochsCSV)
    for run in runs {
      for epoch in try reader.epochs(of: run.id) {
        writer.text(run.id)
        let numbers = [
          Double(epoch.epoch), epoch.trainLoss, epoch.validationLoss, epoch.metric, epoch.seconds,
        ]
        for number in numbers { Self.write(.number(number), writer) }
        writer.endRow()
      }
      try Self.flush(writer, epochsCSV)
    }
  }

  /// Writes a JSON object for each run on a line of its own: all that `runs show --json` prints.
  package func write(jsonLines: (UnsafeRawBufferPointer) throws -> Void) throws {
    for run in runs {
      let text = try JSONText.line(try RunDetailObject(try reader.detail(of: run)))
      try Array(text.utf8).withUnsafeBytes { try jsonLines($0) }
    }
  }

  private static func name(of row: MetricRow) -> String { "\(row.part.rawValue)_\(row.name)" }

  private static func write(_ cell: Cell, _ writer: RowWriter) {
    switch cell {
    case .text(let text?): writer.text(text)
    case .number(let number?) where number.isFinite: writer.number(number)
    case .number(let number?): writer.text(number.isNaN ? "nan" : number > 0 ? "inf" : "-inf")
    case .text(nil), .number(nil): writer.empty()
    }
  }

  /// A text without its quotes, a number as one, all else as JSON.
  private static func write(setting json: String?, _ writer: RowWriter) {
    guard let json else { return writer.empty() }
    if let number = DecimalNumber.double(json) {
      writer.number(number)
    } else {
      writer.text(SettingText.plain(json))
    }
  }

  private static func flush(
    _ writer: RowWriter, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try write(writer.buffer.contents)
    writer.removeAll()
  }
}
