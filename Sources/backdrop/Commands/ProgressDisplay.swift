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

  init(_ console: Console) {
    self.console = console
  }

  /// Shows an epoch.
  func show(_ progress: TrainingProgress) {
    if shown?.ordinal != progress.ordinal { begin(progress) }
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
