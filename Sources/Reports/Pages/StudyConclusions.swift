import RunLog

/// What a study found, in sentences.
struct StudyConclusions {
  let design: StudyDesign
  let results: [RunResult]
  let best: RunResult

  /// One sentence each.
  var sentences: [HTML] {
    var sentences: [HTML] = []
    if let metric = design.metric, let value = metric.value(in: best) {
      let on = metric.part == .train ? "training" : metric.part.rawValue
      let figure = "\(MetricName.words(metric.name)) \(NumberText.metric(metric.name, value))"
      sentences.append(
        .sequence([
          "The best of \(PageNumber.rows(results.count, "run")) is ",
          .element("strong", [], .name(best.run.name)), ": \(on) \(figure)\(loss(metric)).",
        ]))
    }
    switch design.form {
    case .changes: sentences += changes
    case .grid, .random: sentences += axes
    }
    return sentences
  }

  /// What a reader should keep in mind about the sentences.
  var cautions: [HTML] {
    var cautions: [HTML] = []
    if !design.groups.contains(where: { $0.results.count > 1 }) {
      cautions.append(
        """
        Each setting was trained once: a small difference may be the luck of its seed. With \
        "seeds": 5 in the study each is trained five times, which tells.
        """)
    }
    if design.metric?.part == .test {
      cautions.append(
        """
        The runs were compared on the test rows, so the best run's figures flatter it a little; \
        rows for validation, marked in the data, keep the choice and the test apart.
        """)
    }
    let failed = results.filter { $0.run.state == .failed }
    if !failed.isEmpty {
      cautions.append(
        .sequence([
          "\(PageNumber.rows(failed.count, "run")) failed: ",
          .enumeration(failed.prefix(10).map { .name($0.run.name) }), ".",
        ]))
    }
    return cautions
  }

  private func loss(_ metric: MetricColumn) -> String {
    guard metric.name != "loss" else { return "" }
    let loss = MetricColumn(part: metric.part, name: "loss").value(in: best)
    return loss.map { ", loss \(NumberText.loss($0))" } ?? ""
  }

  // MARK: - Changes of a first run

  private var changes: [HTML] {
    guard let metric = design.metric, let first = design.groups.first,
      let reference = design.summary(of: first.results)
    else { return [] }
    return design.groups.dropFirst().compactMap { group -> HTML? in
      guard let summary = design.summary(of: group.results) else { return nil }
      let changed = design.axes.filter { group.values[$0.key] != first.values[$0.key] }
      guard !changed.isEmpty else { return nil }
      let settings = changed.map { axis -> HTML in
        let (new, old) = (group.values[axis.key] ?? none, first.values[axis.key] ?? none)
        return .sequence(["\(axis.name) ", .name(new), " instead of ", .name(old)])
      }
      let outcome = comparison(metric, summary, with: reference)
      return .sequence(["With ", .enumeration(settings), ": \(outcome)"])
    }
  }

  /// `accuracy 98.80 % instead of 47.60 % (+51.20 points)`.
  private func comparison(
    _ metric: MetricColumn, _ summary: (mean: Double, deviation: Double?, count: Int),
    with reference: (mean: Double, deviation: Double?, count: Int)
  ) -> String {
    let name = MetricName.words(metric.name)
    let (new, old) = (design.text(metric.name, summary), design.text(metric.name, reference))
    if new == old { return "the same \(name), \(new)." }
    let difference = summary.mean - reference.mean
    let isShare = NumberText.isShare(metric.name)
    let change =
      isShare
      ? "\(NumberText.fixed(difference * 100, decimals: 2)) points"
      : NumberText.loss(difference)
    let sign = difference > 0 ? "+" : ""
    let isBetter = MetricDirection(metric.name)?.isBetter(summary.mean, reference.mean) ?? true
    let verdict = isShare ? "" : ", \(isBetter ? "better" : "worse")"
    return "\(name) \(new) instead of \(old) (\(sign)\(change)\(verdict))."
  }

  // MARK: - Axes

  /// For each axis with few values how they compare in the mean over all others.
  private var axes: [HTML] {
    guard let metric = design.metric, let direction = MetricDirection(metric.name) else {
      return []
    }
    return design.axes.compactMap { axis -> HTML? in
      guard axis.values.count <= 12 else { return nil }
      let summaries = axis.values.compactMap { value -> (String, (Double, Double?, Int))? in
        let runs = design.groups.filter { $0.values[axis.key] == value }.flatMap(\.results)
        return design.summary(of: runs).map { (value, ($0.mean, $0.deviation, $0.count)) }
      }.sorted { direction.isBetter($0.1.0, $1.1.0) }
      guard let top = summaries.first, summaries.count > 1 else { return nil }
      let others = summaries.dropFirst().map { value, summary in
        HTML.sequence([.name(value), " \(design.text(metric.name, summary))"])
      }
      let figure = "\(MetricName.words(metric.name)) \(design.text(metric.name, top.1))"
      return .sequence([
        "\(axis.name) ", .element("strong", [], .name(top.0)),
        " is best in the mean over the other settings: \(figure) over "
          + "\(PageNumber.rows(top.1.2, "run")), against ",
        .enumeration(others), ".",
      ])
    }
  }
}
