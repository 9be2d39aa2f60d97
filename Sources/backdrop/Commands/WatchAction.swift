import Files
import Glibc
import Pipeline
import Reports
import RunLog

/// Runs `backdrop watch`.
func runWatch(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = arguments.rootFolder
  let signals = try SignalWatch([SIGTERM, SIGINT, SIGHUP])
  let settings = try arguments.daemonSettings(root, console)
  let notices = DaemonNotices(
    notifier: try ServiceNotifier(ServiceEnvironment()),
    metrics: arguments.text("metrics").map { MetricsFile(FilePath($0)) },
    onTrouble: console.warning)
  let watcher = try Watcher(
    root: root, settings: settings, notices: notices, signals: signals
  ) { try arguments.daemonSettings(root, console) }
  if !settings.once { console.message("watching \(root.inbox.displayed); Ctrl-C ends") }
  let display = ProgressDisplay(console)
  let summary = try watcher.run { tell($0, console, display) }
  display.finish()
  if arguments.flag("json") {
    try console.write(
      JSONText.encoded(
        ["done": summary.done, "failed": summary.failed, "waiting": summary.waiting]))
  }
  if summary.isStopped { return .ok }
  if let failure = summary.postponed { throw failure }
  return summary.failed > 0 ? .data : .ok
}

extension Arguments {
  /// The settings of the daemon: the defaults, then the root's file, then the command line.
  fileprivate func daemonSettings(_ root: Root, _ console: Console) throws -> DaemonSettings {
    var settings = DaemonSettings(once: flag("once"), threads: threadCount)
    try settings.read(root.daemonSettings)
    if let seconds = seconds("poll") { settings.pollSeconds = seconds }
    if let jobs = integer("jobs") { settings.jobs = jobs }
    if let threads = integer("threads") { settings.threads = threads }
    if let seconds = seconds("data-timeout") { settings.dataTimeoutSeconds = seconds }
    if console.showsProgress { settings.progressSeconds = 0.1 }
    return settings
  }
}

/// Says on standard error what the daemon does.
private func tell(_ event: Watcher.Event, _ console: Console, _ display: ProgressDisplay) {
  switch event {
  case .claimed(let job, let name):
    display.finish()
    console.message("\(job): claimed \(name)")
  case .progress(let job, let progress):
    // A log is for what happened; only a terminal shows what happens.
    if console.showsProgress { display.show(progress, of: job) }
  case .done(let job, let answer):
    display.finish()
    console.message("\(job): \(sentence(answer))")
  case .scored(let job, let model, let rows):
    display.finish()
    console.message("\(job): \(model) scored \(NumberText.count(rows)) rows")
  case .failed(let job, let failure):
    display.finish()
    console.error("\(job): failed: \(failure.message)")
  case .postponed(let job, let failure, let seconds):
    display.finish()
    let wait = NumberText.duration(seconds: seconds)
    console.warning("\(job ?? "inbox"): \(failure.message); tried again in \(wait)")
  case .waiting(let waiting):
    display.finish()
    console.warning("\(waiting)")
  case .waitingMore(let count):
    console.message("and \(count) files more wait; backdrop status --why lists them")
  case .paused(let reason):
    console.warning(reason.map { "paused: \($0)" } ?? "there is room on the disk again")
  case .reloaded(nil): console.message("the settings were read again")
  case .reloaded(let failure?):
    console.warning("the settings stay as they were: \(failure.message)")
  case .stopping(let signal):
    display.finish()
    console.message("stopping after signal \(signal)")
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
  let runs =
    count == 1
    ? "trained" : "trained \(count) runs, the best is \"\(TerminalText.escaped(best.run.name))\":"
  return "\(runs) \(best.run.model): test \(metrics.joined(separator: ", "))"
}
