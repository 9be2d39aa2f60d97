import Glibc
import Pipeline

/// Lets Ctrl-C and a supervisor's SIGTERM end a training in good order.
enum StopOnSignal {
  private static let signal = StopSignal()

  /// Raises the returned signal at the first SIGINT or SIGTERM; a second one ends the process at
  /// once.
  ///
  /// A signal that was ignored, as under `nohup`, stays ignored.
  static func begin() -> StopSignal {
    let stop = signal  // made before a handler can need it
    for number in [SIGINT, SIGTERM] {
      var old = sigaction()
      sigaction(number, nil, &old)
      // SIG_IGN, which is no function, is the number 1 (bits/signum-generic.h).
      if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      Glibc.signal(number) { number in
        StopOnSignal.signal.request()
        Glibc.signal(number, SIG_DFL)
      }
    }
    return stop
  }
}
