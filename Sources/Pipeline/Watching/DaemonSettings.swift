import Experiments
package import Files

/// How the daemon runs: defaults, then `pipeline/daemon.json`, then the command line.
package struct DaemonSettings: Hashable, Sendable {
  /// Seconds between two looks into the inbox.
  package var pollSeconds = 1.0
  /// Ends when nothing is left to do.
  package var once = false
  /// Trainings at the same time, besides a small one that would wait behind long ones.
  package var jobs = 1
  /// Cores that all trainings share.
  package var threads: Int
  /// How long a CSV waits for its config after it held still; nil for two polls.
  package var configGraceSeconds: Double?
  /// How long a config waits for its data before it fails.
  package var dataTimeoutSeconds = 7 * 86_400.0
  /// A job whose training is expected to take no longer does not wait behind one that takes longer.
  package var smallJobSeconds = 60.0
  /// How often a training writes down where it is, in seconds.
  package var resumeSeconds = 30.0
  /// How often in a row a job may take the process down without getting any further.
  package var crashLimit = 3
  /// Nothing is claimed while the disk has fewer bytes free than this.
  package var pauseBelowBytes = 1 << 30
  /// Nothing is claimed while less than this share of the disk is free, in percent.
  package var pauseBelowPercent = 5.0

  /// How often the progress of running jobs is told, in seconds.
  package var progressSeconds = 1.0

  /// Names the defaults.
  package init(
    pollSeconds: Double = 1, once: Bool = false, jobs: Int = 1, threads: Int
  ) {
    self.pollSeconds = pollSeconds
    self.once = once
    self.jobs = jobs
    self.threads = threads
  }

  /// The cores that one of the trainings gets.
  var threadsPerJob: Int { max(1, threads / jobs) }

  /// What decides when a file of the inbox is taken.
  var inboxRules: Inbox.Rules {
    Inbox.Rules(
      pollSeconds: pollSeconds, graceSeconds: configGraceSeconds ?? 2 * pollSeconds,
      dataTimeoutSeconds: dataTimeoutSeconds)
  }

  /// Why nothing is to be claimed with so much room on the disk; nil where it is.
  func pause(with space: FileSystem.Space) -> String? {
    let share = Double(space.total) * pauseBelowPercent / 100
    guard space.free < Int64(pauseBelowBytes) || Double(space.free) < share else { return nil }
    let free = space.free >> 20
    return "the disk has \(free) MiB free, and nothing is claimed below "
      + "\(max(pauseBelowBytes >> 20, Int(share) >> 20)) MiB"
  }
}

extension DaemonSettings {
  /// Takes over what a settings file says; a missing file says nothing.
  ///
  /// The keys are those of docs/daemon.md. An unknown key, a wrong type or a value out of range is
  /// an error, and then nothing is taken over.
  /// - Throws: `ConfigError`, or `FileError`.
  package mutating func read(_ path: FilePath) throws {
    guard try FileSystem.exists(path) else { return }
    let config = try TrainingOrder.Config(reading: path, origin: .named)
    var section = try ConfigSection(parsing: config.bytes, file: config.name)
    var new = self
    new.pollSeconds = try section.seconds("poll_seconds", pollSeconds, 0.01...3600)
    new.jobs = try section.integer("jobs", default: jobs, in: 1...64)
    new.threads = try section.integer("threads", default: threads, in: 1...1024)
    if section.has("config_grace_seconds") {
      new.configGraceSeconds = try section.seconds("config_grace_seconds", 0, 0...86_400)
    }
    new.dataTimeoutSeconds = try section.seconds(
      "data_timeout_seconds", dataTimeoutSeconds, 0...3.2e9)
    new.smallJobSeconds = try section.seconds("small_job_seconds", smallJobSeconds, 0...86_400)
    new.resumeSeconds = try section.seconds("resume_seconds", resumeSeconds, 0...86_400)
    new.crashLimit = try section.integer("crash_limit", default: crashLimit, in: 1...1_000_000)
    new.pauseBelowBytes = try section.integer(
      "pause_below_bytes", default: pauseBelowBytes, in: 0...(1 << 50))
    new.pauseBelowPercent = try section.number(
      "pause_below_percent", default: pauseBelowPercent, in: 0...100, "a number from 0 to 100")
    try section.finish()
    self = new
  }
}

extension ConfigSection {
  fileprivate mutating func seconds(
    _ key: String, _ standard: Double, _ range: ClosedRange<Double>
  ) throws(ConfigError) -> Double {
    try number(
      key, default: standard, in: range,
      "seconds from \(range.lowerBound) to \(range.upperBound)")
  }

  /// Whether the key stands in the file.
  fileprivate mutating func has(_ key: String) -> Bool { node(key) != nil }
}
