import Glibc

/// State that several threads share: one lock around it, one condition to wait for its changes.
///
/// The lock is POSIX's and not Swift's `Mutex`, which the thread sanitizer does not know.
package final class Monitor<State>: @unchecked Sendable {
  private var state: State
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Guards a state.
  package init(_ state: State) {
    self.state = state
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Looks at the state, or changes it where nobody waits for the change.
  package func withLock<Answer, Problem: Error>(
    _ body: (inout State) throws(Problem) -> Answer
  ) throws(Problem) -> Answer {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Changes the state and wakes every thread that waits for a change.
  package func change<Answer, Problem: Error>(
    _ body: (inout State) throws(Problem) -> Answer
  ) throws(Problem) -> Answer {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    return try body(&state)
  }

  /// Waits until `take` finds in the state what it looks for, and gives that.
  package func wait<Answer>(for take: (inout State) -> Answer?) -> Answer {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let answer = take(&state) { return answer }
      pthread_cond_wait(condition, mutex)
    }
  }
}
