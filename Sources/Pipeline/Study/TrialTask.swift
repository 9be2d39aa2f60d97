import Experiments
import Files
import Models
import Perceptron
import RunLog
import Tabular

/// One run's training, on a thread of its own: from its resume file or from the start to the saved
/// model.
struct TrialTask: Sendable {
  let experiment: Experiment
  let rows: EncodedRows
  let random: RandomStart
  /// The run as it stands in the run log.
  let run: RunRecord
  let parameters: [ParameterRow]
  let job: StudyJob
  /// The epoch after which the training pauses; nil trains to the end.
  let pauseAt: Int?
  /// Ends the training after so many epochs for good.
  let limit: Int?
  /// What this run has waited for before its training: reading, splitting, encoding.
  let secondsBefore: RunSeconds
  /// Raised where another run of the study failed.
  let abandoned: StopSignal

  private static let progressPause = Duration.milliseconds(20)

  /// Does all of it.
  func perform(_ mailbox: TrialMailbox) -> TrialEnd {
    do {
      return try train(mailbox)
    } catch let error as ExperimentError {
      guard case .training = error else { return .failed(error) }
      return .diverged(diverged, error)
    } catch {
      return .failed(error)
    }
  }

  private func train(_ mailbox: TrialMailbox) throws -> TrialEnd {
    let start = ContinuousClock.now
    var point = resumePoint(mailbox)
    if let pauseAt, let point, point.epochs.count >= pauseAt { return .paused(point.epochs) }
    while true {
      var watch = EpochWatch(self, mailbox)
      do {
        let outcome = try experiment.run(
          on: rows, random: random, from: point, upTo: limit
        ) { record, makePoint in watch.look(at: record, makePoint) }
        if let problem = watch.problem { throw problem.cause }
        guard let outcome else {
          return watch.isPaused ? .paused(watch.epochs(after: point)) : .stopped
        }
        let trained = TrialEvent.trained(ordinal: run.ordinal)
        if let last = outcome.epochs.last {
          mailbox.send(.epoch(ordinal: run.ordinal, last), trained)
        } else {
          mailbox.send(trained)
        }
        return .done(try saved(outcome, start))
      } catch ExperimentError.resume(let problem) where point != nil {
        mailbox.send(note(uselessBecause: problem.description))
        point = nil
      }
    }
  }

  private func resumePoint(_ mailbox: TrialMailbox) -> ResumePoint? {
    switch job.resume.find(run: run.ordinal, training: training) {
    case .nothing: return nil
    case .point(let point): return point
    case .useless(let reason):
      mailbox.send(note(uselessBecause: reason))
      return nil
    }
  }

  /// What a resume file of this run is marked with.
  private var training: String { "\(job.identity)/\(run.ordinal)" }

  private func note(uselessBecause reason: String) -> TrialEvent {
    .note(
      EventRecord(
        level: .warning, code: "resume-file-ignored",
        message: "the run begins anew, its resume file cannot be used: \(reason)", job: run.job,
        run: run.id))
  }

  // MARK: - The end

  private func saved(
    _ outcome: ExperimentOutcome, _ start: ContinuousClock.Instant
  ) throws -> RunResult {
    let saveStart = ContinuousClock.now
    let dataset = job.dataset
    let model = try outcome.model(
      trial: experiment.trial, data: experiment.data, run: run.id,
      dataset: .init(name: dataset.name, sha256: dataset.sha256, rows: dataset.rows),
      at: Timestamp.now.text)
    let path = try job.store.save(
      model, name: run.model, run: run.id, verifying: job.study.isStudy ? .bytes : .model,
      isNameOnDisk: job.study.runCount == 1)
    var finished = run
    finished.seconds = secondsBefore
    finished.seconds.train = outcome.trainSeconds
    finished.seconds.save = saveStart.secondsAgo
    let before = (secondsBefore.read ?? 0) + (secondsBefore.split ?? 0)
    finished.seconds.total = before + start.secondsAgo
    finished.finish(
      with: outcome, weightsSHA256: model.document.weightsSHA256,
      checkpoint: job.root.relative(path).displayed, rows: experiment.data.split.train.count)
    if limit != nil { finished.stopReason = TrialState.discardedReason }
    return RunResult(
      run: finished, parameters: parameters, epochs: outcome.epochs.map(EpochRow.init),
      metrics: outcome.metricRows, findings: outcome.findingRows)
  }

  private var diverged: RunResult {
    var failed = run
    failed.state = .failed
    failed.finishedAt = .now
    failed.stopReason = TrialState.divergedReason
    return RunResult(run: failed, parameters: parameters)
  }

  // MARK: - Between the epochs

  /// What is done after each epoch.
  private struct EpochWatch {
    private let task: TrialTask
    private let mailbox: TrialMailbox
    private let savePause: Duration
    /// Seconds of training after which the clock is looked at again.
    private let clockPause: Double
    private var lastSave = ContinuousClock.now
    private var lastProgress: ContinuousClock.Instant?
    /// Seconds of the epochs since the clock was last looked at.
    private var untimedSeconds = Double.infinity
    private var records: [EpochRecord] = []
    /// Why a resume file could not be written.
    private(set) var problem: ResumeSaveError?
    private(set) var isPaused = false

    init(_ task: TrialTask, _ mailbox: TrialMailbox) {
      self.task = task
      self.mailbox = mailbox
      savePause = .seconds(task.job.interruption.resumeSeconds)
      clockPause = min(0.001, task.job.interruption.resumeSeconds)
    }

    /// The records of all epochs, those before the point that the training went on from included.
    func epochs(after point: ResumePoint?) -> [EpochRecord] { (point?.epochs ?? []) + records }

    mutating func look(
      at record: EpochRecord, _ makePoint: () -> ResumePoint
    ) -> TrainingControl {
      if task.pauseAt != nil { records.append(record) }
      isPaused = record.epoch == task.pauseAt
      let mustStop =
        isPaused || task.job.interruption.stop.isRequested || task.abandoned.isRequested
      // Looking at the clock after every epoch of some microseconds would take a part of them.
      untimedSeconds += record.seconds
      guard mustStop || untimedSeconds >= clockPause else { return .goOn }
      untimedSeconds = 0
      let now = ContinuousClock.now
      if lastProgress.map({ now - $0 >= TrialTask.progressPause }) ?? true {
        lastProgress = now
        mailbox.send(.epoch(ordinal: task.run.ordinal, record))
      }
      guard mustStop || now - lastSave >= savePause else { return .goOn }
      lastSave = now
      do {
        try task.job.resume.save(
          makePoint(), run: task.run.ordinal, training: task.training)
      } catch {
        problem = ResumeSaveError(cause: error)
        return .stop
      }
      return mustStop ? .stop : .goOn
    }
  }

  /// Carries any error past a closure that throws none.
  private struct ResumeSaveError {
    let cause: any Error
  }
}
