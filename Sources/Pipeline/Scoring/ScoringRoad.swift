import Files
import Glibc
import Models
import Reports
import RunLog
import Tabular

/// The road from one CSV in `score/<model>/` to its scores in `scored/<model>/`.
///
/// The scores are written into the job's folder first, whole and synced; then the job is done on
/// record; then `ScoredFiles` brings them home. A kill anywhere leaves what the next start goes on
/// from, and the scores of a job that is tried again are made anew, to the same bytes.
struct ScoringRoad {
  let root: Root
  let log: RunLog
  let threads: Int

  /// Scores the CSV of a job that is on record as running.
  ///
  /// - Returns: what the receipt says of it.
  /// - Throws: the error of the part that failed; `Failure.init` tells what it means.
  func travel(_ job: JobRecord, model name: String) throws -> ScoringFacts {
    guard let file = job.dataFile else { preconditionFailure("a scoring job has a file") }
    let fileName = FileName(bytes: file.bytes)
    let folder = root.work(of: job.id)
    let store = ModelStore(root.models)
    guard let run = try store.currentRun(of: name) else {
      throw Failure(
        code: "no-model", message: "there is no model \(name) any more", exitCode: 66)
    }
    let model = try Model(file: try store.path(name: name, run: run))
    let input = try InputFile.open(folder.appending(fileName))
    let source = ByteSource(
      descriptor: input.descriptor.number, name: fileName.displayed,
      compression: .init(forName: fileName.displayed))
    var facts = ScoringFacts(model: name, run: run)
    let scoring = try CSVScoring(model, source: source, options: ScoringOptions())
    let output = ScoresOutput(
      try StagedFile(folder.appending(ScoredFiles.scores), replacing: true))
    let summary = try scoring.run(threads: threads, to: output.write)
    try output.commit()
    facts.rows = summary.rows
    facts.columns = scoring.columnNames
    facts.unscored_rows = summary.emptyRows
    facts.extra_columns = scoring.extraColumns
    facts.metrics = Dictionary(
      (summary.metrics?.named ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    try AtomicFile.publish(
      Array(try JSONText.encoded(facts).utf8), to: folder.appending(ScoredFiles.facts),
      replacing: true)
    try log.finishScoring(
      job: job.id,
      receipt: root.relative(root.done.appending(job.id).appending(Receipt.name(for: job))).text)
    return facts
  }
}

/// Where the scores go while they are made: a file that is there whole or not at all.
private final class ScoresOutput {
  private var file: StagedFile?

  init(_ file: consuming StagedFile) { self.file = consume file }

  func write(_ bytes: UnsafeRawBufferPointer) throws { try file?.write(bytes) }

  func commit() throws { try file.take()?.commit() }
}

/// What a receipt says about scores.
struct ScoringFacts: Codable {
  let model, run: String
  /// Where the scores lie, relative to the root.
  var scores: String?
  var rows = 0
  var unscored_rows = 0
  var columns: [String] = []
  /// Columns of the file that the model does not know.
  var extra_columns: [String] = []
  /// Over the rows that have the target; empty where none has.
  var metrics: [String: Double] = [:]

  init(model: String, run: String) {
    self.model = model
    self.run = run
  }
}

/// Brings the scores of a job that is done to where people look for them.
struct ScoredFiles {
  /// The scores in the job's folder, on their way.
  static let scores: FileName = ".scores.csv"
  /// What is known of them.
  static let facts: FileName = ".scores.json"

  let root: Root

  /// Moves the scores to `scored/<model>/`; does nothing when called again.
  ///
  /// They get the input's name with the ending `.csv`; where another job has taken that, the job's
  /// name stands before the ending. Nothing is replaced.
  /// - Returns: what is known of them, and their place; nil where the job made none.
  func bringHome(
    _ job: JobRecord, model: String
  ) throws -> (facts: ScoringFacts, place: FilePath)? {
    let folder = root.work(of: job.id)
    guard let file = job.dataFile, try FileSystem.exists(folder.appending(Self.facts)) else {
      return nil
    }
    let bytes = try InputFile.contents(of: folder.appending(Self.facts), limit: 1 << 24)
    var facts = try JSONText.decoded(ScoringFacts.self, bytes)
    let home = root.scored.appending(FileName(model))
    try FileSystem.makeDirectories(home)
    let stem = InboxFile.stem(of: FileName(bytes: file.bytes))
    let plain = home.appending(Self.fitting(stem, ending: ".csv"))
    let own = home.appending(Self.fitting(stem, ending: ".\(job.id).csv"))
    if try FileSystem.exists(folder.appending(Self.scores)) {
      let place = try FileSystem.exists(plain) ? own : plain
      try FileSystem.moveNoReplace(from: folder.appending(Self.scores), to: place)
    }
    let place = try FileSystem.exists(own) ? own : plain
    facts.scores = root.relative(place).displayed
    return (facts, place)
  }

  /// Leaves the receipt beside the scores.
  func leave(_ receipt: String, beside place: FilePath) throws {
    let name = Self.fitting(InboxFile.stem(of: place.name), ending: ".receipt.json")
    try AtomicFile.publish(
      Array(receipt.utf8), to: place.parent.appending(name), replacing: true)
  }

  /// A stem with an ending, cut to what a file system takes.
  private static func fitting(_ stem: FileName, ending: String) -> FileName {
    let room = FileName.maximumLength - ending.utf8.count
    return FileName(bytes: Array(stem.bytes.prefix(room))).appending(ending)
  }
}
