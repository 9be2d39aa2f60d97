/// What the runs of a job that goes on leave for the run log at one time.
package struct RunBatch: Hashable, Sendable {
  /// Runs in the order of their start: those that are running with their settings, those that have
  /// ended with all that they leave. A run that ended need not have been recorded before.
  package var runs: [RunResult]
  /// What there is to say of them.
  package var events: [EventRecord]

  /// Puts together what is to be committed at once.
  package init(runs: [RunResult] = [], events: [EventRecord] = []) {
    self.runs = runs
    self.events = events
  }

  /// Whether there is nothing to commit.
  package var isEmpty: Bool { runs.isEmpty && events.isEmpty }
}

/// What is found out about a run after it was committed: of a study's chosen run, how it does on the
/// test part, and what the study says.
package struct RunAddition: Hashable, Sendable {
  /// The run's id.
  package var run: String
  /// Its metrics on parts on which it was not measured before.
  package var metrics: [MetricRow]
  /// What else was found out.
  package var findings: [FindingRow]

  /// States what was found out.
  package init(run: String, metrics: [MetricRow], findings: [FindingRow]) {
    self.run = run
    self.metrics = metrics
    self.findings = findings
  }
}

extension RunResult {
  /// Takes in what was found out later; a finding takes the place of the one of its name.
  package mutating func add(_ addition: RunAddition) {
    let names = Set(addition.findings.map(\.name))
    metrics += addition.metrics
    findings = findings.filter { !names.contains($0.name) } + addition.findings
  }
}
