/// Where a job stands; the raw values are those of the table.
package enum JobState: String, CaseIterable, Hashable, Sendable {
  /// Its files are about to be claimed.
  case intent
  /// Its files lie in the work folder.
  case claimed
  /// An attempt has begun.
  case running
  /// Its models are published.
  case done
  /// It was given up; the record says why.
  case failed
  /// The same was done before; the record names the job.
  case duplicate

  /// Whether a job in this state stays so.
  package var isSettled: Bool { self == .done || self == .failed || self == .duplicate }
}

/// Where a job came from; the raw values are those of the table.
package enum JobSource: String, CaseIterable, Hashable, Sendable {
  /// Files in the inbox, claimed by the daemon, which settles the job after a kill.
  case inbox
  /// A command in the foreground: no files were moved, and nothing needs to be settled.
  case command
}

/// The name of a file as its bytes, which on Linux need not be UTF-8.
///
/// Stored as text where it is UTF-8, as a blob otherwise.
package struct RecordedFileName: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name's bytes.
  package let bytes: [UInt8]

  /// Takes the bytes as they come from the file system.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes a name that is text.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Takes a literal.
  package init(stringLiteral: String) {
    self.init(stringLiteral)
  }

  /// The name as text; what is not UTF-8 becomes U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Text or blob.
  var value: SQLiteValue {
    String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .blob(bytes)
  }

  /// Reads text or blob; nil for NULL.
  init?(_ value: SQLiteValue) {
    switch value {
    case .text(let text): self.init(text)
    case .blob(let bytes): self.init(bytes: bytes)
    default: return nil
    }
  }
}

/// Why a job failed, as its receipt states it.
package struct JobFailure: Hashable, Sendable {
  /// A short stable word for the kind of failure.
  package var code: String
  /// The sentence for a person.
  package var message: String
  /// The exit code that the command line would have given.
  package var exitCode: Int32?
  /// The file in which it was found.
  package var file: String?
  /// The line, from 1.
  package var line: Int?
  /// The column, from 1.
  package var column: Int?
  /// The offset in bytes, from 0.
  package var byteOffset: Int?

  /// States a failure.
  package init(
    code: String, message: String, exitCode: Int32? = nil, file: String? = nil, line: Int? = nil,
    column: Int? = nil, byteOffset: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.exitCode = exitCode
    self.file = file
    self.line = line
    self.column = column
    self.byteOffset = byteOffset
  }
}

/// One row of `jobs`.
package struct JobRecord: Hashable, Sendable {
  /// The job's id, which names its folder.
  package var id: String
  /// SHA-256 over data, resolved config and engine version; nil until the data were read.
  package var identity: String?
  /// What it is called in lists: the stem of its files.
  package var name: String
  /// Where it came from.
  package var source: JobSource
  /// Where it stands.
  package var state: JobState
  /// How many times it was begun.
  package var attempts: Int
  /// The config's name in the inbox; nil where the default config served.
  package var configFile: RecordedFileName?
  /// The data's name in the inbox; nil where an archived dataset served.
  package var dataFile: RecordedFileName?
  /// When it was first seen whole.
  package var receivedAt: Timestamp
  /// When its first attempt began.
  package var startedAt: Timestamp?
  /// When it was settled.
  package var finishedAt: Timestamp?
  /// The number of the user who dropped its files; nil where nobody did.
  package var owner: Int?
  /// The model that scores its file; nil where a model is trained on it.
  package var scoredModel: String?
  /// How often it met what passes by itself.
  package var retries = 0
  /// When it goes on after such a failure; nil where it waits for none.
  package var retryAt: Timestamp?
  /// What it waits for until then.
  package var retryReason: String?
  /// Why it failed.
  package var failure: JobFailure?
  /// The earlier job that did the same.
  package var duplicateOf: String?
  /// Where its receipt lies, relative to the root.
  package var receipt: String?

  /// A job that is about to be claimed.
  package init(
    id: String, name: String, identity: String? = nil, configFile: RecordedFileName? = nil,
    dataFile: RecordedFileName? = nil, source: JobSource = .inbox, owner: Int? = nil,
    scoredModel: String? = nil, receivedAt: Timestamp = .now
  ) {
    self.id = id
    self.identity = identity
    self.name = name
    self.source = source
    state = .intent
    attempts = 0
    self.configFile = configFile
    self.dataFile = dataFile
    self.owner = owner
    self.scoredModel = scoredModel
    self.receivedAt = receivedAt
  }

  /// What `init(row:)` reads, in its order.
  static let columns = """
    id, identity, name, source, state, attempts, config_file, data_file, received_at, started_at, \
    finished_at, duplicate_of, receipt, owner, scored_model, retries, retry_at, retry_reason, error_code, error_message, exit_code, error_file, \
    error_line, error_column, error_byte_offset
    """

  /// Reads a row of `columns`.
  init(row: inout Row) throws(RunLogError) {
    id = try row.text()
    identity = try row.textOrNil()
    name = try row.text()
    source = try row.choice()
    state = try row.choice()
    attempts = try row.integer()
    configFile = RecordedFileName(row.value())
    dataFile = RecordedFileName(row.value())
    receivedAt = try row.time()
    startedAt = try row.timeOrNil()
    finishedAt = try row.timeOrNil()
    duplicateOf = try row.textOrNil()
    receipt = try row.textOrNil()
    owner = try row.integerOrNil()
    scoredModel = try row.textOrNil()
    retries = try row.integer()
    retryAt = try row.timeOrNil()
    retryReason = try row.textOrNil()
    guard let code = try row.textOrNil() else { return }
    failure = JobFailure(
      code: code, message: try row.textOrNil() ?? "",
      exitCode: try row.integerOrNil().map { Int32(truncatingIfNeeded: $0) },
      file: try row.textOrNil(), line: try row.integerOrNil(), column: try row.integerOrNil(),
      byteOffset: try row.integerOrNil())
  }
}
