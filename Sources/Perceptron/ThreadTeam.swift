import CLinux
import Glibc
import Synchronization

/// A fixed team of threads that run the same program together and meet at barriers.
///
/// A waiting thread spins briefly, since the next step of a training is microseconds away, and then
/// sleeps. The caller's thread is member 0.
final class ThreadTeam: Sendable {
  /// Number of members.
  let count: Int

  /// Nil where there is one member.
  private let shared: Shared?

  /// Starts `count - 1` threads.
  init(count: Int) {
    self.count = max(1, count)
    let shared = count > 1 ? Shared(members: count) : nil
    for member in 1..<self.count { shared?.start(member) }
    self.shared = shared
  }

  deinit { shared?.finish() }

  /// Runs the program on every member, with the member's number, and returns when all are done.
  func run(_ program: @escaping @Sendable (Int) -> Void) {
    guard let shared else { return program(0) }
    shared.hand(out: program)
    program(0)
    shared.meet()
  }

  /// Waits until every member has come here.
  func meet() {
    shared?.meet()
  }

  /// Says that this member has come to a barrier. What it does before it calls `wait` may be done
  /// before the others have come, and takes no time where it would have waited for them.
  func arrive() -> Arrival {
    Arrival(phase: shared?.arrive() ?? 0)
  }

  /// Waits until every member has come where this one has arrived.
  func wait(for arrival: Arrival) {
    shared?.wait(after: arrival.phase)
  }

  /// That a member has come to a barrier.
  struct Arrival {
    fileprivate let phase: Int
  }
}

/// What the members of a team share.
///
/// Unchecked: `program` and `processor` are written by member 0 alone, before the others are let through a
/// barrier and after they have come to the next.
private final class Shared: @unchecked Sendable {
  /// How often a waiting member looks before it sleeps: some 100 µs. A host that takes a virtual processor away
  /// gives it back within tens of microseconds; to sleep and be woken would take longer.
  ///
  /// Offering the processor by `sched_yield` in between was tried: it keeps both threads on one core.
  private let spins: Int

  private let members: Int
  private let arrived = Atomic<Int>(0)
  private let phase = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var program: (@Sendable (Int) -> Void)?
  /// The processor on which member 0 handed the program out.
  private var processor: CInt = -1

  init(members: Int) {
    self.members = members
    // More members than processors would spin in each other's way.
    spins = members <= sysconf(Int32(_SC_NPROCESSORS_ONLN)) ? 400_000 : 100
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

  /// Hands the program to the waiting members.
  func hand(out program: @escaping @Sendable (Int) -> Void) {
    self.program = program
    processor = sched_getcpu()
    meet()
  }

  /// Lets the waiting members end.
  func finish() {
    program = nil
    meet()
  }

  /// Starts a thread that waits for programs and runs them.
  func start(_ member: Int) {
    let entry = Unmanaged.passRetained(Entry(shared: self, member: member))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        let entry = Unmanaged<Entry>.fromOpaque(raw).takeRetainedValue()
        entry.shared.work(as: entry.member)
        return nil
      }, entry.toOpaque())
    precondition(status == 0, "the system starts no more threads")
    pthread_detach(thread)
  }

  private func work(as member: Int) {
    while true {
      meet()
      guard let program else { return }
      // Linux may wake a thread where its waker runs, though another processor is free, and leave both there
      // for many milliseconds: longer than a small training takes.
      if sched_getcpu() == processor { linux_leave_processor(processor) }
      program(member)
      meet()
    }
  }

  /// The barrier.
  func meet() { wait(after: arrive()) }

  /// Comes to the barrier, whose phase it returns: the last to arrive opens it.
  func arrive() -> Int {
    let now = phase.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == members {
      arrived.store(0, ordering: .relaxed)
      phase.store(now &+ 1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
      }
    }
    return now
  }

  /// Waits until the barrier of a phase is open.
  func wait(after now: Int) {
    var left = spins
    while phase.load(ordering: .acquiring) == now {
      left -= 1
      if left > 0 { continue }
      pthread_mutex_lock(mutex)
      sleepers.add(1, ordering: .sequentiallyConsistent)
      while phase.load(ordering: .sequentiallyConsistent) == now {
        pthread_cond_wait(condition, mutex)
      }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
      pthread_mutex_unlock(mutex)
    }
  }
}

/// What a new thread is told.
private final class Entry: Sendable {
  let shared: Shared
  let member: Int

  init(shared: Shared, member: Int) {
    self.shared = shared
    self.member = member
  }
}
