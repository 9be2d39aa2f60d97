import Glibc

/// A signal that ended a process.
package struct EndingSignal: Hashable, Sendable, CustomStringConvertible {
  /// The number that the system has for it.
  package let number: Int32

  /// Names a signal.
  package init(_ number: Int32) {
    self.number = number
  }

  /// The name that people know it by, as SIGSEGV.
  package var description: String {
    switch number {
    case SIGSEGV: "SIGSEGV"
    case SIGBUS: "SIGBUS"
    case SIGILL: "SIGILL"
    case SIGTRAP: "SIGTRAP"
    case SIGFPE: "SIGFPE"
    case SIGABRT: "SIGABRT"
    case SIGSYS: "SIGSYS"
    default: "signal \(number)"
    }
  }
}
