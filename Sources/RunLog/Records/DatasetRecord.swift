/// One row of `datasets`: one content, however often it was dropped.
package struct DatasetRecord: Hashable, Sendable {
  /// The SHA-256 of the file's bytes, in hexadecimal.
  package var sha256: String
  /// The file's name when it was last dropped.
  package var name: String
  /// The number of rows.
  package var rows: Int
  /// The number of columns.
  package var columns: Int
  /// The file's length.
  package var bytes: Int
  /// Where the newest copy lies, relative to the root; nil where none is kept.
  package var archive: String?
  /// When it was first dropped.
  package var firstSeen: Timestamp
  /// When it was last dropped.
  package var lastSeen: Timestamp

  /// A dataset as it is dropped now.
  package init(
    sha256: String, name: String, rows: Int, columns: Int, bytes: Int, archive: String? = nil,
    seenAt: Timestamp = .now
  ) {
    self.sha256 = sha256
    self.name = name
    self.rows = rows
    self.columns = columns
    self.bytes = bytes
    self.archive = archive
    firstSeen = seenAt
    lastSeen = seenAt
  }

  /// What `init(row:)` reads, in its order.
  static let columns = "sha256, name, rows, columns, bytes, archive, first_seen, last_seen"

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    sha256 = try row.text()
    name = try row.text()
    rows = try row.integer()
    columns = try row.integer()
    bytes = try row.integer()
    archive = try row.textOrNil()
    firstSeen = try row.time()
    lastSeen = try row.time()
  }
}

/// One row of `models`: a version that was saved under a model's name, or made current again.
package struct ModelRecord: Hashable, Sendable {
  /// The model's name in the store.
  package var model: String
  /// The run that trained it.
  package var run: String
  /// Where the checkpoint lies, relative to the root.
  package var checkpoint: String
  /// Whether it is the model's current version.
  package var isCurrent: Bool
  /// When it was saved or made current.
  package var createdAt: Timestamp

  /// A version that is saved now.
  package init(
    model: String, run: String, checkpoint: String, isCurrent: Bool, createdAt: Timestamp = .now
  ) {
    self.model = model
    self.run = run
    self.checkpoint = checkpoint
    self.isCurrent = isCurrent
    self.createdAt = createdAt
  }

  /// What `init(row:)` reads, in its order.
  static let columns = "model, run, checkpoint, is_current, created_at"

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    model = try row.text()
    run = try row.text()
    checkpoint = try row.text()
    isCurrent = try row.flag()
    createdAt = try row.time()
  }
}

/// How much an event matters; the raw values are those of the table.
package enum EventLevel: String, CaseIterable, Hashable, Sendable {
  /// As it should be.
  case info
  /// Worth a look.
  case warning
  /// Something was not done.
  case error
}

/// One row of `events`: what happened, in order.
package struct EventRecord: Hashable, Sendable {
  /// When.
  package var at: Timestamp
  /// The job it concerns.
  package var job: String?
  /// The run it concerns.
  package var run: String?
  /// How much it matters.
  package var level: EventLevel
  /// A short stable word for the kind of event.
  package var code: String
  /// The sentence for a person.
  package var message: String

  /// States an event.
  package init(
    level: EventLevel, code: String, message: String, job: String? = nil, run: String? = nil,
    at: Timestamp = .now
  ) {
    self.at = at
    self.job = job
    self.run = run
    self.level = level
    self.code = code
    self.message = message
  }

  /// What `init(row:)` reads, in its order.
  static let columns = "at, job, run, level, code, message"

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    at = try row.time()
    job = try row.textOrNil()
    run = try row.textOrNil()
    level = try row.choice()
    code = try row.text()
    message = try row.text()
  }
}
