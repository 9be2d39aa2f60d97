/// The rows of the tables that have many for each run.
extension RunLog {
  /// Writes all settings of a run, in place of those that it had.
  func write(
    _ parameters: [ParameterRow], run: Int, _ shared: inout SharedRows
  ) throws(RunLogError) {
    guard !parameters.isEmpty else { return }
    try database.run("DELETE FROM parameters WHERE run = ?", [SQLiteValue(run)])
    var settings: [Int] = []
    settings.reserveCapacity(parameters.count)
    for (place, row) in parameters.enumerated() {
      if place < shared.last.count, shared.last[place].row == row {
        settings.append(shared.last[place].number)
      } else if let known = shared.settings[row] {
        settings.append(known)
      } else {
        let number = try number(of: row)
        shared.settings[row] = number
        settings.append(number)
      }
    }
    shared.last = zip(parameters, settings).map { (row: $0, number: $1) }
    try insert(settings, into: "parameters", ["run", "setting"], most: 16) { setting, values in
      values.append(SQLiteValue(run))
      values.append(SQLiteValue(setting))
    }
  }

  /// The number of a setting, which is written where no run had it before.
  private func number(of row: ParameterRow) throws(RunLogError) -> Int {
    let values: [SQLiteValue] = [.text(row.key), .text(row.value)]
    let find = "SELECT number FROM settings WHERE key = ? AND value = ?"
    func found() throws(RunLogError) -> Int? {
      try database.rows(find, values) { row throws(RunLogError) in try row.integer() }.first
    }
    if let number = try found() { return number }
    try database.run(
      """
      INSERT INTO settings (key, value, content) SELECT ?1, ?2, \(Migration.content("?2"))
      WHERE json_valid(?2)
      """, values)
    guard let number = try found() else { throw .notJSON(key: row.key, value: row.value) }
    return number
  }

  /// Writes findings of a run; one takes the place of another of its name.
  func write(
    _ findings: [FindingRow], run: Int, _ shared: inout SharedRows
  ) throws(RunLogError) {
    for finding in findings where shared.documents[finding.name] != finding.value {
      guard try database.integer("SELECT json_valid(?)", [.text(finding.value)]) == 1 else {
        throw .notJSON(key: finding.name, value: finding.value)
      }
      shared.documents[finding.name] = finding.value
    }
    try insert(findings, into: "findings", ["run", "name", "value"]) { finding, values in
      values.append(SQLiteValue(run))
      values.append(.text(finding.name))
      values.append(.text(finding.value))
    }
  }

  /// Writes metrics of a run; one takes the place of another of its part and name.
  func write(_ metrics: [MetricRow], run: Int) throws(RunLogError) {
    try insert(
      metrics, into: "metrics", ["run", "part", "name", "value", "not_finite"]
    ) { metric, values in
      values.append(SQLiteValue(run))
      values.append(.text(metric.part.rawValue))
      values.append(.text(metric.name))
      values.append(SQLiteValue(flagged: metric.value))
      values.append(SQLiteValue(!metric.value.isFinite))
    }
  }

  /// Writes epochs of a run; one takes the place of another of its number.
  func write(_ epochs: [EpochRow], run: Int) throws(RunLogError) {
    try insert(
      epochs, into: "epochs",
      ["run", "epoch", "train_loss", "validation_loss", "metric", "seconds", "not_finite"]
    ) { epoch, values in
      values.append(SQLiteValue(run))
      values.append(SQLiteValue(epoch.epoch))
      values.append(SQLiteValue(flagged: epoch.trainLoss))
      values.append(SQLiteValue(flagged: epoch.validationLoss))
      values.append(SQLiteValue(flagged: epoch.metric))
      values.append(SQLiteValue(epoch.seconds))
      values.append(.integer(epoch.notFinite))
    }
  }

  /// Inserts rows, many by one statement, which costs as much as a row by itself.
  ///
  /// A statement has a power of two of them, so that there are few to compile. What SQLite keeps to undo it
  /// are the pages that it changes, which are to be fewer than 31: see `sqlite3_config_statement_journal`.
  /// - Parameter most: rows of a statement, at most; fewer where each of them changes a page of its own.
  private func insert<Row>(
    _ rows: [Row], into table: String, _ columns: [String], most: Int = 32,
    _ append: (Row, inout [SQLiteValue]) -> Void
  ) throws(RunLogError) {
    var left = rows[...]
    while !left.isEmpty {
      let count = min(most, 1 << (Int.bitWidth - 1 - left.count.leadingZeroBitCount))
      var values: [SQLiteValue] = []
      values.reserveCapacity(count * columns.count)
      for row in left.prefix(count) { append(row, &values) }
      try database.alone { () throws(RunLogError) in
        try Statement(key: "\(table) \(count)", in: database) {
          let slots = "(" + columns.map { _ in "?" }.joined(separator: ",") + ")"
          return """
            INSERT OR REPLACE INTO \(table) (\(columns.joined(separator: ","))) VALUES \
            \(repeatElement(slots, count: count).joined(separator: ","))
            """
        }.run(values)
      }
      left = left.dropFirst(count)
    }
  }
}

/// What the runs of one transaction share, and is looked up or checked once in it.
struct SharedRows {
  /// The numbers of settings.
  var settings: [ParameterRow: Int] = [:]
  /// The settings of the last run with their numbers: the next one has most of them in the same places.
  var last: [(row: ParameterRow, number: Int)] = []
  /// The last finding of each name that is JSON; most runs have the same one as the run before.
  var documents: [String: String] = [:]
}
