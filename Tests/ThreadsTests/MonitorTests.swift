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
}
