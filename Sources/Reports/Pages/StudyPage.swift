import RunLog

/// The report of a study: what it found, in sentences first, then its runs and its drawings, then
/// its best run.
struct StudyPage {
  let job: JobRecord
  /// The runs in the study's order.
  let results: [RunResult]
  /// The best of them, with all that the log holds of it.
  let best: RunResult
  let design: StudyDesign
  let archive: String?
  let panels: CurvePanels

  /// The page.
  var page: Page {
    Page(
      title: TerminalText.escaped("\(best.run.model): study – Backdrop"), header: header,
      body: [
        conclusions, StudyTable(design: design, best: best.run.id).html,
        AxisPanels(design: design, best: best.run.id).html, panels.html,
        StudyLines(design: design, best: best.run.id).html,
        PrintedLosses(results: results).html, bestRun,
      ],
      footer: [PageFooter.html(version: best.run.engineVersion)])
  }

  private var header: [HTML] {
    let seconds = results.compactMap(\.run.seconds.total).reduce(0, +)
    return [
      .element("h1", [], .name(best.run.model) + ": a study"),
      .paragraph(
        "Job \(job.id), \(PageNumber.rows(results.count, "run")), "
          + "\(NumberText.duration(seconds: seconds)) of work, started "
          + "\(PageNumber.moment(results[0].run.startedAt.text))", style: "soft"),
      DuplicateNote.html(job.duplicateOf == nil ? nil : job),
    ]
  }

  private var conclusions: HTML {
    let repeatsSlip = results.contains { $0.parameter("network.tanh_derivative") == "notebook" }
    return .section(
      "conclusions", "What was found",
      [
        StudyStatements(best).html, failures,
        repeatsSlip ? NetworkSection.tanhNote : .nothing,
      ])
  }

  private var failures: HTML {
    let failed = results.filter { $0.run.state == .failed }
    guard !failed.isEmpty else { return .nothing }
    return .note([
      "\(PageNumber.rows(failed.count, "run")) failed: ",
      .enumeration(failed.prefix(10).map { .name($0.run.name) }), ".",
    ])
  }

  private var bestRun: HTML {
    let run = RunPage(result: best, job: job, archive: archive)
    return .section(
      "best", "The best run: " + .name(best.run.name),
      [.paragraph(MetricSection(result: best).verdict, style: "lead")])
      + HTML.sequence(run.sections)
      + NetworkSection(result: best, isInStudy: true).html
      + SettingsSection(result: best, job: job, archive: archive).html
  }
}
