package import Files
import RunLog

/// The two folders that a daemon works in: the pipeline and the model store, on one file system.
package struct Root: Hashable, Sendable {
  /// The folder that holds `pipeline` and `models`.
  package let directory: FilePath

  /// Names a root; nothing is made yet.
  package init(_ directory: FilePath) {
    self.directory = directory
  }

  package var pipeline: FilePath { directory.appending("pipeline") }
  /// Where people drop CSVs and configs.
  package var inbox: FilePath { pipeline.appending("inbox") }
  /// One folder for each job that is worked on.
  package var work: FilePath { pipeline.appending("work") }
  /// One folder for each job that succeeded: its inputs as they came, and the receipt.
  package var done: FilePath { pipeline.appending("done") }
  /// One folder for each job that failed: its inputs as they came, and the receipt with the reason.
  package var failed: FilePath { pipeline.appending("failed") }
  /// One folder for each model that is to score what is dropped there.
  package var score: FilePath { pipeline.appending("score") }
  /// One folder for each model: the scores, and a receipt beside each.
  package var scored: FilePath { pipeline.appending("scored") }
  /// The config of a CSV that comes alone.
  package var defaultConfig: FilePath { pipeline.appending("default.json") }
  /// The page that shows models, queue, runs and failures.
  package var index: FilePath { pipeline.appending("index.html") }
  /// The daemon's settings; it need not be there.
  package var daemonSettings: FilePath { pipeline.appending("daemon.json") }
  /// What the running daemon says of itself.
  var daemonReport: FilePath { pipeline.appending(".daemon.json") }
  package var runLog: FilePath { pipeline.appending("runs.sqlite") }
  /// Held by the one process that may change the root.
  package var lock: FilePath { pipeline.appending(".lock") }
  /// One folder for each training in the foreground: its lock, and what it needs while it trains.
  var foreground: FilePath { pipeline.appending(".train") }
  package var models: FilePath { directory.appending("models") }

  /// The files' folder of one job while it is worked on.
  func work(of job: String) -> FilePath { work.appending(job) }

  /// Where the files of a job are dropped: to be scored by a model, or to train one.
  func source(of job: JobRecord) -> FilePath {
    job.scoredModel.map { score.appending(FileName($0)) } ?? inbox
  }

  /// Makes the folders that are missing.
  package func makeFolders() throws(FileError) {
    for folder in [inbox, work, done, failed, score, scored, models] {
      try FileSystem.makeDirectories(folder)
    }
  }

  /// A path as the run log and the receipts show it: relative to the root where it lies below it.
  package func relative(_ path: FilePath) -> FilePath {
    let prefix = directory.bytes + [UInt8(ascii: "/")]
    guard path.bytes.starts(with: prefix) else { return path }
    return FilePath(bytes: Array(path.bytes.dropFirst(prefix.count)))
  }

  /// A path that the run log keeps, as it can be opened from the current folder.
  package func located(_ path: String) -> String {
    directory == "." ? path : directory.appending(path).displayed
  }
}
