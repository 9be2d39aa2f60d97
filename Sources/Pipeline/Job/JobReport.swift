import Files
import Reports
import RunLog

/// Writes `report.html` beside a job's receipt.
///
/// A report can be made again from the run log at any time, so a failure to write it never fails the
/// job; an event of the job says so.
struct JobReport {
  let log: RunLog

  /// The report's name in the job's folder.
  static let fileName: FileName = "report.html"

  /// Whether one of the job's own files has the report's name; it stays as it came.
  static func isTaken(by job: JobRecord) -> Bool {
    [job.configFile, job.dataFile].contains { $0?.bytes == fileName.bytes }
  }

  /// Writes the report of a settled job; one that stands there from an interrupted try is replaced.
  func write(_ job: JobRecord, into folder: FilePath) {
    guard !Self.isTaken(by: job) else { return }
    do {
      let page = try ReportPage.job(job, from: log)
      var file = try StagedFile(folder.appending(Self.fileName), replacing: true)
      try file.write(page)
      try file.commit(survivesPowerCut: false)
    } catch {
      tell(job, Failure(error))
    }
  }

  private func tell(_ job: JobRecord, _ failure: Failure) {
    do {
      try log.event(
        EventRecord(
          level: .warning, code: "report-not-written",
          message: "report.html was not written: \(failure.message); "
            + "`backdrop report \(job.id)` makes it",
          job: job.id))
    } catch {
      // The run log cannot be written either; whoever settles the next job meets that and says it.
      return
    }
  }
}
