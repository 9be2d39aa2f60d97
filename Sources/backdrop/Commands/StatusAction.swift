import Files
import Glibc
import Pipeline
import Reports
import RunLog

/// Runs `backdrop status`.
func runStatus(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let root = arguments.rootFolder
  guard arguments.flag("follow") else {
    let status = try PipelineStatus(of: root)
    if arguments.flag("json") {
      try console.write(JSONText.encoded(StatusObject(status)))
    } else {
      try console.write(
        StatusText(
          status: status, isWhy: arguments.flag("why"), style: .of(fileDescriptor: STDOUT_FILENO)
        ).description)
    }
    return .ok
  }
  let pause = DirectoryWatch([])
  while true {
    let style = TerminalStyle.of(fileDescriptor: STDOUT_FILENO)
    let status: PipelineStatus
    do {
      status = try PipelineStatus(of: root)
    } catch RunLogError.olderVersion(_, found: 0, _) {
      // Somebody makes the run log at this moment.
      _ = pause.wait(seconds: 0.5)
      continue
    }
    let text = StatusText(
      status: status, isWhy: arguments.flag("why"), style: style,
      hasCurves: true
    ).description
    // Cursor home, the text, and nothing below it (ECMA-48: CUP, EL, ED).
    try console.write(
      style.isTerminal
        ? "\u{1b}[H" + style.screen(text).replacing("\n", with: "\u{1b}[K\n") + "\u{1b}[J"
        : text + "\n")
    try console.flush()
    _ = pause.wait(seconds: 0.5)
  }
}

/// The status as a person reads it.
private struct StatusText: CustomStringConvertible {
  let status: PipelineStatus
  let isWhy: Bool
  let style: TerminalStyle
  var hasCurves = false

  var description: String {
    ([daemon, inbox] + waiting + [jobs, unfinished, settled]).compactMap(\.self)
      .joined(separator: "\n") + "\n"
  }

  private var daemon: String {
    guard let process = status.process else { return "daemon    not running" }
    guard let report = status.report else { return "daemon    process \(process), just begun" }
    let since = Timestamp(text: report.begun_at).map {
      NumberText.duration(seconds: Timestamp.now.seconds(since: $0))
    }
    var text =
      "daemon    process \(process), for \(since ?? "?"); \(report.jobs) "
      + "\(report.jobs == 1 ? "job" : "jobs") at once on \(report.threads) "
      + "\(report.threads == 1 ? "core" : "cores"), a look every "
      + NumberText.duration(seconds: report.poll_seconds)
      + (report.is_notified ? " and at every change" : "")
    if let obstacle = report.obstacle { text += "\nstopped   by: \(displayed(obstacle))" }
    if let paused = report.paused { text += "\npaused    \(displayed(paused))" }
    for entry in report.unsettled {
      text += "\nunsettled \(entry.job): \(displayed(entry.reason))"
    }
    return text
  }

  private var inbox: String {
    let inbox = status.inbox
    guard inbox.count > 0 else { return "inbox     empty" }
    let reasons = inbox.by_reason.sorted { $0.key < $1.key }
      .map { "\(NumberText.count($0.value)) \($0.key)" }.joined(separator: ", ")
    let oldest = inbox.oldest_at.flatMap { Timestamp(text: $0) }.map {
      ", the first for " + NumberText.duration(seconds: Timestamp.now.seconds(since: $0))
    }
    return "inbox     \(NumberText.count(inbox.count)) "
      + "\(inbox.count == 1 ? "file waits" : "files wait")\(oldest ?? ""): \(reasons)"
      + (isWhy ? "" : " (--why lists them)")
  }

  private var waiting: [String] {
    guard isWhy else { return [] }
    let more = status.inbox.count - status.inbox.files.count
    return status.inbox.files.map { "          \($0.name) \(displayed($0.sentence))" }
      + (more > 0 ? ["          and \(NumberText.count(more)) more"] : [])
  }

  private var jobs: String {
    let shown = JobState.allCases.compactMap { state in
      status.counts[state].map { "\(NumberText.count($0)) \(state.rawValue)" }
    }
    return "jobs      \(shown.isEmpty ? "none yet" : shown.joined(separator: ", "))"
  }

  private var unfinished: String? {
    let shown = status.unfinished.prefix(20)
    if shown.isEmpty { return nil }
    // In a narrow terminal what a job has come to is worth more than its id.
    var table = TextTable([
      .init("job", canShrink: false, isOptional: hasCurves), .init("name"),
      .init("state", canShrink: false, isOptional: true), .init("how far", canShrink: false),
    ])
    // What a name of eight cells, the other columns and the blanks between them leave.
    let others = (shown.map(\.id.count).max() ?? 0) + 2 + 8 + 2 + "running".count + 2
    let room = style.width.map { width in
      width - others >= 44 || !hasCurves ? width - others : width - 8 - 2
    }
    for job in shown {
      let running = status.report?.running.first { $0.job == job.id }
      table.append([
        .init(job.id), .init(job.name), .init(running == nil ? job.life.name : "running"),
        .init(
          running.map { progress($0, room) }
            ?? TerminalText.cut(displayed(standing(job)), to: max(30, room ?? .max))),
      ])
    }
    let more = status.unfinished.count - shown.count
    return "\n" + table.rendered(style) + (more > 0 ? "and \(NumberText.count(more)) more\n" : "")
  }

  /// How far a job's training is, in as much detail as there is room for: first the loss goes, then
  /// the time, then the curve, which is drawn shorter before.
  private func progress(_ running: DaemonReport.Running, _ room: Int?) -> String {
    guard let run = running.run, let runs = running.runs, let epoch = running.epoch,
      let epochs = running.epochs, let loss = running.loss
    else { return "reads its data" }
    let room = room ?? .max
    var text = "epoch \(NumberText.count(epoch)) of \(NumberText.count(epochs))"
    if runs > 1 { text = "run \(run) of \(runs), " + text }
    let curve = hasCurves && !running.losses.isEmpty
    func add(_ part: String, leaving rest: Int) {
      if text.count + 2 + part.count <= room - rest { text += ", " + part }
    }
    if let left = running.seconds_left {
      add("\(NumberText.duration(seconds: left)) left", leaving: curve ? 8 : 0)
    }
    add("loss \(NumberText.loss(loss))", leaving: curve ? 14 : 0)
    let cells = min(24, room - text.count - 2)
    return curve && cells >= 6
      ? text + ", " + Sparkline.rendered(running.losses, width: cells) : text
  }

  private func standing(_ job: JobRecord) -> String {
    switch job.life {
    case .intent, .claimed: return "waits for its turn"
    case .running(let attempt, _):
      return status.process == nil
        ? "goes on at the next start (attempt \(attempt) did not end)" : "begins"
    case .retrying(let reason, let at, let retries):
      let wait = NumberText.duration(seconds: max(0, at.seconds(since: .now)))
      return "again in \(wait) (retry \(retries)): \(reason)"
    case .done, .failed, .duplicate: return ""
    }
  }

  private var settled: String? {
    if status.settled.isEmpty { return nil }
    var table = TextTable([
      .init("last settled"), .init("name"), .init("state"), .init("when"),
      .init("why", isOptional: true),
    ])
    for job in status.settled {
      let ago = job.finishedAt.map {
        NumberText.duration(seconds: Timestamp.now.seconds(since: $0))
      }
      table.append([
        .init(job.id), .init(job.name),
        .init(job.state.rawValue, job.state == .failed ? .red : .green),
        .init("\(ago ?? "?") ago"),
        .init(job.failure?.message ?? job.duplicateOf.map { "the same as \($0)" } ?? ""),
      ])
    }
    return "\n" + table.rendered(style).dropLast()
  }

  private func displayed(_ text: String) -> String { TerminalText.escaped(text) }
}

/// The status as one JSON object.
private struct StatusObject: Encodable {
  /// One job.
  struct Job: Encodable {
    let job, name, state: String
    let attempts, retries: Int
    let received_at: String
    let started_at, finished_at, retry_at, retry_reason: String?
    let owner: Int?
    let duplicate_of, receipt, error_code, error_message: String?
    let progress: DaemonReport.Running?

    init(_ job: JobRecord, _ progress: DaemonReport.Running? = nil) {
      self.job = job.id
      name = job.name
      state = progress == nil ? job.life.name : "running"
      attempts = job.attempts
      retries = job.retries
      received_at = job.receivedAt.text
      started_at = job.startedAt?.text
      finished_at = job.finishedAt?.text
      retry_at = job.retryAt?.text
      retry_reason = job.retryReason
      owner = job.owner
      duplicate_of = job.duplicateOf
      receipt = job.receipt
      error_code = job.failure?.code
      error_message = job.failure?.message
      self.progress = progress
    }
  }

  let daemon: DaemonReport?
  let process: Int?
  let waiting: DaemonReport.Inbox
  let counts: [String: Int]
  let unfinished: [Job]
  let settled: [Job]

  init(_ status: PipelineStatus) {
    daemon = status.report
    process = status.process.map { Int($0) }
    waiting = status.inbox
    counts = Dictionary(
      status.counts.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })
    unfinished = status.unfinished.map { job in
      Job(job, status.report?.running.first { $0.job == job.id })
    }
    settled = status.settled.map { Job($0) }
  }
}
