import JSON
package import RunLog

/// What `backdrop runs show --json` prints: the run with all that belongs to it.
package struct RunDetailObject: Encodable, Sendable {
  private struct Data: Encodable {
    let name, sha256: String
    let rows, columns, bytes: Int
    let archive: String?
  }

  private struct Job: Encodable {
    let id, name, source, state: String
    let attempts: Int
    let received_at: String
    let started_at, finished_at, receipt, error: String?
  }

  private let run: RunObject
  private let findings: [String: JSONValue]
  private let data: Data?
  private let jobDetail: Job?
  private let isCurrent: Bool
  private let events: [EventObject]

  private enum CodingKeys: String, CodingKey {
    case findings, data, events
    case jobDetail = "job_detail"
    case isCurrent = "is_current"
  }

  /// Takes a run from the log.
  ///
  /// - Throws: `JSONError` where a setting or a finding is not JSON.
  package init(_ detail: RunDetail) throws {
    run = try RunObject(detail.result)
    findings = Dictionary(
      try detail.result.findings.map { ($0.name, try JSONTreeParser.parse($0.value).value) },
      uniquingKeysWith: { $1 })
    data = detail.dataset.map {
      Data(
        name: $0.name, sha256: $0.sha256, rows: $0.rows, columns: $0.columns, bytes: $0.bytes,
        archive: $0.archive)
    }
    jobDetail = detail.job.map {
      Job(
        id: $0.id, name: $0.name, source: $0.source.rawValue, state: $0.state.rawValue,
        attempts: $0.attempts, received_at: $0.receivedAt.text, started_at: $0.startedAt?.text,
        finished_at: $0.finishedAt?.text, receipt: $0.receipt, error: $0.failure?.message)
    }
    isCurrent = detail.versions.contains(where: \.isCurrent)
    events = detail.events.map(EventObject.init)
  }

  package func encode(to encoder: any Encoder) throws {
    try run.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(findings, forKey: .findings)
    try container.encodeIfPresent(data, forKey: .data)
    try container.encodeIfPresent(jobDetail, forKey: .jobDetail)
    try container.encode(isCurrent, forKey: .isCurrent)
    try container.encode(events, forKey: .events)
  }
}

/// One event as `--json` prints it.
struct EventObject: Encodable, Sendable {
  let at, level, code, message: String
  let job, run: String?

  /// Takes an event from the log.
  init(_ event: EventRecord) {
    at = event.at.text
    level = event.level.rawValue
    code = event.code
    message = event.message
    job = event.job
    run = event.run
  }
}

/// What `backdrop runs log --json` prints.
package struct HistoryObject: Encodable, Sendable {
  let events: [EventObject]

  /// Takes events from the log.
  package init(_ events: [EventRecord]) {
    self.events = events.map(EventObject.init)
  }
}
