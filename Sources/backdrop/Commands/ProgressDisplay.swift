import Glibc
import Pipeline
import Reports

/// Shows the progress of the runs of one job on standard error, one bar after the other.
final class ProgressDisplay {
  private let console: Console
  private let style = TerminalStyle.of(fileDescriptor: STDERR_FILENO)
  private let start = ContinuousClock.now
  private var bar: ProgressBar?
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
    if shown?.ordinal != progress.ordinal { begin(progress) }
    shownJob = job
    shown = progress
    console.raw(bar?.update(epoch: progress.epoch, loss: progress.loss, at: now) ?? "")
  }

  /// Ends the bar of the last run.
  func finish() {
    if let shown {
      console.raw(bar?.finish(epoch: shown.epoch, loss: shown.loss, at: now) ?? "")
    }
    (bar, shown) = (nil, nil)
  }

  private func begin(_ progress: TrainingProgress) {
    finish()
    let label =
      progress.runs > 1
      ? "[\(progress.ordinal + 1)/\(progress.runs)] \(progress.name)" : progress.name
    bar = ProgressBar(
      label: label, total: progress.epochs, style: style, at: now - progress.seconds)
  }

  private var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
