import Glibc
import Synchronization

/// Leaves a word in a file when a fault of the program ends the process, so that the next one knows.
///
/// SIGKILL, a power cut and an overflow of the stack leave none.
enum CrashMark {
  /// The signals that the processor, the runtime or `abort` send for a fault; Swift's own traps are
  /// SIGILL or SIGTRAP.
  private static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS]
  /// The file that is written to; −1 for none.
  private static let descriptor = Atomic<Int32>(-1)

  /// From now on a fault appends its signal's number to an open file, as a line of two digits.
  ///
  /// A signal that somebody else handles already, as a sanitizer does, is left alone.
  static func begin(_ file: Int32) {
    descriptor.store(file, ordering: .sequentiallyConsistent)
    for number in signals {
      var old = sigaction()
      sigaction(number, nil, &old)
      // SIG_DFL, which is no function, is the number 0 (bits/signum-generic.h).
      guard unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 0 else { continue }
      signal(number) { number in
        // Only what signal-safety(7) allows.
        let file = CrashMark.descriptor.load(ordering: .sequentiallyConsistent)
        if file >= 0 {
          let zero = Int32(UInt8(ascii: "0"))
          Syscall.poke(file, with: UInt8(truncatingIfNeeded: zero + number / 10))
          Syscall.poke(file, with: UInt8(truncatingIfNeeded: zero + number % 10))
          Syscall.poke(file, with: UInt8(ascii: "\n"))
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Writes nothing any more into a file that is about to be closed.
  static func end(_ file: Int32) {
    _ = descriptor.compareExchange(
      expected: file, desired: -1, ordering: .sequentiallyConsistent)
  }
}
