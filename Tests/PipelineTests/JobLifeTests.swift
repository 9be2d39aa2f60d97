import Files
import Glibc
import Pipeline
import RunLog
import Testing

/// What becomes of a job that meets trouble which is not its own.
@Suite struct JobLifeTests {
  private func dropPair(_ scratch: ScratchRoot, _ stem: String = "a") throws {
    try scratch.drop("\(stem).csv", ScratchRoot.points)
    try scratch.drop("\(stem).json", ScratchRoot.config)
  }

  @Test func refusedOutputIsTriedAgainWithNothingMovedAndIsNoCrash() throws {
    let scratch = try ScratchRoot()
    try dropPair(scratch)
    // A file where the model's folder belongs: what root, too, cannot write to.
    let obstacle = scratch.root.models.appending("a")
    try AtomicFile.publish([1], to: obstacle, replacing: false)
    for round in 1...4 {
      let (summary, _) = try scratch.watchOnce()
      #expect(summary.failed == 0 && summary.done == 0)
      #expect(summary.postponed?.isTransient == true)
      let job = try #require(try scratch.jobs().first)
      #expect(job.attempts == 0)
      guard case .retrying(let reason, _, let retries) = job.life else {
        Issue.record("\(job.life)")
        return
      }
      #expect(retries == round)
      #expect(reason.contains("models/a"))
      #expect(try scratch.names("pipeline/work/\(job.id)") == ["a.csv", "a.json"])
    }
    try FileSystem.remove(obstacle)
    #expect(try scratch.watchOnce().0.done == 1)
    let job = try #require(try scratch.jobs().first)
    #expect(job.state == .done && job.retryAt == nil)
    let codes = try RunLogReader(path: scratch.root.runLog.displayed).events(job: job.id)
      .filter { $0.level != .warning || $0.code == "retrying" }.map(\.code)
    #expect(codes.first == "done" && codes.last == "claimed")
    #expect(codes.count { $0 == "retrying" } == 4)
  }

  @Test func jobThatTookTheProcessDownThreeTimesIsFailedWithWhatIsKnown() throws {
    let scratch = try ScratchRoot()
    try interrupt(scratch, times: 3)
    #expect(try scratch.watchOnce().0.failed == 1)
    let failure = try #require(try scratch.jobs().first?.failure)
    #expect(failure.code == "poison" && failure.exitCode == 70)
    #expect(failure.message.contains("ended 3 times"))
    #expect(
      try scratch.names("pipeline/failed/j1") == [
        "a.csv", "receipt.json", "receipt.txt", "report.html",
      ])
  }

  @Test func crashLimitIsASetting() throws {
    let scratch = try ScratchRoot()
    try interrupt(scratch, times: 3)
    #expect(try scratch.watchOnce { $0.crashLimit = 4 }.0.done == 1)
  }

  /// Leaves a claimed job behind of which so many attempts never ended.
  private func interrupt(_ scratch: ScratchRoot, times: Int) throws {
    let log = try RunLog(path: scratch.root.runLog.displayed)
    try log.insertIntent(JobRecord(id: "j1", name: "a.csv", dataFile: "a.csv"))
    let work = scratch.root.directory.appending("pipeline/work/j1")
    try FileSystem.makeDirectories(work)
    try AtomicFile.publish(
      Array(ScratchRoot.points.utf8), to: work.appending("a.csv"), replacing: false)
    try log.markClaimed(job: "j1")
    for _ in 0..<times { try log.countAttempt(job: "j1", progress: "0 runs") }
  }

  @Test func attemptThatGotFurtherCountsAsTheFirst() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    try log.insertIntent(JobRecord(id: "j1", name: "a"))
    try log.markClaimed(job: "j1")
    #expect(try log.countAttempt(job: "j1", progress: "0 runs") == 1)
    #expect(try log.countAttempt(job: "j1", progress: "0 runs") == 2)
    #expect(try log.countAttempt(job: "j1", progress: "1 runs") == 1)
    try log.pause(job: "j1")
    #expect(try log.countAttempt(job: "j1", progress: "1 runs") == 1)
  }

  @Test func folderThatCannotBeBroughtHomeIsTriedAgainAndEndsOnceWithItsError() throws {
    let scratch = try ScratchRoot()
    try interrupt(scratch, times: 0)
    let taken = scratch.root.directory.appending("pipeline/done/j1")
    try FileSystem.makeDirectories(taken.appending("x"))
    try dropPair(scratch, "other")
    let (summary, _) = try scratch.watchOnce()
    #expect(summary.postponed?.code == "already-exists")
    #expect(try scratch.names("pipeline/work") == ["j1"])
    try FileSystem.removeEmptyDirectory(taken.appending("x"))
    try FileSystem.removeEmptyDirectory(taken)
    // A job that waits ends the watch; the other one may have been taken before.
    let again = try scratch.watchOnce().0
    #expect(summary.done + again.done == 2 && again.failed == 0 && again.postponed == nil)
    #expect(
      try scratch.names("pipeline/done/j1") == [
        "a.csv", "receipt.json", "receipt.txt", "report.html",
      ])
  }

  @Test func jobWhoseFolderIsGoneFailsWithAReceipt() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    try log.insertIntent(JobRecord(id: "j1", name: "a.csv", dataFile: "a.csv"))
    try log.markClaimed(job: "j1")
    try dropPair(scratch, "other")
    let (summary, _) = try scratch.watchOnce()
    #expect(summary.done == 1 && summary.failed == 1)
    #expect(
      try scratch.names("pipeline/failed/j1") == ["receipt.json", "receipt.txt", "report.html"])
  }

  @Test func claimedFileThatAPowerCutPutBackIsClaimedAgain() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    try log.insertIntent(JobRecord(id: "j1", name: "a.csv", dataFile: "a.csv"))
    try log.markClaimed(job: "j1")
    try FileSystem.makeDirectories(scratch.root.directory.appending("pipeline/work/j1"))
    try scratch.drop("a.csv", ScratchRoot.points)
    #expect(try scratch.watchOnce().0.done == 1)
    #expect(try scratch.jobs().map(\.id) == ["j1"])
    #expect(
      try scratch.names("pipeline/done/j1") == [
        "a.csv", "receipt.json", "receipt.txt", "report.html",
      ])
  }

  @Test func sideBySideJobsComputeWhatOneAfterTheOtherDoes() throws {
    var weights: [[String?]] = []
    for jobs in [1, 3] {
      let scratch = try ScratchRoot()
      for number in 0..<6 {
        try scratch.drop("m\(number).csv", ScratchRoot.points)
        try scratch.drop("m\(number).json", "{ training: { epochs: \(5 + number) } }")
      }
      let (summary, _) = try scratch.watchOnce {
        $0.jobs = jobs
        $0.threads = 2
      }
      #expect(summary.done == 6)
      let runs = try RunLogReader(path: scratch.root.runLog.displayed).runs()
      weights.append(runs.sorted { $0.model < $1.model }.map(\.weightsSHA256))
    }
    #expect(weights[0].count == 6 && !weights[0].contains(nil))
    #expect(weights[0] == weights[1])
  }
}
