/// Wakes a loop that scans directories before its time, when something changes in them.
///
/// It never replaces the scan: inotify may be used up, lose events, or not see a network file
/// system's changes. Without inotify, `wait` simply lasts the whole time.
package final class DirectoryWatch: Sendable {
  private let inotify: Int32?
  private let wakeUp: (reading: Int32, writing: Int32)?
  /// Whether every directory is watched; otherwise some changes are seen only by the next scan.
  package let isComplete: Bool

  /// Starts to watch the directories, as far as the system allows.
  package convenience init(_ directories: [FilePath]) {
    self.init(directories, inotify: Syscall.inotify())
  }

  /// Starts to watch with the given inotify instance, nil for none.
  package init(_ directories: [FilePath], inotify: Int32?) {
    self.inotify = inotify
    wakeUp = Syscall.pipe()
    isComplete =
      inotify.map { descriptor in
        directories.map { Syscall.watch($0, with: descriptor) }.allSatisfy { $0 }
      } ?? false
  }

  deinit {
    for descriptor in [inotify, wakeUp?.reading, wakeUp?.writing] {
      if let descriptor { Syscall.closeQuietly(descriptor) }
    }
  }

  /// Waits until something changes, `wake` is called, a signal comes or the time is over.
  ///
  /// What happened since the last call counts too, so nothing falls between two calls.
  /// - Returns: whether it returned before the time was over.
  package func wait(seconds: Double) -> Bool {
    let descriptors = [inotify, wakeUp?.reading].compactMap { $0 }
    let milliseconds = Int32(min(max(seconds, 0) * 1000, 1e9).rounded(.up))
    let isEarly = Syscall.poll(descriptors, milliseconds: milliseconds)
    for descriptor in descriptors { Syscall.drain(descriptor) }
    return isEarly
  }

  /// Ends the present `wait`, or the next one; from any thread, and from a signal handler.
  package func wake() {
    if let wakeUp { Syscall.poke(wakeUp.writing) }
  }
}
