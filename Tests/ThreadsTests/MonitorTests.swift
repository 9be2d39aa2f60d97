import Testing
import Threads

/// The lock and the threads that all else stands on.
struct MonitorTests {
  @Test func countsWhatSeveralThreadsAdd() throws {
    let sum = Monitor(0)
    let threads = try (0..<4).map { _ in
      try #require(WorkerThread { for _ in 0..<10_000 { sum.withLock { $0 += 1 } } })
    }
    for thread in threads { thread.join() }
    #expect(sum.withLock { $0 } == 40_000)
  }

  @Test func handsOverWhatWasWaitedFor() throws {
    let letters = Monitor<[String]>([])
    let answers = Monitor<[String]>([])
    let thread = try #require(
      WorkerThread {
        for _ in 0..<3 {
          let letter = letters.wait { $0.isEmpty ? nil : $0.removeFirst() }
          answers.change { $0.append(letter + letter) }
        }
      })
    for letter in ["a", "b", "c"] { letters.change { $0.append(letter) } }
    thread.join()
    #expect(answers.withLock { $0 } == ["aa", "bb", "cc"])
  }

  @Test func waitsNoLongerThanItIsTold() throws {
    let letters = Monitor<[String]>([])
    let start = ContinuousClock.now
    #expect(letters.wait(seconds: 0.05) { $0.first } == nil)
    #expect(ContinuousClock.now - start >= .milliseconds(50))
    #expect(letters.wait(seconds: -1) { $0.first } == nil)
    let thread = try #require(WorkerThread { letters.change { $0.append("a") } })
    #expect(letters.wait(seconds: 60) { $0.first } == "a")
    thread.join()
  }
}
