import Glibc

/// Lets threads do the last part of their work one after the other, in the order of its numbers.
///
/// Sendable by hand: the turn is touched under the mutex only.
package final class TurnOrder: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var turn = 0

  /// Starts with turn 0.
  package init() {
    mutex.initialize(to: pthread_mutex_t())
    changed.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Waits until it is the turn of `number`; nobody else has a turn until `advance`.
  package func wait(for number: Int) {
    pthread_mutex_lock(mutex)
    while turn != number { pthread_cond_wait(changed, mutex) }
    pthread_mutex_unlock(mutex)
  }

  /// Gives the turn to the next number.
  package func advance() {
    pthread_mutex_lock(mutex)
    turn += 1
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// Runs `work` on up to `count` threads, this one included, and returns when all are done.
  ///
  /// A thread that the system does not have only costs time.
  package static func onThreads(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let box = WorkBox(work)
    var threads: [pthread_t] = []
    for _ in 1..<max(1, count) {
      var thread = pthread_t()
      let argument = Unmanaged.passRetained(box)
      let status = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<WorkBox>.fromOpaque(argument).takeRetainedValue().work()
          return nil
        }, argument.toOpaque())
      if status == 0 { threads.append(thread) } else { argument.release() }
    }
    work()
    for thread in threads { pthread_join(thread, nil) }
  }
}

private final class WorkBox: Sendable {
  let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}
