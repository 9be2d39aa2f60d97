import Reports

extension DaemonNotices {
  /// The line that `systemctl status` shows: what is trained, and what waits.
  static func status(_ activities: [Activity], _ figures: DaemonFigures) -> String {
    let queue: String? =
      switch figures.waitingFiles {
      case 0: nil
      case 1: "1 file waits"
      default: "\(NumberText.count(figures.waitingFiles)) files wait"
      }
    guard let first = activities.first else { return "idle; \(queue ?? "nothing waits")" }
    let more = activities.count > 1 ? "\(activities.count - 1) more" : nil
    return [sentence(about: first), more, queue].compactMap(\.self).joined(separator: "; ")
  }

  private static func sentence(about activity: Activity) -> String {
    guard let progress = activity.progress else { return "reading \(activity.name)" }
    let run = progress.runs > 1 ? "run \(progress.ordinal + 1) of \(progress.runs), " : ""
    let loss = NumberText.metric("loss", progress.loss)
    return "training \(activity.name): \(run)epoch \(progress.epoch) of \(progress.epochs), "
      + "loss \(loss)"
  }
}
