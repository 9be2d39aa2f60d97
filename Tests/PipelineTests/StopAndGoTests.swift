import Experiments
import Files
import Pipeline
import RunLog
import Testing

extension TrainingAnswer {
  fileprivate var hashes: [String?] { results.map(\.run.weightsSHA256) }
}

@Suite struct StopAndGoTests {
  static let trainings: [String] = [
    "optimizer: 'adam', batch_size: 16, epochs: 12",
    "optimizer: 'sgd', learning_rate_schedule: 'adaptive', patience: 1, epochs: 12",
    "early_stopping: true, validation_fraction: 0.2, epochs: 12, batch_size: 7",
    "precision: 'float64', epochs: 12, batch_size: 'full'",
  ]

  @Test(arguments: trainings)
  func stoppedAtManyEpochsGivesTheBitsOfAnUndisturbedRun(training: String) throws {
    let config = "{ training: { \(training) }, network: { hidden: [5] } }"
    let whole = try Journey(config).travel()
    let broken = try Journey(config)
    let (answer, stops) = try broken.travelWithStops(threads: 1)
    #expect(stops > 0)
    #expect(answer.hashes == whole.hashes)
    let losses = answer.results.map { $0.epochs.map(\.trainLoss) }
    #expect(losses == whole.results.map { $0.epochs.map(\.trainLoss) })
    #expect(answer.results.map(\.metrics) == whole.results.map(\.metrics))
    #expect(try FileSystem.exists(broken.resumeFolder) == false)
  }

  static let study = """
    { training: { epochs: 6, batch_size: 16, optimizer: 'sgd' }, network: { hidden: [4] },
      study: { shared_random_stream: { skip_uniforms: 3 },
        runs: [ { name: 'a' }, { name: 'b', 'network.hidden': [7] },
                { name: 'c', 'preprocess.scale': 'none' }, { name: 'd', 'training.epochs': 9 } ] } }
    """

  @Test(arguments: [1, 3])
  func stoppedStudyKeepsItsRunsAndDrawsTheSameWeights(threads: Int) throws {
    let whole = try Journey(Self.study).travel()
    let broken = try Journey(Self.study)
    let (answer, stops) = try broken.travelWithStops(threads: threads)
    #expect(stops > 1)
    #expect(answer.hashes == whole.hashes)
    #expect(answer.best == whole.best)
    #expect(Set(answer.hashes).count == 4)
    // A row for each run: none was begun twice.
    let runs = try broken.log.runs(filter: RunFilter(job: "j"))
    #expect(runs.map(\.state) == [.done, .done, .done, .done])
  }

  @Test(arguments: [2, 4, 16])
  func runsSideBySideGiveTheSameBits(threads: Int) throws {
    let alone = try Journey(Self.study).travel()
    let beside = try Journey(Self.study).travel(threads: threads)
    #expect(beside.hashes == alone.hashes)
    #expect(beside.results.map(\.run.name) == ["a", "b", "c", "d"])
  }

  @Test func damagedResumeFileIsPassedOverWithAnEvent() throws {
    let config = "{ training: { epochs: 8 }, network: { hidden: [5] } }"
    let whole = try Journey(config).travel()
    let broken = try Journey(config)
    let stop = StopSignal()
    #expect(throws: TrainingStopped(job: "j")) {
      try broken.travel(TrainingInterruption(stop: stop, resumeSeconds: 0)) { _ in stop.request() }
    }
    let file = broken.resumeFolder.appending("0.npz")
    var bytes = try InputFile.contents(of: file, limit: 1 << 20, origin: .named)
    bytes[bytes.count / 2] ^= 1
    try AtomicFile.publish(bytes, to: file, replacing: true)
    #expect(try broken.travel().hashes == whole.hashes)
    let events = try broken.log.events(job: "j").map(\.code)
    #expect(events.contains("resume-file-ignored"))
  }

  @Test func resumeFileOfAnotherTrainingIsPassedOver() throws {
    let first = try Journey("{ training: { epochs: 8 } }")
    let stop = StopSignal()
    #expect(throws: TrainingStopped(job: "j")) {
      try first.travel(TrainingInterruption(stop: stop, resumeSeconds: 0)) { _ in stop.request() }
    }
    let second = try Journey("{ training: { epochs: 8 }, seed: 1 }")
    try FileSystem.makeDirectories(second.resumeFolder)
    try FileSystem.copyFile(
      from: first.resumeFolder.appending("0.npz"), to: second.resumeFolder.appending("0.npz"))
    let answer = try second.travel()
    let whole = try Journey("{ training: { epochs: 8 }, seed: 1 }").travel()
    #expect(answer.hashes == whole.hashes)
    #expect(try second.log.events(job: "j").map(\.code).contains("resume-file-ignored"))
  }

  @Test func runThatDivergesFailsAloneInAStudy() throws {
    let config = """
      { target: 'x', split: { method: 'ordered' },
        network: { activation: 'identity' }, training: { optimizer: 'sgd', epochs: 50 },
        study: { runs: [ { name: 'good' }, { name: 'bad', 'training.learning_rate': 1000 } ] } }
      """
    let journey = try Journey(config)
    let answer = try journey.travel()
    #expect(answer.results.map(\.run.state) == [.done, .failed])
    #expect(answer.results[1].run.stopReason == "diverged")
    #expect(try journey.log.job("j")?.state == .done)
    #expect(try journey.log.events(job: "j").map(\.code).contains("run-diverged"))
  }

  @Test(arguments: [1, 4])
  func studyWhoseRunsCannotBeCommittedEndsAndCanGoOn(threads: Int) throws {
    let config = """
      { training: { epochs: 40, batch_size: 16 }, network: { hidden: [3] },
        study: { grid: { seed: [1, 2, 3, 4, 5, 6] } } }
      """
    let undisturbed = try Journey(config).travel()
    let journey = try Journey(config)
    try journey.log.database.execute(
      """
      CREATE TRIGGER fault BEFORE INSERT ON epochs
      WHEN (SELECT ordinal FROM runs WHERE number = NEW.run) = 2
      BEGIN SELECT RAISE(ABORT, 'the third run has no room'); END
      """)
    let error = #expect(throws: RunLogError.self) { _ = try journey.travel(threads: threads) }
    #expect(error.map { "\($0)".contains("the third run has no room") } == true)
    let left = try journey.log.runs(filter: RunFilter(job: "j"))
    #expect(left.allSatisfy { $0.ordinal != 2 || $0.state == .running })
    #expect(try journey.log.job("j")?.state == .running)
    try journey.log.database.execute("DROP TRIGGER fault")
    let answer = try journey.travel(threads: threads)
    #expect(answer.best == undisturbed.best)
    #expect(
      answer.results.map(\.run.weightsSHA256) == undisturbed.results.map(\.run.weightsSHA256))
    let stored = try journey.log.runs(filter: RunFilter(job: "j"), sort: .oldest)
    #expect(stored.filter { $0.state == .done }.map(\.ordinal).sorted() == [0, 1, 2, 3, 4, 5])
    for result in answer.results {
      let logged = try journey.log.result(of: journey.log.run(result.run.id))
      #expect(logged.epochs == result.epochs)
      #expect(Set(logged.parameters) == Set(result.parameters))
    }
  }

  @Test func killedForegroundTrainingIsNotRunningForEver() throws {
    let scratch = try ScratchRoot()
    let log = try RunLog(path: scratch.root.runLog.displayed)
    try log.insertRunning(JobRecord(id: "dead", name: "a.csv", source: .command))
    _ = try scratch.watchOnce()
    let job = try #require(try log.job("dead"))
    #expect(job.state == .failed)
    #expect(job.failure?.code == "interrupted")
  }
}
