import JSON
package import RunLog

/// The report of one run.
package struct RunPage {
  /// The run with all that the log holds of it.
  let result: RunResult
  /// The job that it belongs to.
  let job: JobRecord?
  /// Where its data can be found again, relative to the root.
  let archive: String?
  /// The job that asked for the same again, where this is its page.
  let duplicate: JobRecord?

  /// Takes what the run log knows of a run.
  package init(
    result: RunResult, job: JobRecord?, archive: String?, duplicate: JobRecord? = nil
  ) {
    self.result = result
    self.job = job
    self.archive = archive
    self.duplicate = duplicate
  }

  /// The page.
  package var page: Page {
    Page(
      title: TerminalText.escaped("\(heading) – Backdrop"), header: header,
      body: [cards, diverged] + sections
        + [
          NetworkSection(result: result).html,
          SettingsSection(result: result, job: job, archive: archive).html,
        ],
      footer: [PageFooter.html(version: result.run.engineVersion)])
  }

  /// What was measured: shared with the page of a study, which shows it of its best run.
  var sections: [HTML] {
    let evaluation = result.finding("evaluation")
    return [
      TrainingSection(result: result).html, MetricSection(result: result).html,
      evaluation.map { ClassificationSection(evaluation: $0).html } ?? .nothing,
      evaluation.map { RegressionSection(evaluation: $0, target: target).html } ?? .nothing,
      ImportanceSection(result: result).html, DataSection(result: result).html,
    ]
  }

  private var target: String {
    let columns = result.finding("data")?["columns"]?.list ?? []
    return columns.first { $0["role"]?.string == "target" }?["name"]?.string ?? "value"
  }

  private var heading: String {
    result.run.name == result.run.model
      ? result.run.model : "\(result.run.model): \(result.run.name)"
  }

  private var header: [HTML] {
    let run = result.run
    return [
      .element("h1", [], .name(heading)),
      .paragraph(
        "\(run.isBest ? "Best run" : "Run") \(run.id), \(run.state.rawValue), started "
          + "\(PageNumber.moment(run.startedAt.text))", style: "soft"),
      DuplicateNote.html(duplicate),
      .paragraph(MetricSection(result: result).verdict, style: "lead"),
    ]
  }

  private var diverged: HTML {
    guard result.run.state == .failed else { return .nothing }
    let bad = result.epochs.first { !$0.trainLoss.isFinite }
    let place = bad.map { " in epoch \($0.epoch)" } ?? ""
    return .note(
      [
        .element("strong", [], "This run failed. "),
        "\(result.run.stopReason ?? "It was given up")\(place)."
          + (bad == nil
            ? .nothing : " A smaller learning rate or scaled columns usually mend it."),
      ], isError: true)
  }

  private var cards: HTML {
    var cards: [(name: HTML, value: HTML, remark: HTML?)] = []
    let baseline = RunBaseline(result)
    let part = result.headlinePart ?? .train
    for column in MetricColumn.all(in: [result]) where column.part == part {
      guard ["accuracy", "loss", "r2", "mae"].contains(column.name),
        let value = column.value(in: result)
      else { continue }
      let other = baseline.flatMap { $0.part == part ? $0.metrics[column.name] : nil }
      cards.append(
        (
          "\(part.rawValue) \(MetricName.words(column.name))",
          .text(NumberText.metric(column.name, value)),
          other.map { "baseline \(NumberText.metric(column.name, $0))" }
        ))
    }
    if let epochs = result.run.epochsRun {
      cards.append(
        (
          "epochs", .text(NumberText.count(epochs)),
          result.parameter("training.epochs").map { "of at most \($0)" }
        ))
    }
    if let seconds = result.run.seconds.train {
      cards.append(("training time", .text(NumberText.duration(seconds: seconds)), nil))
    }
    if let parameters = result.finding("network")?["parameters"]?.integer {
      cards.append(("weights and biases", .text(NumberText.count(parameters)), nil))
    }
    return .cards(cards)
  }
}

/// What stands above a page that answers a job which asked for the same again.
enum DuplicateNote {
  /// Nothing where the job trained itself.
  static func html(_ job: JobRecord?) -> HTML {
    guard let job, let original = job.duplicateOf else { return .nothing }
    return .note([
      "Job \(job.id) asked for the same as job \(original), so nothing was trained again; "
        + "this is what job \(original) found."
    ])
  }
}

/// What stands at the end of every page.
enum PageFooter {
  /// Who made the page and from what.
  static func html(version: String?) -> HTML {
    .paragraph(
      """
      Made by Backdrop\(version.map { " \($0)" } ?? "") from the run log. This page needs no \
      network and no other file.
      """)
  }
}
