package import Files
package import Glibc

/// What a supervisor says in the environment of the services that it starts.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3), systemd.exec(5) under `$JOURNAL_STREAM`.
package struct ServiceEnvironment: Sendable {
  /// Where notices go; nil where nobody wants them.
  package let notifySocket: FilePath?
  /// The time without a sign of life after which the service is killed; nil for none.
  package let watchdogSeconds: Double?
  private let journalStream: String?

  /// Reads the environment of this process.
  package init() {
    self.init(process: getpid()) { name in getenv(name).map { String(cString: $0) } }
  }

  /// Reads variables.
  ///
  /// - Parameters:
  ///   - process: the number of the process that the notices are to come from.
  ///   - variable: gives the value of a variable, nil where it is not set.
  package init(process: pid_t, variable: (String) -> String?) {
    notifySocket = variable("NOTIFY_SOCKET").flatMap { $0.isEmpty ? nil : FilePath($0) }
    journalStream = variable("JOURNAL_STREAM")
    let watched = variable("WATCHDOG_PID").map { $0 == String(process) } ?? true
    let microseconds = variable("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0
    watchdogSeconds = watched && microseconds > 0 ? Double(microseconds) / 1e6 : nil
  }

  /// Whether a standard stream leads to the journal, which reads a priority at the start of a line.
  package func isJournal(standardStream number: Int32) -> Bool {
    guard let journalStream else { return false }
    do throws(FileError) {
      let status = try FileSystem.status(ofStandardStream: number)
      return journalStream == "\(status.device):\(status.inode)"
    } catch {
      return false
    }
  }
}

/// How much a line of the journal matters; the numbers of syslog(3).
package enum MessagePriority: Int, Sendable {
  /// Something went wrong and will not mend itself.
  case error = 3
  /// Something went wrong and is tried again.
  case warning = 4
  /// What happens in the normal run of things.
  case information = 6

  /// The lines of a text, each with the priority that the journal reads: `<3>`.
  ///
  /// Source: sd-daemon(3).
  package func marking(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "<\(rawValue)>\($0)" }
      .joined(separator: "\n")
  }
}
