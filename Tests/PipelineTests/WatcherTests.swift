import Files
import Glibc
import Pipeline
import RunLog
import Testing

@Suite struct WatcherTests {
  @Test func trainsAPairAndArchivesItsFilesWithAReceipt() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    let (summary, _) = try scratch.watchOnce()
    #expect(summary == Watcher.Summary(done: 1, failed: 0, waiting: 0, postponed: nil))
    let job = try #require(try scratch.jobs().first)
    #expect(job.state == .done)
    #expect(
      try scratch.names("pipeline/done/\(job.id)") == [
        "a.csv", "a.json", "receipt.json", "receipt.txt", "report.html",
      ])
    #expect(try scratch.names("pipeline/inbox").isEmpty)
    #expect(try scratch.names("pipeline/work").isEmpty)
    #expect(try scratch.names("models/a") == ["\(job.id).npz", "current.npz"])
  }

  @Test func badInputsFailWithTheirReasonWhileTheOthersGoOn() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("good.csv", ScratchRoot.points)
    try scratch.drop("good.json", ScratchRoot.config)
    try scratch.drop("ragged.csv", "x,y\n1,2\n3\n")
    try scratch.drop("badconfig.csv", ScratchRoot.points)
    try scratch.drop("badconfig.json", "{ training: { epoch: 5 } }")
    try scratch.drop("notes.txt", "hello")
    try scratch.drop("zgood.csv", ScratchRoot.points + "9,right\n")
    let link = scratch.root.inbox.appending("link.csv").displayed
    #expect(symlink("/etc/passwd", link) == 0)
    let (summary, _) = try scratch.watchOnce()
    #expect(summary.done == 2)
    #expect(summary.failed == 4)
    let jobs = try scratch.jobs()
    let failures = Dictionary(
      jobs.compactMap { job in job.failure.map { (job.name, $0) } }, uniquingKeysWith: { $1 })
    #expect(failures["ragged.csv"]?.code == "ragged-row")
    #expect(failures["ragged.csv"]?.line == 3)
    #expect(failures["badconfig.csv"]?.code == "unknown-key")
    #expect(failures["badconfig.csv"]?.exitCode == 78)
    #expect(failures["notes.txt"]?.code == "unknown-kind")
    #expect(failures["link.csv"]?.code == "symbolic-link")
    for job in jobs {
      let home = job.state == .failed ? "failed" : "done"
      let names = try scratch.names("pipeline/\(home)/\(job.id)")
      #expect(names.contains("receipt.json"))
      #expect(names.contains(job.name))
    }
  }

  @Test func sameDataAndConfigAreAnsweredWithTheModelThatIsThere() throws {
    let scratch = try ScratchRoot()
    for _ in 0..<2 {
      try scratch.drop("a.csv", ScratchRoot.points)
      try scratch.drop("a.json", ScratchRoot.config)
      _ = try scratch.watchOnce()
    }
    let jobs = try scratch.jobs()
    #expect(jobs.map(\.state) == [.done, .duplicate])
    #expect(jobs[1].duplicateOf == jobs[0].id)
    #expect(try scratch.names("models/a").count == 2)
    #expect(try scratch.names("pipeline/done").count == 2)
  }

  @Test(arguments: [("{}", [JobState.done, .duplicate]), ("{ model: 'b' }", [.done, .done])])
  func sameDataUnderAnotherNameAreKnownUnlessAModelIsNamed(
    config: String, expected: [JobState]
  ) throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", "{}")
    _ = try scratch.watchOnce()
    try scratch.drop("b.csv", ScratchRoot.points)
    try scratch.drop("b.json", config)
    _ = try scratch.watchOnce()
    let jobs = try scratch.jobs()
    #expect(jobs.map(\.state) == expected)
    #expect(try scratch.names("models/a").count == 2)
    #expect(try scratch.names("models").contains("b") == (expected[1] == .done))
  }

  @Test func configAloneUsesTheArchivedDataset() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.csv", ScratchRoot.points)
    try scratch.drop("a.json", ScratchRoot.config)
    _ = try scratch.watchOnce()
    try scratch.drop("other.json", "{ data: 'a.csv', training: { epochs: 3 } }")
    let (summary, _) = try scratch.watchOnce()
    #expect(summary.done == 1)
    let jobs = try scratch.jobs()
    #expect(jobs.map(\.state) == [.done, .done])
    #expect(
      try scratch.names("pipeline/done/\(jobs[1].id)") == [
        "other.json", "receipt.json", "receipt.txt", "report.html",
      ])
  }

  @Test func configWithoutItsDataWaits() throws {
    let scratch = try ScratchRoot()
    try scratch.drop("a.json", "{ data: 'missing.csv' }")
    let (summary, _) = try scratch.watchOnce()
    #expect(summary == Watcher.Summary(done: 0, failed: 0, waiting: 1, postponed: nil))
    #expect(try scratch.names("pipeline/inbox") == ["a.json"])
    #expect(try scratch.jobs().isEmpty)
  }

  @Test func loneCSVTakesTheDefaultConfig() throws {
    let scratch = try ScratchRoot()
    try AtomicFile.publish(
      Array("{ training: { epochs: 2 } }".utf8), to: scratch.root.defaultConfig, replacing: false)
    try scratch.drop("a.csv", ScratchRoot.points)
    #expect(try scratch.watchOnce().0.done == 1)
    let reader = try RunLogReader(path: scratch.root.runLog.displayed)
    #expect(try reader.runs().map(\.epochsRun) == [2])
  }

  @Test func hiddenAndTemporaryFilesAreLeftAlone() throws {
    let scratch = try ScratchRoot()
    let names = [".a.csv", "a.csv.part", "a.csv~", "a.tmp"]
    for name in names { try scratch.drop(name, ScratchRoot.points) }
    #expect(try scratch.watchOnce().0 == Watcher.Summary())
    #expect(try DirectoryScan.entries(of: scratch.root.inbox).count == names.count)
  }

  @Test func jobThatAKillLeftBehindIsFinished() throws {
    let scratch = try ScratchRoot()
    do {
      // What stands after a kill between the two renames of a claim.
      let log = try RunLog(path: scratch.root.runLog.displayed)
      try log.insertIntent(
        JobRecord(id: "j1", name: "a.csv", configFile: "a.json", dataFile: "a.csv"))
      let work = scratch.root.work.appending("j1")
      try FileSystem.makeDirectories(work)
      try AtomicFile.publish(
        Array(ScratchRoot.config.utf8), to: work.appending("a.json"), replacing: false)
      try scratch.drop("a.csv", ScratchRoot.points)
      // And one whose intent was all that there was.
      try log.insertIntent(JobRecord(id: "j2", name: "b.csv", dataFile: "b.csv"))
    }
    #expect(try scratch.watchOnce().0.done == 1)
    #expect(
      try scratch.names("pipeline/done/j1") == [
        "a.csv", "a.json", "receipt.json", "receipt.txt", "report.html",
      ])
    #expect(try scratch.jobs().map(\.id) == ["j1"])
  }

  @Test func currentModelFollowsTheRunLogAfterAKill() throws {
    let scratch = try ScratchRoot()
    for epochs in [2, 3] {
      try scratch.drop("a.csv", ScratchRoot.points)
      try scratch.drop("a.json", "{ training: { epochs: \(epochs) } }")
      _ = try scratch.watchOnce()
    }
    let jobs = try scratch.jobs()
    // What stands when the kill came after the commit and before the link moved.
    let link = scratch.root.models.appending("a/current.npz")
    try FileSystem.replaceSymlink(at: link, target: FilePath("\(jobs[0].id).npz"))
    _ = try scratch.watchOnce()
    #expect(try FileSystem.symlinkTarget(of: link) == FilePath("\(jobs[1].id).npz"))
  }

  @Test func secondDaemonIsRefusedWithTheHoldersProcess() throws {
    let scratch = try ScratchRoot()
    let first = try Watcher(root: scratch.root, settings: DaemonSettings(threads: 1))
    let error = #expect(throws: FileError.self) {
      _ = try Watcher(root: scratch.root, settings: DaemonSettings(threads: 1))
    }
    #expect(error.map { Failure($0).exitCode } == 75)
    #expect(error.map { "\($0)".contains("\(getpid())") } == true)
    withExtendedLifetime(first) {}
  }
}
