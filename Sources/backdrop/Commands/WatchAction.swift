import Files
import Pipeline
import Reports
import RunLog

/// Runs `backdrop watch`.
func runWatch(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  if let jobs = arguments.integer("jobs"), jobs > 1 {
    throw arguments.misuse(.notBuilt("--jobs above 1"))
  }
  let settings = Watcher.Settings(
    pollSeconds: arguments.seconds("poll") ?? 1, once: arguments.flag("once"),
    threads: arguments.threadCount)
  let root = arguments.rootFolder
  let notices = DaemonNotices(
    notifier: try ServiceNotifier(ServiceEnvironment()),
    metrics: arguments.text("metrics").map { MetricsFile(FilePath($0)) },
    onTrouble: console.warning)
  let watcher = try Watcher(root: root, settings: settings, notices: notices)
  if !settings.once { console.message("watching \(root.inbox.displayed); Ctrl-C ends") }
  let display = ProgressDisplay(console)
  let summary = try watcher.run { tell($0, console, display) }
  if arguments.flag("json") {
    try console.write(
      JSONText.encoded(
        ["done": summary.done, "failed": summary.failed, "waiting": summary.waiting]))
  }
  if let failure = summary.postponed { throw failure }
  return summary.failed > 0 ? .data : .ok
}

/// Says on standard error what the daemon does.
private func tell(_ event: Watcher.Event, _ console: Console, _ display: ProgressDisplay) {
  switch event {
  case .claimed(let job, let name):
    console.message("\(job): claimed \(name)")
  case .progress(_, let progress):
    // A log is for what happened; only a terminal shows what happens.
    if console.showsProgress { display.show(progress) }
  case .done(let job, let answer):
    display.finish()
    console.message("\(job): \(sentence(answer))")
  case .failed(let job, let failure):
    display.finish()
    console.error("\(job): failed: \(failure.message)")
  case .postponed(let job, let failure, let seconds):
    display.finish()
    let wait = NumberText.duration(seconds: seconds)
    console.warning("\(job ?? "inbox"): \(failure.message); tried again in \(wait)")
  case .waiting(let waiting):
    console.message("\(waiting)")
  }
}

private func sentence(_ answer: TrainingAnswer) -> String {
  if let original = answer.duplicateOf {
    return "the same was trained before, in job \(original); nothing to do"
  }
  guard let best = answer.results.first(where: { $0.run.id == answer.best }) else { return "done" }
  let metrics = best.metrics.filter { $0.part == .test }.map {
    "\($0.name) \(NumberText.metric($0.name, $0.value))"
  }
  let count = answer.results.count
  let runs = count == 1 ? "trained" : "trained \(count) runs, the best is \"\(best.run.name)\":"
  return "\(runs) \(best.run.model): test \(metrics.joined(separator: ", "))"
}
