/// A socket that sends datagrams to one address of the Unix domain.
///
/// It is not connected: a receiver that was closed and bound again is reached again.
package final class DatagramSocket: Sendable {
  /// Where the datagrams go: a path, or `@` and an abstract name.
  package let address: FilePath
  private let descriptor: Int32

  /// Makes a socket; whether anybody listens is found out by sending.
  ///
  /// - Throws: `system`.
  package init(to address: FilePath) throws(FileError) {
    self.address = address
    descriptor = try Syscall.datagramSocket(for: address)
  }

  deinit { Syscall.closeQuietly(descriptor) }

  /// Sends one datagram, waiting while the receiver's queue is full.
  ///
  /// - Throws: `system`.
  package func send(_ text: String) throws(FileError) {
    try Syscall.send(Array(text.utf8), through: descriptor, to: address, waiting: true)
  }

  /// Sends one datagram unless the receiver's queue is full.
  ///
  /// - Returns: whether it was sent.
  /// - Throws: `system`.
  package func sendNow(_ text: String) throws(FileError) -> Bool {
    do throws(FileError) {
      try Syscall.send(Array(text.utf8), through: descriptor, to: address, waiting: false)
      return true
    } catch {
      if error.code == "would-block" { return false }
      throw error
    }
  }
}

/// The clock that nobody can set, which systemd shares with its services.
package enum MonotonicClock {
  /// Microseconds since an arbitrary moment; ends with C's `clock_gettime(CLOCK_MONOTONIC)`.
  package static var microseconds: Int64 { Syscall.monotonicMicroseconds() }
}
