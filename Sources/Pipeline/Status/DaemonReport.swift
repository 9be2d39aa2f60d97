package import Files
import Glibc
import Reports
import RunLog

/// What only the running daemon knows: `pipeline/.daemon.json`, replaced whole about once a second
/// while something changes.
///
/// It is never synced: after a power cut there is no daemon that it could speak of.
package struct DaemonReport: Codable, Hashable, Sendable {
  /// One file of the inbox and what it waits for.
  package struct WaitingFile: Codable, Hashable, Sendable {
    package var name: String
    /// `Waiting.Reason.code`, or `ready`.
    package var reason: String
    package var sentence: String
    package var bytes: Int64
    package var bytes_per_second: Int?

    /// States what a file waits for.
    init(_ waiting: Waiting) {
      name = waiting.name.displayed
      reason = waiting.reason.code
      sentence = waiting.reason.sentence
      bytes = waiting.bytes
      if case .growing(let rate) = waiting.reason { bytes_per_second = rate }
    }
  }

  /// The files of the inbox that are not claimed.
  package struct Inbox: Codable, Hashable, Sendable {
    package var count = 0
    /// How many wait for what, by the reason's code.
    package var by_reason: [String: Int] = [:]
    /// When the first of them was first seen.
    package var oldest_at: String?
    /// The first thousand of them.
    package var files: [WaitingFile] = []
  }

  /// One job that is worked on.
  package struct Running: Codable, Hashable, Sendable {
    package var job, name: String
    /// `regular`, or `express` for a small job that runs beside long ones.
    package var place: String
    package var seconds: Double
    /// The trial that is trained, its place in the study from 1, and how many there are; nil while
    /// the data are read.
    package var trial: String?
    package var run, runs, epoch, epochs: Int?
    package var loss: Double?
    /// The losses of the trial so far, thinned out.
    package var losses: [Double] = []
    package var seconds_left: Double?
  }

  /// A job that ended on record and whose folder could not be brought home.
  package struct Unsettled: Codable, Hashable, Sendable {
    package var job, reason: String
  }

  package var format = "backdrop-daemon"
  package var format_version = 1
  package var process = Int(getpid())
  package var begun_at: String
  package var updated_at: String
  package var poll_seconds: Double
  package var jobs, threads: Int
  /// Whether inotify tells of changes before the next poll.
  package var is_notified: Bool
  /// Why nothing is claimed for now.
  package var paused: String?
  /// What keeps the whole daemon from going on for now.
  package var obstacle: String?
  package var inbox = Inbox()
  /// Claimed jobs that wait for a place.
  package var queued = 0
  package var running: [Running] = []
  package var unsettled: [Unsettled] = []

  /// Reads the report of a root's daemon; nil where there is none, or an unreadable one.
  package init?(of root: Root) throws(FileError) {
    guard try FileSystem.exists(root.daemonReport) else { return nil }
    let bytes = try InputFile.contents(of: root.daemonReport, limit: 1 << 24)
    do {
      self = try JSONText.decoded(DaemonReport.self, bytes)
    } catch {
      // One of another version says nothing that can be relied on.
      return nil
    }
  }

  /// Begins a report of this process.
  init(begun: Timestamp, settings: DaemonSettings, isNotified: Bool) {
    begun_at = begun.text
    updated_at = Timestamp.now.text
    poll_seconds = settings.pollSeconds
    jobs = settings.jobs
    threads = settings.threads
    is_notified = isNotified
  }

  /// Whether two reports say the same, whenever they were made.
  func saysTheSame(as other: DaemonReport?) -> Bool {
    guard var other else { return false }
    other.updated_at = updated_at
    return self == other
  }

  /// Replaces the root's report.
  func publish(at root: Root) throws {
    try AtomicFile.replaceUnsynced(
      Array(try JSONText.encoded(self).utf8), at: root.daemonReport)
  }
}

extension DaemonReport.Running {
  /// Describes a job as it stands now.
  init(_ running: RunningJob) {
    let state = running.state
    let progress = state.progress
    self.init(
      job: running.job.id, name: running.job.name, place: running.lane.rawValue,
      seconds: running.start.secondsAgo.rounded(), trial: progress?.name,
      run: progress.map { $0.ordinal + 1 }, runs: progress?.runs, epoch: progress?.epoch,
      epochs: progress?.epochs, loss: progress?.loss, losses: state.losses.losses,
      seconds_left: state.secondsLeft.map { ($0 * 10).rounded() / 10 })
  }
}

extension DaemonReport.Inbox {
  /// Describes what one poll left in the inbox.
  init(_ waiting: WaitingFiles, oldestAt: Timestamp?) {
    self.init(
      count: waiting.count, by_reason: waiting.counts, oldest_at: oldestAt?.text,
      files: waiting.list.map { DaemonReport.WaitingFile($0) })
  }
}
