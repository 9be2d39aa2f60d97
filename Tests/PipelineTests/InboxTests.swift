import Files
import Glibc
import Pipeline
import RunLog
import Testing

/// What is claimed when, and what waits for what.
@Suite struct InboxTests {
  @Test func configFailsWhenItsDataDidNotComeInTime() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.json", "{ data: 'missing.csv' }")
    let (summary, _) = try scratch.watchOnce { $0.dataTimeoutSeconds = 0 }
    #expect(summary.failed == 1)
    let job = try #require(try scratch.jobs().first)
    #expect(job.failure?.code == "no-data" && job.failure?.exitCode == 66)
    #expect(job.name == "missing.csv")
    #expect(
      try scratch.names("pipeline/failed/\(job.id)") == [
        "a.json", "receipt.json", "receipt.txt", "report.html",
      ])
  }

  @Test func brokenConfigWithoutDataFailsAtOnce() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.json", "{ data: 'missing.csv', training: { epoch: 1 } }")
    #expect(try scratch.watchOnce().0.failed == 1)
    #expect(try scratch.jobs().first?.failure?.code == "unknown-key")
  }

  @Test func nothingIsClaimedOnAFullDiskAndTheReasonIsTold() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    let (summary, events) = try scratch.watchOnce { $0.pauseBelowPercent = 100 }
    #expect(summary.postponed?.code == "low-disk")
    #expect(summary.waiting == 2)
    #expect(try scratch.names("pipeline/inbox") == ["a.csv", "a.json"])
    #expect(try scratch.jobs().isEmpty)
    let told = events.contains { if case .paused(.some) = $0 { true } else { false } }
    #expect(told)
    #expect(try scratch.watchOnce().0.done == 1)
  }

  @Test func olderFilesAreClaimedFirst() throws {
    let scratch = try ScratchRoot()
    for (second, name) in ["c", "a", "b"].enumerated() {
      try scratch.drop("\(name).txt", "x")
      try scratch.date("\(name).txt", second: 1_790_000_000 + second)
    }
    let names = try claimed(scratch)
    #expect(names == ["c.txt", "a.txt", "b.txt"])
  }

  /// A file can be given to another user by root alone.
  @Test(.enabled(if: geteuid() == 0))
  func everyUserHasATurn() throws {
    let scratch = try ScratchRoot()
    for number in 0..<5 { try scratch.drop("flood\(number).txt", "x") }
    for number in 0..<2 {
      let path = scratch.root.inbox.appending("mine\(number).txt")
      try scratch.drop("mine\(number).txt", "x")
      #expect(chown(path.displayed, 12_345, 12_345) == 0)
    }
    let names = try claimed(scratch)
    #expect(names.prefix(4) == ["flood0.txt", "mine0.txt", "flood1.txt", "mine1.txt"])
    #expect(try scratch.jobs().first { $0.name == "mine0.txt" }?.owner == 12_345)
  }

  /// The names of the jobs in the order in which they were claimed.
  private func claimed(_ scratch: ScratchRoot) throws -> [String] {
    try scratch.watchOnce().1.compactMap { event in
      if case .claimed(_, let name) = event { name } else { nil }
    }
  }

  @Test func configTakesTheFileThatItNamesAndLeavesTheOneOfItsOwnName() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("b.csv", ScratchRoot.points + "9,right\n")
    try scratch.drop("a.json", "{ data: 'b.csv', training: { epochs: 2 } }")
    #expect(try scratch.watchOnce().0.done == 2)
    let jobs = try scratch.jobs()
    #expect(jobs.first { $0.name == "b.csv" }?.configFile == "a.json")
    #expect(jobs.first { $0.name == "a.csv" }?.configFile == nil)
  }

  @Test func endingsAreTakenInAnyCase() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("A.CSV", ScratchRoot.points)
    try scratch.drop("A.Json", ScratchRoot.config)
    #expect(try scratch.watchOnce().0.done == 1)
    #expect(try scratch.jobs().map(\.configFile) == ["A.Json"])
  }

  @Test func twoConfigsOfOneDatasetBothTrain() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("one.json", "{ data: 'a.csv', training: { epochs: 2 } }")
    try scratch.drop("two.json", "{ data: 'a.csv', training: { epochs: 3 } }")
    #expect(try scratch.watchOnce().0.done == 2)
  }

  @Test func settingsFileIsReadAndCheckedLikeAConfig() throws {
    let scratch = try ScratchRoot()
    var settings = DaemonSettings(threads: 4)
    try settings.read(scratch.root.daemonSettings)
    #expect(settings == DaemonSettings(threads: 4))
    try write(scratch, "{ poll_seconds: 0.5, jobs: 2, crash_limit: 9, pause_below_bytes: 0 }")
    try settings.read(scratch.root.daemonSettings)
    #expect(settings.pollSeconds == 0.5 && settings.jobs == 2 && settings.crashLimit == 9)
    #expect(settings.threads == 4)
    for (text, code) in [
      ("{ pol_seconds: 1 }", "unknown-key"), ("{ jobs: 0 }", "out-of-range"),
      ("{ jobs: 'two' }", "wrong-type"),
    ] {
      try write(scratch, text)
      let before = settings
      let error = #expect(throws: (any Error).self) {
        try settings.read(scratch.root.daemonSettings)
      }
      #expect(error.map { Failure($0).code } == code)
      #expect(error.map { Failure($0).exitCode } == 78)
      #expect(settings == before)
    }
  }

  private func write(_ scratch: ScratchRoot, _ text: String) throws {
    try AtomicFile.publish(
      Array(text.utf8), to: scratch.root.daemonSettings, replacing: true)
  }
}
