package import Files
import Threads

/// Tells systemd how the service fares: one datagram a notice, as sd_notify(3) describes it.
///
/// Without a socket in the environment every notice is a no-op. Safe to use from any thread.
package final class ServiceNotifier: Sendable {
  private struct State {
    /// The status that systemd shows.
    var status: String?
    /// When a status or a sign of life was last sent, in microseconds.
    var statusSent = Int64.min
    var lifeSent = Int64.min
  }

  /// Microseconds between two statuses that differ, at least.
  private static let statusInterval: Int64 = 1_000_000

  private let socket: DatagramSocket?
  private let watchdogMicroseconds: Int64?
  private let state = Monitor(State())

  /// Prepares to send where the environment says; nothing is sent yet.
  ///
  /// - Throws: `FileError` where there is no socket to be had.
  package init(_ environment: ServiceEnvironment) throws(FileError) {
    if let address = environment.notifySocket {
      socket = try DatagramSocket(to: address)
    } else {
      socket = nil
    }
    watchdogMicroseconds = environment.watchdogSeconds.map { Int64($0 * 1e6) }
  }

  /// The longest pause between two calls of `advanced` that keeps the watchdog content; nil where
  /// there is none.
  package var longestPauseSeconds: Double? {
    socket == nil ? nil : watchdogMicroseconds.map { Double($0) / 4e6 }
  }

  /// The service is up, or up again after a reload.
  package func ready(_ status: String) throws(FileError) {
    try socket?.send("READY=1\nSTATUS=\(Self.line(status))\n")
    state.withLock { state in
      (state.status, state.statusSent) = (status, MonotonicClock.microseconds)
    }
  }

  /// The service reads its settings again; `ready` says when it has.
  package func reloading() throws(FileError) {
    try socket?.send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.microseconds)\n")
  }

  /// The service is about to end.
  package func stopping(_ status: String) throws(FileError) {
    _ = try socket?.sendNow("STOPPING=1\nSTATUS=\(Self.line(status))\n")
  }

  /// What the service does now, for `systemctl status`; one that follows within a second waits for
  /// the next call.
  package func status(
    _ status: String, at now: Int64 = MonotonicClock.microseconds
  ) throws(FileError) {
    guard let socket else { return }
    try state.withLock { state throws(FileError) in
      guard status != state.status, Self.isDue(now, after: state.statusSent, Self.statusInterval),
        try socket.sendNow("STATUS=\(Self.line(status))\n")
      else { return }
      (state.status, state.statusSent) = (status, now)
    }
  }

  /// The work has really advanced: a poll is done, or an epoch.
  ///
  /// A sign of life goes to the watchdog when half of its time is over since the last one. No timer
  /// sends it, so a service that hangs is found.
  package func advanced(at now: Int64 = MonotonicClock.microseconds) throws(FileError) {
    guard let socket, let watchdogMicroseconds else { return }
    try state.withLock { state throws(FileError) in
      guard Self.isDue(now, after: state.lifeSent, watchdogMicroseconds / 2),
        try socket.sendNow("WATCHDOG=1\n")
      else { return }
      state.lifeSent = now
    }
  }

  private static func isDue(_ now: Int64, after last: Int64, _ interval: Int64) -> Bool {
    last == .min || now - last >= interval
  }

  /// A status is one line: a line break would begin another field.
  private static func line(_ status: String) -> String {
    String(status.map { $0.isNewline ? " " : $0 })
  }
}
