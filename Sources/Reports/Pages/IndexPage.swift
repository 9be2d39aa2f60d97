package import RunLog

/// The page of a whole root: its models, its queue, its last runs and failures.
package struct IndexPage {
  /// One model with its current version and those before it.
  struct ModelLine {
    let current: ModelRecord
    let run: RunRecord?
    let metric: MetricColumn?
    /// What the current version came to.
    let value: Double?
    /// What the versions came to that were in use, one after the other.
    let trend: [Double]
    let versions: Int
    let hasReport: Bool
  }

  /// One run with its metrics.
  struct RunLine {
    let run: RunRecord
    let metrics: [MetricRow]
    let hasReport: Bool
  }

  /// A file that waits in the inbox.
  package struct WaitingFile: Hashable, Sendable {
    /// Its name, as messages show it.
    let name: String
    /// What it waits for, as the end of a sentence.
    let reason: String

    /// States a file.
    package init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  private let models: [ModelLine]
  private let queue: [JobRecord]
  private let waiting: [WaitingFile]
  private let runs: [RunLine]
  private let failures: [JobRecord]
  private let time: Timestamp
  private let reloadSeconds: Int?

  /// Lines of each table.
  private static let lineLimit = 20
  /// Models, and changes of the current version of each that make its trend.
  private static let modelLimit = 200
  private static let trendLimit = 24

  /// Reads what the page shows.
  ///
  /// - Parameters:
  ///   - waiting: the files in the inbox that no job has yet.
  ///   - reloadSeconds: every how many seconds the page loads itself again; nil where nobody will
  ///     renew it.
  package init(
    from log: some RunLogQueries, waiting: [WaitingFile] = [], reloadSeconds: Int?,
    at time: Timestamp = .now
  ) throws(RunLogError) {
    self.time = time
    self.waiting = waiting
    self.reloadSeconds = reloadSeconds
    models = try log.currentModels(limit: Self.modelLimit).map { model throws(RunLogError) in
      try Self.line(model, log)
    }
    var unfinished: [JobRecord] = []
    for state in [JobState.running, .claimed, .intent] {
      unfinished += try log.jobs(state: state, limit: Self.lineLimit)
    }
    queue = unfinished
    runs = try log.runs(limit: Self.lineLimit).map { run throws(RunLogError) in
      let job = try log.job(run.job)
      return RunLine(
        run: run, metrics: try log.metrics(of: run.id),
        hasReport: Self.hasReport(job))
    }
    failures = try log.jobs(state: .failed, limit: Self.lineLimit)
  }

  private static func line(
    _ model: ModelRecord, _ log: some RunLogQueries
  ) throws(RunLogError) -> ModelLine {
    let own = try log.metrics(of: model.run)
    let metric = Self.headline(own)
    // What was in use, one after the other: a version that was taken back stands there again.
    var trend: [Double] = []
    for promotion in try log.promotions(of: model.model, limit: trendLimit) {
      let value = try log.metrics(of: promotion.run).first {
        $0.part == metric?.part && $0.name == metric?.name
      }
      if let value { trend.append(value.value) }
    }
    let run: RunRecord?
    do throws(RunLogError) { run = try log.run(model.run) } catch {
      guard case .noSuchRun = error else { throw error }
      run = nil
    }
    let job = try run.flatMap { run throws(RunLogError) in try log.job(run.job) }
    return ModelLine(
      current: model, run: run, metric: metric,
      value: metric.flatMap { metric in
        own.first { $0.part == metric.part && $0.name == metric.name }?.value
      }, trend: trend, versions: try log.versionCount(of: model.model),
      hasReport: Self.hasReport(job))
  }

  /// Whether the job's folder holds a report.
  private static func hasReport(_ job: JobRecord?) -> Bool {
    job.map { $0.source == .inbox && $0.state == .done } ?? false
  }

  private static func headline(_ metrics: [MetricRow]) -> MetricColumn? {
    for part in [MetricPart.test, .validation, .train] {
      for name in ["accuracy", "r2", "loss"] {
        let column = MetricColumn(part: part, name: name)
        if metrics.contains(where: { $0.part == part && $0.name == name }) { return column }
      }
    }
    return nil
  }

  /// The page.
  package var page: Page {
    Page(
      title: "Backdrop", header: header,
      body: [modelSection, queueSection, runSection, failureSection],
      footer: [PageFooter.html(version: nil)], reloadSeconds: reloadSeconds)
  }

  private var header: [HTML] {
    let renewed = "Written \(PageNumber.moment(time.text))."
    return [
      .element("h1", [], "Backdrop"),
      .paragraph(
        reloadSeconds == nil
          ? "\(renewed) The daemon has ended; this page stays as it is."
          : """
          \(renewed) While the daemon runs it renews this page after each job and at least once \
          a minute; an older time means that it does not run.
          """, style: "soft"),
    ]
  }

  private var modelSection: HTML {
    guard !models.isEmpty else {
      return .section(
        "models", "Models",
        [.paragraph("No model yet: drop a CSV and a config into inbox/.")])
    }
    var table = HTMLTable(
      "The current version of each model",
      [
        HTMLTable.Column("model"), HTMLTable.Column("current version"),
        HTMLTable.Column("measured by"), HTMLTable.Column("value", isNumeric: true),
        HTMLTable.Column("trend"), HTMLTable.Column("since (UTC)"),
        HTMLTable.Column("versions", isNumeric: true),
      ])
    for (index, model) in models.enumerated() {
      table.append([
        HTMLTable.Cell(.name(model.current.model), isBold: true),
        HTMLTable.Cell(
          .sequence([
            model.hasReport
              ? .link("done/\(model.run?.job ?? "")/report.html", .text(model.current.run))
              : .text(model.current.run),
            model.run.map { $0.name == $0.model ? .nothing : " " + .name($0.name) } ?? .nothing,
          ])),
        "\(model.metric.map { "\($0.part.rawValue) \(MetricName.words($0.name))" } ?? none)",
        "\(PageNumber.metric(model.metric?.name ?? "", model.value))",
        HTMLTable.Cell(Self.sparkline(model, index)),
        HTMLTable.Cell(PageNumber.minute(model.current.createdAt.text)),
        "\(NumberText.count(model.versions))",
      ])
    }
    return .section("models", "Models", [table.html(id: "model-table")])
  }

  /// The trend in a few pixels.
  private static func sparkline(_ model: ModelLine, _ index: Int) -> HTML {
    let values = model.trend.filter(\.isFinite)
    guard values.count > 1, let low = values.min(), let high = values.max() else {
      return .text(none)
    }
    let (width, height) = (96.0, 20.0)
    let points = values.enumerated().map { place, value in
      PlotPoint(
        3 + Double(place) / Double(values.count - 1) * (width - 6),
        high > low ? height - 3 - (value - low) / (high - low) * (height - 6) : height / 2)
    }
    let name = model.metric?.name ?? ""
    let words =
      "\(values.count) versions in use one after the other, from \(NumberText.metric(name, values[0])) to "
      + NumberText.metric(name, values[values.count - 1])
    var shapes = [
      HTML.element("title", [], .text(words)), Shape.polyline(points, style: "line s0"),
    ]
    if let last = points.last {
      shapes.append(Shape.circle(last.x, last.y, radius: 2.5, style: "f1"))
    }
    return .element(
      "svg",
      [
        HTML.Attribute("viewBox", "0 0 96 20"), .style("spark"), HTML.Attribute("role", "img"),
      ], shapes)
  }

  private var queueSection: HTML {
    guard !queue.isEmpty || !waiting.isEmpty else {
      return .section("queue", "Queue", [.paragraph("No job is waiting or being worked on.")])
    }
    var table = HTMLTable(
      "Jobs that are not settled",
      [
        HTMLTable.Column("job"), HTMLTable.Column("name"), HTMLTable.Column("state"),
        HTMLTable.Column("received (UTC)"), HTMLTable.Column("attempts", isNumeric: true),
        HTMLTable.Column("remark"),
      ])
    for job in queue {
      table.append([
        "\(job.id)", HTMLTable.Cell(.name(job.name)), "\(job.state.rawValue)",
        HTMLTable.Cell(PageNumber.minute(job.receivedAt.text)), "\(NumberText.count(job.attempts))",
        HTMLTable.Cell(.name(remark(job))),
      ])
    }
    return .section("queue", "Queue", [table.html(id: "queue-table"), inbox])
  }

  private func remark(_ job: JobRecord) -> String {
    guard case .retrying(let reason, let time, _) = job.life else { return "" }
    return "goes on \(PageNumber.moment(time.text)): \(reason)"
  }

  /// The files that no job has yet.
  private var inbox: HTML {
    var table = HTMLTable(
      "Files in the inbox", [HTMLTable.Column("file"), HTMLTable.Column("why it is still there")])
    for file in waiting.prefix(Self.lineLimit) {
      table.append([HTMLTable.Cell(.name(file.name)), HTMLTable.Cell(.name(file.reason))])
    }
    let left = waiting.count - Self.lineLimit
    return table.html(id: "inbox-table")
      + (left > 0 ? .paragraph("… and \(NumberText.count(left)) more.", style: "soft") : .nothing)
  }

  private var runSection: HTML {
    guard !runs.isEmpty else { return .nothing }
    var table = HTMLTable(
      "The last runs, newest first",
      [
        HTMLTable.Column("run"), HTMLTable.Column("model"), HTMLTable.Column("name"),
        HTMLTable.Column("state"), HTMLTable.Column("started (UTC)"),
        HTMLTable.Column("time", isNumeric: true), HTMLTable.Column("measured by"),
        HTMLTable.Column("value", isNumeric: true),
      ])
    for line in runs {
      let run = line.run
      let metric = Self.headline(line.metrics)
      let value = metric.flatMap { metric in
        line.metrics.first { $0.part == metric.part && $0.name == metric.name }?.value
      }
      table.append([
        HTMLTable.Cell(
          line.hasReport
            ? .link("done/\(run.job)/report.html", .text(run.id)) : .text(run.id)),
        HTMLTable.Cell(.name(run.model)), HTMLTable.Cell(.name(run.name), isBold: run.isBest),
        HTMLTable.Cell(
          run.state == .failed
            ? .element("span", [.style("bad")], "failed") : .text(run.state.rawValue)),
        HTMLTable.Cell(PageNumber.minute(run.startedAt.text)),
        "\(run.seconds.total.map { NumberText.duration(seconds: $0) } ?? none)",
        "\(metric.map { "\($0.part.rawValue) \(MetricName.words($0.name))" } ?? none)",
        "\(PageNumber.metric(metric?.name ?? "", value))",
      ])
    }
    return .section("runs", "Last runs", [table.html(id: "run-table")])
  }

  private var failureSection: HTML {
    guard !failures.isEmpty else { return .nothing }
    var table = HTMLTable(
      "The last failed jobs, newest first",
      [
        HTMLTable.Column("job"), HTMLTable.Column("name"), HTMLTable.Column("when (UTC)"),
        HTMLTable.Column("why"),
      ])
    for job in failures {
      table.append([
        HTMLTable.Cell(
          job.source == .inbox
            ? .link("failed/\(job.id)/report.html", .text(job.id)) : .text(job.id)),
        HTMLTable.Cell(.name(job.name)),
        HTMLTable.Cell(job.finishedAt.map { PageNumber.minute($0.text) } ?? .text(none)),
        HTMLTable.Cell(.name(job.failure?.message ?? none)),
      ])
    }
    return .section("failures", "Failures", [table.html(id: "failure-table")])
  }
}
