import Glibc
import Testing
import Threads

/// The threads that stay for one piece of work after another.
struct WorkerPoolTests {
  @Test func doesAllThatItWasGivenBeforeItGoes() {
    let sum = Monitor(0)
    do {
      let pool = WorkerPool()
      for number in 1...1000 { pool.run { sum.withLock { $0 += number } } }
    }
    #expect(sum.withLock { $0 } == 500_500)
  }

  @Test func worksSideBySide() {
    let pool = WorkerPool()
    let present = Monitor<Set<Int>>([])
    let met = Monitor(0)
    // None of them ends before all are there.
    for number in 0..<5 {
      pool.run {
        present.change { _ = $0.insert(number) }
        let all = present.wait(seconds: 60) { $0.count == 5 ? true : nil }
        met.change { $0 += all == true ? 1 : -5 }
      }
    }
    #expect(met.wait(seconds: 60) { $0 == 5 ? $0 : nil } == 5)
  }

  @Test func letsAThreadDoOneWorkAfterAnother() {
    let pool = WorkerPool()
    var seen: Set<UInt> = []
    // A thread may not wait again yet when the next work comes, so it may take some.
    for _ in 0..<100_000 {
      let name = Monitor<UInt?>(nil)
      pool.run {
        let own = UInt(pthread_self())
        name.change { $0 = own }
      }
      guard let thread = name.wait(seconds: 60, for: { $0 }) else { break }
      if !seen.insert(thread).inserted { return }
    }
    Issue.record("each of \(seen.count) works had a thread of its own")
  }
}
