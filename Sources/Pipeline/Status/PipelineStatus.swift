import Files
package import Glibc
package import RunLog

/// How a root stands: what its daemon says, what its run log says, and what lies in its inbox.
package struct PipelineStatus: Sendable {
  /// The daemon's process; nil where none runs.
  package let process: pid_t?
  /// What the daemon says of itself; nil where none runs, or it has said nothing yet.
  package let report: DaemonReport?
  /// The files that wait: by the daemon's word, or by a look of our own where none runs.
  package let inbox: DaemonReport.Inbox
  /// How many jobs stand in each state.
  package let counts: [JobState: Int]
  /// The jobs from the inbox that are not settled, the oldest first.
  package let unfinished: [JobRecord]
  /// The jobs that were settled last, the newest first.
  package let settled: [JobRecord]

  /// How long a look of our own waits to see what grows, in seconds.
  private static let lookSeconds = 0.3

  /// Looks at a root; nothing is changed or made.
  ///
  /// - Parameter recent: how many settled jobs are listed.
  /// - Throws: `RunLogError.noSuchFile` where the root was never used, and what the file system says.
  package init(of root: Root, recent: Int = 5) throws {
    let log = try RunLogReader(path: root.runLog.text ?? root.runLog.displayed)
    process = try RootLock.holder(of: root.lock)
    let report = process == nil ? nil : try DaemonReport(of: root)
    // One of an earlier daemon says nothing about this one.
    self.report = report?.process == process.map { Int($0) } ? report : nil
    counts = try log.jobCounts()
    unfinished = try log.unfinishedJobs()
    settled = try log.settledJobs(limit: recent)
    inbox = try self.report?.inbox ?? Self.look(into: root, log, isDaemonThere: process != nil)
  }

  /// What lies in the inbox, by the daemon's own rules.
  private static func look(
    into root: Root, _ log: RunLogReader, isDaemonThere: Bool
  ) throws -> DaemonReport.Inbox {
    guard try FileSystem.exists(root.inbox) else { return DaemonReport.Inbox() }
    var settings = DaemonSettings(threads: 1)
    try settings.read(root.daemonSettings)
    var rules = settings.inboxRules
    rules.pollSeconds = lookSeconds
    rules.graceSeconds = 0
    var inbox = Inbox(root.inbox, rules: rules)
    var scoreFolders = ScoreFolders(root)
    let watch = DirectoryWatch([], inotify: nil)
    func poll() throws -> Inbox.Poll {
      var found = try inbox.poll(limit: .max) { name in
        guard let text = name.text else { return false }
        return try log.newestDataset(named: text)?.archive != nil
      }
      if try FileSystem.exists(root.score) {
        try scoreFolders.poll(limit: .max, pause: nil, rules: rules, watch: watch, into: &found)
      }
      return found
    }
    _ = try poll()
    _ = watch.wait(seconds: lookSeconds)
    var found = try poll()
    let reason: Waiting.Reason =
      isDaemonThere ? .turn : .paused("it is ready, and no daemon runs: start backdrop watch")
    for file in found.drops.flatMap(\.files) {
      found.waiting.add(Waiting(name: file.name, reason: reason, bytes: file.status.size))
    }
    return DaemonReport.Inbox(found.waiting, oldestAt: nil)
  }
}
