import Glibc
import Synchronization

/// Signals as something that a loop can wait for, instead of a function that interrupts it.
///
/// The handler writes the signal's number into a pipe and nothing else (the "self-pipe"). A process
/// has one of these at most.
package final class SignalWatch: Sendable {
  /// The pipe's writing end for the handler; −1 for none.
  private static let writing = Atomic<Int32>(-1)
  private let pipe: (reading: Int32, writing: Int32)

  /// What a loop waits for with `poll`.
  var descriptor: Int32 { pipe.reading }

  /// Takes the signals over; one that is ignored, as SIGHUP under `nohup`, stays ignored.
  ///
  /// - Throws: `system` where no pipe can be had.
  package init(_ signals: [Int32]) throws(FileError) {
    guard let pipe = Syscall.pipe() else { throw .system(.create, "pipe", errno: EMFILE) }
    self.pipe = pipe
    Self.writing.store(pipe.writing, ordering: .sequentiallyConsistent)
    for number in signals {
      var old = sigaction()
      sigaction(number, nil, &old)
      // SIG_IGN, which is no function, is the number 1 (bits/signum-generic.h).
      if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      signal(number) { number in
        // Only what signal-safety(7) allows; what the signal interrupted must find its errno.
        let saved = errno
        let end = SignalWatch.writing.load(ordering: .sequentiallyConsistent)
        if end >= 0 { Syscall.poke(end, with: UInt8(truncatingIfNeeded: number)) }
        errno = saved
      }
    }
  }

  deinit {
    // The handlers stay and do nothing from now on.
    Self.writing.store(-1, ordering: .sequentiallyConsistent)
    Syscall.closeQuietly(pipe.reading)
    Syscall.closeQuietly(pipe.writing)
  }

  /// Whether a signal came that was not taken yet.
  package var isPending: Bool { Syscall.poll([pipe.reading], milliseconds: 0) }

  /// The signals that came since the last call, in their order.
  package func take() -> [Int32] {
    Syscall.drained(pipe.reading).map { Int32($0) }
  }
}
