import Experiments
import Files
import Pipeline
import RunLog
import Testing

/// A study on the road, without a daemon.
struct Journey {
  let scratch: ScratchRoot
  let log: RunLog
  let order: TrainingOrder

  /// Claims nothing: the job stands as running, as a daemon's does when it is worked on.
  init(_ config: String, job: String = "j") throws {
    scratch = try ScratchRoot()
    log = try RunLog(path: scratch.root.runLog.displayed)
    try scratch.drop("points.csv", ScratchRoot.points)
    try log.insertRunning(JobRecord(id: job, name: "points"))
    let path = scratch.root.inbox.appending("points.json")
    try AtomicFile.publish(Array(config.utf8), to: path, replacing: false)
    order = TrainingOrder(
      job: job, data: scratch.root.inbox.appending("points.csv"), dataName: "points.csv",
      origin: .named, archive: nil, config: try .init(reading: path, origin: .named))
  }

  /// One try, with a road of its own as after a restart.
  func travel(
    threads: Int = 1, _ interruption: TrainingInterruption = TrainingInterruption(),
    progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> TrainingAnswer {
    let road = TrainingRoad(root: scratch.root, log: log, threads: threads)
    let answer = try road.travel(order, interruption: interruption, progress: progress)
    try road.settle(answer, of: order)
    return answer
  }

  /// Stops after every epoch that is told, and goes on, until the job is done.
  ///
  /// Each epoch renews the resume file, so that an epoch takes longer than it takes to ask for a
  /// stop.
  func travelWithStops(threads: Int) throws -> (TrainingAnswer, stops: Int) {
    var stops = 0
    while true {
      let stop = StopSignal()
      do {
        let answer = try travel(
          threads: threads, TrainingInterruption(stop: stop, resumeSeconds: 0)
        ) { _ in stop.request() }
        return (answer, stops)
      } catch is TrainingStopped {
        stops += 1
      }
    }
  }

  var resumeFolder: FilePath { scratch.root.work.appending("j").appending(".resume") }
}
