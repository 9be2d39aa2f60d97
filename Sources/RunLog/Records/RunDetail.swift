/// Everything that the run log knows about one run.
package struct RunDetail: Hashable, Sendable {
  /// The run's row with its settings, epochs, metrics and findings.
  package var result: RunResult
  /// The job that it belongs to.
  package var job: JobRecord?
  /// The data that it was trained on.
  package var dataset: DatasetRecord?
  /// When it was saved under its model's name, or made current, newest first.
  package var versions: [ModelRecord]
  /// What happened to it and, outside of any run, to its job, oldest first.
  package var events: [EventRecord]

  /// Puts a run together with what belongs to it.
  package init(
    result: RunResult, job: JobRecord? = nil, dataset: DatasetRecord? = nil,
    versions: [ModelRecord] = [], events: [EventRecord] = []
  ) {
    self.result = result
    self.job = job
    self.dataset = dataset
    self.versions = versions
    self.events = events
  }
}
