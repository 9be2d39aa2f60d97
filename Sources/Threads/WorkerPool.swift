/// Threads that stay for one piece of work after another, as many as work side by side at a time.
///
/// A thread of its own for each piece of some milliseconds costs its stack and what the allocator knows
/// of it, again and again.
package final class WorkerPool: Sendable {
  /// One piece of work.
  package typealias Work = @Sendable () -> Void

  private struct State {
    /// Work that no thread has taken yet, oldest first.
    var waiting: [Work] = []
    /// Threads that wait for work.
    var idle = 0
    var isClosed = false
  }

  private let state = Monitor(State())
  private let threads = Monitor<[WorkerThread]>([])

  /// Makes a pool without threads.
  package init() {}

  /// Waits for all work that was given.
  deinit {
    state.change { $0.isClosed = true }
    for thread in threads.withLock({ $0 }) { thread.join() }
  }

  /// Lets a thread do a piece of work: an idle one, or else a new one.
  ///
  /// Where the system gives no more threads, those that there are do the work when they are free, and
  /// without any, it is done when this returns.
  package func run(_ work: @escaping Work) {
    let needsThread = state.change(waking: .one) { state in
      state.waiting.append(work)
      return state.waiting.count > state.idle
    }
    guard needsThread else { return }
    let isServed = threads.withLock { threads in
      if let thread = WorkerThread({ [state] in Self.serve(state) }) { threads.append(thread) }
      return !threads.isEmpty
    }
    if !isServed, let own = state.withLock({ $0.waiting.popLast() }) { own() }
  }

  private enum Order {
    case work(Work), end
  }

  /// Does work after work, until the pool is closed and nothing waits.
  private static func serve(_ state: Monitor<State>) {
    while true {
      state.withLock { $0.idle += 1 }
      let order: Order = state.wait { state in
        guard !state.waiting.isEmpty else { return state.isClosed ? .end : nil }
        state.idle -= 1
        return .work(state.waiting.removeFirst())
      }
      guard case .work(let work) = order else { return }
      work()
    }
  }
}
