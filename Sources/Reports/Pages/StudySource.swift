import RunLog

/// What the report of a study needs from the run log, and no more: a study may have ten thousand
/// runs.
struct StudySource {
  let page: Page

  /// Settings whose curves are drawn, and seeds of each.
  private static let panelLimit = 24
  private static let seedLimit = 5

  /// Reads a study.
  init(
    job: JobRecord, runs: [RunRecord], from log: some RunLogQueries
  ) throws(RunLogError) {
    var results = try runs.map { run throws(RunLogError) in
      RunResult(
        run: run, parameters: try log.parameters(of: run.id), metrics: try log.metrics(of: run.id))
    }
    let best = try log.result(of: runs.first(where: \.isBest) ?? runs[0])
    let design = StudyDesign(results, form: StudyStatements(best).form)
    let archive = try best.run.dataset.flatMap { sha256 throws(RunLogError) in
      try log.dataset(sha256)?.archive
    }
    let groups = Self.drawn(design)
    for group in groups {
      for result in group.results.prefix(Self.seedLimit) {
        guard let place = results.firstIndex(where: { $0.run.id == result.run.id }) else {
          continue
        }
        results[place].epochs = try log.epochs(of: result.run.id)
      }
    }
    page =
      StudyPage(
        job: job, results: results, best: best, design: design, archive: archive,
        panels: Self.panels(groups, results, design, best.run.id)
      ).page
  }

  /// The settings whose curves are drawn, in the order of the table above them: all, or the best.
  private static func drawn(_ design: StudyDesign) -> [StudyDesign.Group] {
    if design.form != .changes { return Array(design.ranked.prefix(panelLimit)) }
    guard design.groups.count > panelLimit else { return design.groups }
    return design.ranked.prefix(panelLimit).sorted { $0.first < $1.first }
  }

  private static func panels(
    _ groups: [StudyDesign.Group], _ results: [RunResult], _ design: StudyDesign, _ best: String
  ) -> CurvePanels {
    let byID = Dictionary(
      results.map { ($0.run.id, $0) }, uniquingKeysWith: { first, _ in first })
    let panels = groups.enumerated().map { rank, group in
      let curves = group.results.prefix(seedLimit).compactMap { byID[$0.run.id] }
        .filter { !$0.epochs.isEmpty }.map(LossCurve.init)
      let remark = design.summary(of: group.results).flatMap { summary in
        design.metric.map {
          "\(MetricName.words($0.name)) \(NumberText.metric($0.name, summary.mean))"
            + (summary.count > 1 ? ", mean of \(summary.count)" : "")
        }
      }
      // The names of combinations are their settings, too long for a title.
      let isNamed = design.form == .changes
      return CurvePanels.Panel(
        name: isNamed ? group.name : "Rank \(rank + 1)", curves: curves,
        isBest: group.results.contains { $0.run.id == best }, remark: remark ?? "not measured",
        settings: isNamed
          ? [] : design.axes.prefix(4).map { "\($0.name) \(group.values[$0.key] ?? none)" })
    }
    return CurvePanels(panels: panels, left: design.groups.count - groups.count)
  }
}
