/// A job's life: where it stands, and what is known of it there.
///
/// Before it, a job's files wait in the inbox, where there is no job yet.
package enum JobLife: Hashable, Sendable {
  /// Its files are about to be claimed.
  case intent
  /// Its files lie in the work folder, and it waits for its turn.
  case claimed
  /// It is trained, or was when the process ended; which attempt it is, and since when.
  case running(attempt: Int, since: Timestamp?)
  /// It met what passes by itself: why, when it goes on, and how often that happened.
  case retrying(reason: String, at: Timestamp, retries: Int)
  /// Its models are published.
  case done(at: Timestamp)
  /// It was given up.
  case failed(JobFailure, at: Timestamp)
  /// The same was done before, by the named job.
  case duplicate(of: String, at: Timestamp)

  /// Whether nothing comes after it.
  package var isSettled: Bool {
    switch self {
    case .done, .failed, .duplicate: true
    case .intent, .claimed, .running, .retrying: false
    }
  }

  /// The word for it.
  package var name: String {
    switch self {
    case .intent: "intent"
    case .claimed: "claimed"
    case .running: "running"
    case .retrying: "retrying"
    case .done: "done"
    case .failed: "failed"
    case .duplicate: "duplicate"
    }
  }
}

extension JobRecord {
  /// Where the job stands.
  package var life: JobLife {
    let end = finishedAt ?? receivedAt
    return switch state {
    case .done: .done(at: end)
    case .failed:
      .failed(failure ?? JobFailure(code: "unknown", message: "no reason is on record"), at: end)
    case .duplicate: .duplicate(of: duplicateOf ?? "", at: end)
    case .intent, .claimed, .running:
      if let retryAt {
        .retrying(reason: retryReason ?? "", at: retryAt, retries: retries)
      } else if state == .running {
        .running(attempt: attempts, since: startedAt)
      } else {
        state == .intent ? .intent : .claimed
      }
    }
  }
}
