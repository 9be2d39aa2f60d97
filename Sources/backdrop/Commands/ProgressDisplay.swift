import Glibc
import Pipeline
import Reports

/// Shows the progress of a job on standard error: a bar for its one run, or one for all runs of its
/// study.
final class ProgressDisplay {
  /// What is drawn.
  private enum Bar {
    case run(ProgressBar)
    case study(StudyBar)
  }

  private let console: Console
  private let style = TerminalStyle.of(fileDescriptor: STDERR_FILENO)
  private let start = ContinuousClock.now
  private var bar: Bar?
  private var shown: TrainingProgress?
  private var shownJob = ""

  init(_ console: Console) {
    self.console = console
  }

  /// Shows an epoch.
  ///
  /// - Parameter job: where several jobs run, the one whose bar is there keeps the line.
  func show(_ progress: TrainingProgress, of job: String = "") {
    if shown != nil, job != shownJob { return }
    shownJob = job
    let now = now
    shown = progress
    switch bar ?? begun(progress) {
    case .run(var bar):
      console.raw(bar.update(epoch: progress.epoch, loss: progress.loss, at: now))
      self.bar = .run(bar)
    case .study(var bar):
      let study = progress.study
      let state = StudyBar.State(
        ended: study.ended, running: study.running, share: study.share,
        secondsLeft: study.secondsLeft)
      console.raw(bar.update(state, run: progress.name, at: now))
      self.bar = .study(bar)
    }
  }

  /// Ends the bar.
  func finish() {
    switch bar {
    case .run(var bar):
      if let shown { console.raw(bar.finish(epoch: shown.epoch, loss: shown.loss, at: now)) }
    case .study(var bar): console.raw(bar.finish(at: now))
    case nil: break
    }
    (bar, shown) = (nil, nil)
  }

  private func begun(_ progress: TrainingProgress) -> Bar {
    progress.runs > 1
      ? .study(StudyBar(runs: progress.runs, style: style, at: now))
      : .run(
        ProgressBar(
          label: progress.name, total: progress.epochs, style: style, at: now - progress.seconds))
  }

  private var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
