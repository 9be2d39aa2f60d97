import Models
import RunLog

extension DaemonFigures {
  /// The figures in the text format of Prometheus, which its node exporter collects from files.
  ///
  /// The names follow https://prometheus.io/docs/practices/naming/: base units, `_total` behind
  /// what only grows. Times of events that have not happened are left out.
  package var prometheusText: String { metrics.map(\.text).joined() }

  private var metrics: [PrometheusMetric] {
    var metrics = [
      gauge("build_info", "The version of the program.", 1, "{version=\"\(Product.version)\"}"),
      gauge("queue_files", "Files in the inbox that are not claimed yet.", Double(waitingFiles)),
      gauge(
        "queue_oldest_age_seconds", "How long the first of the waiting files has waited.",
        oldestWaitingSeconds),
      gauge("running_jobs", "Jobs that are claimed and not settled.", Double(runningJobs)),
      PrometheusMetric(
        name: "backdrop_jobs_total", kind: .counter,
        help: "Settled jobs by outcome, from the run log.",
        samples: [
          ("{outcome=\"done\"}", Double(totals.done)),
          ("{outcome=\"failed\"}", Double(totals.failed)),
          ("{outcome=\"duplicate\"}", Double(totals.duplicate)),
        ]),
      counter(
        "job_postponements_total", "How often a job met a fault that passes and was put off.",
        Double(postponements)),
      counter(
        "training_seconds_total", "Seconds spent training, from the run log.",
        totals.trainingSeconds),
      counter("polls_total", "Looks into the inbox since the start.", Double(polls)),
      gauge(
        "start_timestamp_seconds", "When the daemon started, in seconds since 1970.",
        begun.unixSeconds),
    ]
    if let lastPoll {
      metrics.append(
        gauge(
          "last_poll_timestamp_seconds",
          "When the daemon last looked into the inbox, in seconds since 1970.",
          lastPoll.unixSeconds))
    }
    if let lastSuccess = totals.lastSuccess {
      metrics.append(
        gauge(
          "last_success_timestamp_seconds",
          "When a job last ended done or as a duplicate, in seconds since 1970.",
          lastSuccess.unixSeconds))
    }
    return metrics
  }

  private func gauge(
    _ name: String, _ help: String, _ value: Double, _ labels: String = ""
  ) -> PrometheusMetric {
    PrometheusMetric(
      name: "backdrop_\(name)", kind: .gauge, help: help, samples: [(labels, value)])
  }

  private func counter(_ name: String, _ help: String, _ value: Double) -> PrometheusMetric {
    PrometheusMetric(
      name: "backdrop_\(name)", kind: .counter, help: help, samples: [("", value)])
  }
}

extension Timestamp {
  fileprivate var unixSeconds: Double { Double(milliseconds) / 1000 }
}
