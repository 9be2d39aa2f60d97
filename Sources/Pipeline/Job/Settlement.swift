import Files
import Models
import RunLog

/// Brings a settled job's files where they belong: lets `current.npz` follow the run log, writes the
/// receipt and moves the folder to `done/` or `failed/`.
///
/// The receipt is made from the run log and the files alone, so that a job which was settled in the
/// database before a kill gets the same receipt after the restart.
struct Settlement {
  let root: Root
  let log: RunLog

  /// Settles one job; a job whose folder was moved before is left alone.
  func settle(_ id: String) throws {
    guard let job = try log.job(id), job.state.isSettled, job.source == .inbox else { return }
    if job.state == .done, job.scoredModel == nil { try settleModels(of: id) }
    let folder = root.work(of: id)
    let home = (job.state == .failed ? root.failed : root.done).appending(id)
    if try !FileSystem.exists(folder) {
      if try FileSystem.exists(home) { return }
      // Somebody took the folder away; the receipt is left all the same.
      try FileSystem.makeDirectories(folder)
    }
    try ResumeFolder(in: folder).removeAll()
    var receipt = try receipt(of: job, folder: folder)
    let scored = try job.scoredModel.flatMap {
      try job.state == .done ? ScoredFiles(root: root).bringHome(job, model: $0) : nil
    }
    receipt.scores = scored?.facts
    let text = try receipt.write(into: folder, of: job)
    if let scored { try ScoredFiles(root: root).leave(text, beside: scored.place) }
    JobReport(log: log).write(job, into: folder)
    let path = root.relative(home.appending(Receipt.name(for: job))).text
    if let path, job.receipt != path { try log.setReceipt(path, job: id) }
    try FileSystem.moveNoReplace(from: folder, to: home)
  }

  private func settleModels(of job: String) throws {
    let current = CurrentModel(root: root, log: log, store: ModelStore(root.models))
    for model in Set(try log.latestRuns(job: job).map(\.model)) { try current.settle(model) }
  }

  private func receipt(of job: JobRecord, folder: FilePath) throws -> Receipt {
    let original = job.duplicateOf ?? job.id
    let runs = job.state == .failed ? [] : try log.latestRuns(job: original)
    return Receipt(
      job: job.id, outcome: job.state.rawValue, received_at: job.receivedAt.text,
      finished_at: (job.finishedAt ?? .now).text, inputs: try inputs(of: job, folder),
      notes: try notes(of: job),
      runs: try runs.map {
        Receipt.Run(
          try log.result(of: $0, withEpochs: false),
          current: try log.currentModel(named: $0.model)?.run == $0.id)
      },
      duplicate_of: job.duplicateOf, error: job.failure.map { Receipt.Problem(Failure($0)) })
  }

  /// The warnings about a job, each once: every try gives them again.
  private func notes(of job: JobRecord) throws -> [String] {
    var seen: Set<String> = []
    return try log.events(job: job.id).reversed()
      .filter { $0.level == .warning && seen.insert($0.message).inserted }.map(\.message)
  }

  private func inputs(of job: JobRecord, _ folder: FilePath) throws -> [Receipt.Input] {
    try DirectoryScan.entries(of: folder).filter { isInput($0.name, of: job) }
      .map { entry in
        let isFile = entry.status.kind == .regular
        return Receipt.Input(
          name: entry.name.displayed,
          role: entry.name.bytes == job.dataFile?.bytes ? "data" : isFile ? "config" : "refused",
          bytes: isFile ? entry.status.size : nil,
          sha256: isFile ? hash(folder.appending(entry.name)) : nil)
      }
  }

  /// Whether a file of the folder came with the job.
  private func isInput(_ name: FileName, of job: JobRecord) -> Bool {
    let own = ["receipt.json", "receipt.txt"].map { FileName(Receipt.name($0, for: job)) }
    let report = JobReport.isTaken(by: job) ? [] : [JobReport.fileName]
    return !name.isHidden && !(own + report).contains(name)
  }

  /// The file's hash; nil where it cannot be read, which is then what the job failed of.
  private func hash(_ path: FilePath) -> String? {
    do throws(FileError) {
      return try InputFile.open(path, origin: .named).sha256()
    } catch {
      return nil
    }
  }
}

extension Failure {
  /// The failure that the run log keeps of a job.
  init(_ record: JobFailure) {
    self.init(
      code: record.code, message: record.message, exitCode: record.exitCode ?? 70)
    (file, line, column) = (record.file, record.line, record.column)
    byteOffset = record.byteOffset
  }
}
