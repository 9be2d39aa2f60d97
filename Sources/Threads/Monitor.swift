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
    // A wait with an end must not last longer because somebody sets the clock.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
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

  /// Which of the threads that wait for a change are woken.
  package enum Waiters {
    case all
    /// Any one: for a change that is for one thread, where all of them wait for the same.
    case one
  }

  /// Changes the state and wakes those that wait for a change.
  package func change<Answer, Problem: Error>(
    waking waiters: Waiters = .all, _ body: (inout State) throws(Problem) -> Answer
  ) throws(Problem) -> Answer {
    pthread_mutex_lock(mutex)
    defer {
      switch waiters {
      case .all: pthread_cond_broadcast(condition)
      case .one: pthread_cond_signal(condition)
      }
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

  /// Waits until `take` finds in the state what it looks for, and gives that; nil where it has not
  /// found it in so many seconds.
  package func wait<Answer>(
    seconds: Double, for take: (inout State) -> Answer?
  ) -> Answer? {
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let nanoseconds = end.tv_nsec + Int(max(0, min(seconds, 1e9)) * 1e9)
    end.tv_sec += nanoseconds / 1_000_000_000
    end.tv_nsec = nanoseconds % 1_000_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let answer = take(&state) { return answer }
      if pthread_cond_timedwait(condition, mutex, &end) != 0 { return take(&state) }
    }
  }
}
