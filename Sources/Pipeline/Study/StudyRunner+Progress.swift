import Experiments
import Perceptron
import RunLog

extension StudyRunner {
  /// Tells that an epoch ended, and how far the study is.
  mutating func tell(
    _ record: EpochRecord, of ordinal: Int, _ progress: (TrainingProgress) -> Void
  ) throws {
    let trial = trials[ordinal]
    if estimate == nil { estimate = try firstEstimate(rows: try encoding(of: ordinal)) }
    estimate?.take(record, of: ordinal)
    guard let estimate else { return }
    if !hasToldEstimate, job.study.runCount > 1, let seconds = estimate.secondsLeft {
      hasToldEstimate = true
      commits.tell(
        EventRecord(
          level: .info, code: "study-estimate",
          message: "\(states.count { !$0.hasEnded }) of \(states.count) runs to train, "
            + "about \(Int(seconds.rounded(.up))) s on \(job.threads) cores", job: job.job))
    }
    progress(
      TrainingProgress(
        ordinal: ordinal, runs: job.study.runCount, name: trial.name, epoch: record.epoch,
        epochs: trial.config.training.epochs, loss: record.trainLoss, seconds: record.seconds,
        study: StudyProgress(
          ended: states.count { $0.hasEnded }, running: running,
          share: estimate.shareDone, secondsLeft: estimate.secondsLeft)))
  }

  /// Plans the work of all runs; of those whose encoding is still to be made the features are not
  /// known, and are taken to be as many as those of `rows`.
  private mutating func firstEstimate(rows: EncodedRows) throws -> StudyEstimate {
    var work: [Double] = []
    var lanes = job.threads
    var epochs = trials.map(\.config.training.epochs)
    for ordinal in trials.indices {
      let rows = encodings[encodingKey(ordinal)] ?? rows
      work.append(try experiment(ordinal).workOfEpoch(rows))
      lanes = min(lanes, job.threads / (try experiment(ordinal).usefulThreads(rows)))
    }
    // With folds one more run follows: not known yet, but much like the others.
    if trials.count < job.study.runCount, let most = work.max(), let longest = epochs.max() {
      work.append(most)
      epochs.append(longest)
    }
    var estimate = StudyEstimate(work: work, epochs: epochs, lanes: lanes)
    for (ordinal, state) in states.enumerated() {
      if let result = state.result { estimate.end(ordinal, epochsRun: result.run.epochsRun ?? 0) }
    }
    return estimate
  }
}
