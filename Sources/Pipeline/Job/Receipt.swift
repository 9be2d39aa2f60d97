import Files
import FoundationEssentials
import Models
import Reports
import RunLog

/// What came, what was done with it, and what came of it: `receipt.json` in the job's folder.
struct Receipt: Encodable {
  /// One file of the job.
  struct Input: Encodable {
    let name: String
    let role: String
    let bytes: Int64?
    let sha256: String?
  }

  /// One run with what a person asks first.
  struct Run: Encodable {
    let run, name: String
    let model: String
    let checkpoint: String?
    let epochs_run: Int?
    let metrics: [String: [String: Double]]
    let weights_sha256: String?
    let current: Bool
  }

  /// Why the job failed.
  struct Problem: Encodable {
    let code, message: String
    let file: String?
    let line, column, byte_offset: Int?
    let exit_code: Int32
  }

  var format = "backdrop-receipt"
  var format_version = 1
  var producer = Product.producer
  let job: String
  /// `done`, `failed` or `duplicate`.
  let outcome: String
  let received_at: String
  let finished_at: String
  var inputs: [Input]
  /// What a user should know although the job succeeded.
  var notes: [String] = []
  var runs: [Run] = []
  /// What was scored, where the job is one of scoring.
  var scores: ScoringFacts?
  /// The job that trained the same data with the same config before.
  var duplicate_of: String?
  var error: Problem?

  /// Writes the receipt into the job's folder, for programs and for people; one that stands there
  /// from an interrupted try is replaced.
  ///
  /// - Returns: the text for programs.
  func write(into folder: FilePath, of record: JobRecord) throws -> String {
    let text = try JSONText.encoded(self)
    try AtomicFile.publish(
      Array(ReceiptText(receipt: self).description.utf8),
      to: folder.appending(Self.name("receipt.txt", for: record)), replacing: true)
    try AtomicFile.publish(
      Array(text.utf8), to: folder.appending(Self.name(for: record)), replacing: true)
    return text
  }

  /// What a job's receipt is called.
  static func name(for job: JobRecord) -> String { name("receipt.json", for: job) }

  /// A name that we give to a file in a job's folder; another one where the user's own file has it.
  static func name(_ name: String, for job: JobRecord) -> String {
    let isTaken = [job.configFile, job.dataFile].contains { $0?.bytes == Array(name.utf8) }
    return isTaken ? "backdrop-\(name)" : name
  }
}

extension Receipt.Run {
  /// Describes a run as the run log has it.
  init(_ result: RunResult, current: Bool) {
    run = result.run.id
    name = result.run.name
    model = result.run.model
    checkpoint = result.run.checkpoint
    epochs_run = result.run.epochsRun
    metrics = Dictionary(grouping: result.metrics, by: \.part.rawValue).mapValues { rows in
      Dictionary(rows.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
    weights_sha256 = result.run.weightsSHA256
    self.current = current
  }
}

extension Receipt.Problem {
  /// Describes a failure.
  init(_ failure: Failure) {
    code = failure.code
    message = failure.message
    file = failure.file
    line = failure.line
    column = failure.column
    byte_offset = failure.byteOffset
    exit_code = failure.exitCode
  }
}
