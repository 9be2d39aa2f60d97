package import RunLog

/// What the daemon counts for whoever watches it from afar.
package struct DaemonFigures: Hashable, Sendable {
  /// Files in the inbox that are not claimed.
  package var waitingFiles = 0
  /// The seconds for which the first of them has waited; 0 where none waits.
  package var oldestWaitingSeconds = 0.0
  /// Jobs that are claimed and not settled.
  package var runningJobs = 0
  /// The settled jobs of the run log that came through the inbox.
  package var totals = JobTotals()
  /// How often a job was put off since the daemon began.
  package var postponements = 0
  /// Looks into the inbox since the daemon began.
  package var polls = 0
  /// When it last looked.
  package var lastPoll: Timestamp?
  /// When it began.
  package var begun: Timestamp

  /// The figures of a daemon that has just begun.
  package init(begun: Timestamp = .now) { self.begun = begun }
}

/// One metric in the text format of Prometheus, with its samples.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusMetric {
  /// What may become of the value: a counter only grows.
  enum Kind: String {
    case counter, gauge
  }

  let name: String
  let kind: Kind
  let help: String
  /// Each value with its labels, written as in `{outcome="done"}`.
  let samples: [(labels: String, value: Double)]

  /// The lines of the metric.
  var text: String {
    let lines =
      ["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"]
      + samples.map { "\(name)\($0.labels) \(Self.number($0.value))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Counts without a point, as people write them.
  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? "\(value)"
  }
}
