import RunLog

/// The page of a job that failed, or that has not trained anything yet.
struct FailurePage {
  let job: JobRecord
  /// What was trained before it failed.
  let runs: [RunRecord]
  /// Newest first.
  let events: [EventRecord]

  /// The page.
  var page: Page {
    Page(
      title: TerminalText.escaped("\(job.name): \(job.state.rawValue) – Backdrop"),
      header: [
        .element("h1", [], .name(job.name)),
        .paragraph(
          "Job \(job.id), \(job.state.rawValue), received \(PageNumber.moment(job.receivedAt.text))",
          style: "soft"),
      ],
      body: [reason, facts, trained, history],
      footer: [PageFooter.html(version: runs.last?.engineVersion)])
  }

  private var reason: HTML {
    guard let failure = job.failure else {
      return .paragraph("This job has trained nothing.", style: "lead")
    }
    return .note(
      [
        .element("strong", [], "It failed: "), .name(failure.message),
        .paragraph("Mend the file and drop it into the inbox again.", style: "soft"),
      ], isError: true)
  }

  private var facts: HTML {
    let failure = job.failure
    return .section(
      "facts", "What is known",
      [
        .facts([
          ("Code", failure.map { .code($0.code) }),
          ("File", failure?.file.map { .name($0) }),
          ("Line", failure?.line.map { .text(NumberText.count($0)) }),
          ("Column", failure?.column.map { .text(NumberText.count($0)) }),
          ("Byte", failure?.byteOffset.map { .text(NumberText.count($0)) }),
          ("Exit code", failure?.exitCode.map { "\($0)" }),
          ("Config", job.configFile.map { .name($0.text) }),
          ("Data", job.dataFile.map { .name($0.text) }),
          ("Attempts", .text(NumberText.count(job.attempts))),
          ("Began", job.startedAt.map { .text(PageNumber.moment($0.text)) }),
          ("Ended", job.finishedAt.map { .text(PageNumber.moment($0.text)) }),
        ])
      ])
  }

  private var trained: HTML {
    guard !runs.isEmpty else { return .nothing }
    var table = HTMLTable(
      "The runs of this job that were begun",
      [
        HTMLTable.Column("run"), HTMLTable.Column("name"), HTMLTable.Column("state"),
        HTMLTable.Column("epochs", isNumeric: true),
      ])
    for run in runs.prefix(100) {
      table.append([
        "\(run.id)", HTMLTable.Cell(.name(run.name)), "\(run.state.rawValue)",
        "\(PageNumber.count(run.epochsRun))",
      ])
    }
    return .section("runs", "What was begun", [table.html(id: "run-table")])
  }

  private var history: HTML {
    guard !events.isEmpty else { return .nothing }
    var table = HTMLTable(
      "The job's events, oldest first",
      [HTMLTable.Column("time"), HTMLTable.Column("level"), HTMLTable.Column("what happened")])
    for event in events.reversed() {
      table.append([
        "\(PageNumber.moment(event.at.text))", "\(event.level.rawValue)",
        HTMLTable.Cell(.name(event.message)),
      ])
    }
    return .section("events", "Events", [table.html(id: "event-table")])
  }
}
