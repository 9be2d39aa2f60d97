import Glibc

/// A thread of the program's own that does one piece of work: what blocks never runs on the
/// cooperative pool.
///
/// Sendable by hand: the thread's name never changes, and is used to join it alone.
package struct WorkerThread: @unchecked Sendable {
  private let thread: pthread_t

  /// Starts the work at once; nil where the system gives no more threads.
  package init?(_ work: @escaping @Sendable () -> Void) {
    let entry = Unmanaged.passRetained(Entry(work))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        Unmanaged<Entry>.fromOpaque(raw).takeRetainedValue().work()
        return nil
      }, entry.toOpaque())
    guard status == 0 else {
      entry.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until the work is done; to be called once.
  package func join() { pthread_join(thread, nil) }
}

/// What a new thread is told.
private final class Entry: Sendable {
  let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}
