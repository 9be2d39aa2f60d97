import JSON
import RunLog

/// What a classifier does on rows that it was not trained on: which classes it confuses, how well it ranks, how far
/// its probabilities can be believed, and what another threshold would give.
struct ClassificationSection {
  private let evaluation: JSONTree
  /// The positive class of two, or each class against the rest.
  private let curves: [RankedClass]

  /// Reads the finding `evaluation`.
  init(evaluation: JSONTree) {
    self.evaluation = evaluation
    curves = (evaluation["curves"]?.list ?? []).map(RankedClass.init)
  }

  /// The section; nothing for a regression.
  var html: HTML {
    guard evaluation["curves"] != nil else { return .nothing }
    return .section(
      "evaluation", "On the \(part) rows",
      [
        .plots([confusion, ranking, precisionRecall, calibration, thresholds]),
        areas, confusionTable, thresholdTable,
      ])
  }

  private var part: String { evaluation.partName }

  private var classes: [String] {
    (evaluation["confusion"]?["classes"]?.list ?? []).compactMap(\.string)
  }

  private var counts: [[Int]] {
    (evaluation["confusion"]?["counts"]?.list ?? []).map { row in row.list.map { $0.integer ?? 0 } }
  }

  private var confusion: HTML {
    let (classes, counts) = (classes, counts)
    guard !classes.isEmpty, counts.count == classes.count else { return .nothing }
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let all = counts.joined().reduce(0, +)
    return HeatPlot(rowTitle: "true", columnTitle: "predicted", names: classes, counts: counts)
      .figure(
        id: "confusion", title: "Confusion matrix",
        remark:
          "Rows of the \(part) part; a cell is the darker the more of its true class it holds.",
        description:
          "\(right) of \(all) \(part) rows lie on the diagonal, where the predicted class is the true "
          + "one. The table below holds the numbers.")
  }

  private var confusionTable: HTML {
    let (classes, counts) = (classes, counts)
    guard !classes.isEmpty, classes.count <= 30, counts.count == classes.count else {
      return .nothing
    }
    var table = HTMLTable(
      "Rows of each true class (down) by predicted class (across)",
      [HTMLTable.Column("true class")]
        + classes.map { HTMLTable.Column("predicted " + .name($0), isNumeric: true) }
        + [HTMLTable.Column("found", isNumeric: true)])
    for (index, row) in counts.enumerated() {
      let total = row.reduce(0, +)
      table.append(
        [HTMLTable.Cell(.name(classes[index]))]
          + row.map { "\(NumberText.count($0))" }
          + [
            total == 0
              ? "\(none)" : "\(NumberText.percent(Double(row[index]) / Double(total)))"
          ])
    }
    return .details("The confusion matrix as a table", [table.html(id: "confusion-table")])
  }

  // MARK: - Curves

  private static let styles = ["s0", "s1 dash", "s2 dashdot", "s3 dots"]

  /// A curve for each class; where there are many, the first few by name and the others in grey.
  private func series(
    isStep: Bool, _ points: (RankedClass) -> [(x: Double, y: Double)]
  ) -> [LinePlot.Series] {
    let isMany = curves.count > Self.styles.count
    return curves.enumerated().map { index, curve in
      LinePlot.Series(
        name: TerminalText.escaped(curve.name), style: isMany ? "s0 thin" : Self.styles[index],
        points: points(curve), isStep: isStep)
    }
  }

  private var ranking: HTML {
    guard !curves.isEmpty else { return .nothing }
    let plot = LinePlot(
      x: PlotAxis(title: "false positive rate", scale: PlotScale(0, 1)),
      y: PlotAxis(title: "true positive rate", scale: PlotScale(0, 1)),
      // Above the largest probability nothing is found.
      series: series(isStep: false) { curve in
        [(x: 0, y: 0)] + curve.points.map { (x: $0.falsePositiveRate, y: $0.recall) }
      }, reference: ((0, 0), (1, 1)),
      hasLegend: curves.count > 1 && curves.count <= Self.styles.count)
    let area = areaText(curves[0].area).map { "Area under the curve: \($0). " } ?? ""
    let remark = curves.count == 1 ? area : "Each class against the rest. "
    return plot.figure(
      id: "roc", title: title("ROC"), remark: HTML.text(remark + "Dotted: guessing."),
      description: areaWords("the area under the ROC curve") { $0.area })
  }

  private var precisionRecall: HTML {
    guard !curves.isEmpty else { return .nothing }
    let plot = LinePlot(
      x: PlotAxis(title: "recall", scale: PlotScale(0, 1)),
      y: PlotAxis(title: "precision", scale: PlotScale(0, 1.02)),
      series: series(isStep: true) { curve in
        curve.points.map { (x: $0.recall, y: $0.precision) }
      },
      hasLegend: curves.count > 1 && curves.count <= Self.styles.count)
    let own = areaText(curves[0].averagePrecision).map { "Average precision: \($0)." }
    let remark = curves.count == 1 ? own : "Each class against the rest."
    return plot.figure(
      id: "precision-recall", title: title("Precision and recall"),
      remark: remark.map { HTML.text($0) },
      description: areaWords("the average precision") { $0.averagePrecision })
  }

  private func title(_ name: String) -> HTML {
    curves.count == 1 ? "\(name) of " + .name(curves[0].name) : .text(name)
  }

  private func areaText(_ value: Double?) -> String? {
    value.map { NumberText.fixed($0, decimals: 4) }
  }

  private func areaWords(_ name: String, _ area: (RankedClass) -> Double?) -> String {
    let parts = curves.map { "\($0.name) \(areaText(area($0)) ?? none)" }
    return "By class, \(name): \(parts.joined(separator: ", "))."
  }

  private var areas: HTML {
    guard curves.count > 1 else { return .nothing }
    var table = HTMLTable(
      "Each class against the rest",
      [
        HTMLTable.Column("class"), HTMLTable.Column("area under ROC", isNumeric: true),
        HTMLTable.Column("average precision", isNumeric: true),
      ])
    for curve in curves {
      table.append([
        HTMLTable.Cell(.name(curve.name)), "\(areaText(curve.area) ?? none)",
        "\(areaText(curve.averagePrecision) ?? none)",
      ])
    }
    return table.html(id: "areas")
  }

  // MARK: - Probabilities

  private var calibration: HTML {
    let bins = evaluation["calibration"]?["bins"]?.list ?? []
    let points = bins.compactMap { bin -> (x: Double, y: Double)? in
      guard let x = bin["predicted"]?.number, let y = bin["observed"]?.number else { return nil }
      return (x, y)
    }
    guard !points.isEmpty else { return .nothing }
    let error = evaluation["calibration"]?["error"]?.number.map {
      "Expected calibration error: \(NumberText.percent($0))."
    }
    let counts = bins.compactMap { $0["count"]?.integer }
    let tips = zip(points, counts).map { point, count in
      "\(count) rows: predicted \(NumberText.percent(point.x)), observed \(NumberText.percent(point.y))"
    }
    let plot = LinePlot(
      x: PlotAxis(title: "predicted probability", scale: PlotScale(0, 1), form: .percent),
      y: PlotAxis(title: "observed share", scale: PlotScale(0, 1), form: .percent),
      series: [
        LinePlot.Series(name: "", style: "s0", points: points, hasMarks: true)
      ], reference: ((0, 0), (1, 1)), hasLegend: false)
    return plot.figure(
      id: "calibration", title: "Calibration",
      remark: HTML.text("Dotted: probabilities that come true. \(error ?? "")"),
      description: tips.joined(separator: "; ") + ".")
  }

  private static let measures:
    [(of: @Sendable (RankedClass.Outcome) -> Double, name: String, style: String)] = [
      ({ $0.precision }, "precision", "s0"), ({ $0.recall }, "recall", "s1 dash"),
      ({ $0.f1 }, "F1", "s2 dashdot"),
    ]

  private var thresholdRows: [RankedClass.Outcome] {
    curves.first?.outcomes(of: evaluation["thresholds"]) ?? []
  }

  private var thresholds: HTML {
    let rows = thresholdRows
    guard !rows.isEmpty else { return .nothing }
    let series = Self.measures.map { measure in
      LinePlot.Series(
        name: measure.name, style: measure.style,
        points: rows.map { (x: $0.threshold, y: measure.of($0)) })
    }
    let plot = LinePlot(
      x: PlotAxis(title: "threshold", scale: PlotScale(0, 1)),
      y: PlotAxis(title: "share", scale: PlotScale(0, 1.02)), series: series)
    return plot.figure(
      id: "thresholds", title: "Choice of the threshold",
      remark: "A row counts as positive from this probability on; 0.5 is what predict uses.",
      description: "Precision, recall and F1 by threshold. The table below holds the numbers.")
  }

  private var thresholdTable: HTML {
    let rows = thresholdRows
    guard !rows.isEmpty else { return .nothing }
    var table = HTMLTable(
      "What each threshold gives on the \(part) rows",
      [
        HTMLTable.Column("threshold", isNumeric: true),
        HTMLTable.Column("precision", isNumeric: true),
        HTMLTable.Column("recall", isNumeric: true), HTMLTable.Column("F1", isNumeric: true),
        HTMLTable.Column("accuracy", isNumeric: true),
      ])
    for row in rows {
      table.append(
        ["\(NumberText.fixed(row.threshold, decimals: 2))"]
          + [row.precision, row.recall, row.f1].map { "\(NumberText.fixed($0, decimals: 4))" }
          + ["\(NumberText.percent(row.accuracy))"])
    }
    return .details(
      "The thresholds as a table",
      [
        .paragraph(
          """
          These are \(part) rows: a threshold that is chosen by them has seen them, and its figures \
          flatter it.
          """),
        table.html(id: "threshold-table"),
      ])
  }
}
