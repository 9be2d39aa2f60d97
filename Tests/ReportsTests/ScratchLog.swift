import Glibc
import RunLog
import Testing

/// A run log in a folder of its own, filled with jobs whose runs are done; removed at the end.
final class ScratchLog {
  let log: RunLog
  private let folder: String

  init(jobs: [(id: String, results: [RunResult])] = []) throws {
    var template = Array("/tmp/backdrop-reports-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template).map { String(cString: $0) })
    folder = made
    log = try RunLog(path: made + "/runs.sqlite")
    for (id, results) in jobs { try add(id, results) }
  }

  /// Adds a job with its runs, in one transaction.
  private func add(_ id: String, _ results: [RunResult]) throws {
    try log.insertRunning(JobRecord(id: id, name: id))
    var settled = results
    let dataset = DatasetRecord(
      sha256: String(repeating: "d", count: 64), name: "data.csv", rows: 10, columns: 2, bytes: 99)
    try log.record(dataset)
    for index in settled.indices {
      settled[index].run.job = id
      settled[index].run.dataset = dataset.sha256
    }
    let best = settled.first(where: \.run.isBest) ?? settled[0]
    try log.finish(
      job: id, runs: settled,
      models: [
        ModelRecord(
          model: best.run.model, run: best.run.id, checkpoint: best.run.checkpoint ?? "",
          isCurrent: true)
      ], dataset: dataset, identity: id, receipt: nil, best: best.run.id)
  }

  deinit {
    for name in ["runs.sqlite", "runs.sqlite-journal"] { unlink(folder + "/" + name) }
    rmdir(folder)
  }
}
