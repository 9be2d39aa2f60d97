package import RunLog

/// The pages of jobs and runs, made from the run log alone.
package enum ReportPage {
  /// The report of one run.
  ///
  /// - Parameter id: the run's id, or the first characters of it.
  package static func run(
    _ id: String, from log: some RunLogQueries
  ) throws(RunLogError) -> String {
    let run = try log.run(id)
    return try page(of: run, from: log).text
  }

  /// The report of a job: of its one run, of its study, or of why it failed.
  package static func job(
    _ job: JobRecord, from log: some RunLogQueries
  ) throws(RunLogError) -> String {
    let runs = try log.latestRuns(job: job.duplicateOf ?? job.id)
    if job.state == .failed || runs.isEmpty {
      return FailurePage(
        job: job, runs: runs, events: try log.events(job: job.id, limit: 100)
      ).page.text
    }
    if runs.count == 1 {
      return try page(of: runs[0], from: log, duplicate: job.duplicateOf == nil ? nil : job).text
    }
    return try StudySource(job: job, runs: runs, from: log).page.text
  }

  private static func page(
    of run: RunRecord, from log: some RunLogQueries, duplicate: JobRecord? = nil
  ) throws(RunLogError) -> Page {
    let archive = try run.dataset.flatMap { sha256 throws(RunLogError) in
      try log.dataset(sha256)?.archive
    }
    return RunPage(
      result: try log.result(of: run), job: try log.job(run.job), archive: archive,
      duplicate: duplicate
    ).page
  }
}
