import Glibc
import Synchronization

/// Removes one unfinished output when a signal ends the process.
///
/// A staged file that is never committed removes its temporary file; but a process that Ctrl-C ends
/// runs no `deinit`.
package enum SignalCleanup {
  /// The signals by which a user, a terminal or a supervisor ends a process.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// The address of the path as a C string, which is never freed; 0 for none.
  private static let path = Atomic<UInt>(0)

  /// Begins an output whose temporary file any of the signals removes before it ends the process.
  ///
  /// A signal that was ignored, as under `nohup`, stays ignored. To be called before the process
  /// has a second thread.
  package static func begin(
    _ path: FilePath, replacing: Bool
  ) throws(FileError) -> StagedFile {
    // No signal may come between the creation of the file and the note of its name.
    var blocked = sigset_t()
    var old = sigset_t()
    sigemptyset(&blocked)
    for number in signals { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_BLOCK, &blocked, &old)
    defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
    let file = try StagedFile(path, replacing: replacing)
    start(file.temporaryPath)
    return file
  }

  /// Removes a file when any of the signals ends the process, unless `stop` comes before.
  ///
  /// For a file that others write, such as SQLite; it need not be there yet. To be called before
  /// the process has a second thread.
  package static func start(_ unfinished: FilePath) {
    let terminated = unfinished.bytes.map { CChar(bitPattern: $0) } + [0]
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: terminated.count)
    copy.initialize(from: terminated, count: terminated.count)
    path.store(UInt(bitPattern: copy), ordering: .sequentiallyConsistent)
    for number in signals {
      var old = sigaction()
      sigaction(number, nil, &old)
      // SIG_IGN, which is no function, is the number 1 (bits/signum-generic.h).
      if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      signal(number) { number in
        // Only what signal-safety(7) allows.
        if let path = UnsafePointer<CChar>(
          bitPattern: SignalCleanup.path.load(ordering: .sequentiallyConsistent))
        {
          unlink(path)
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Leaves the file alone from now on.
  package static func stop() {
    path.store(0, ordering: .sequentiallyConsistent)
  }
}
