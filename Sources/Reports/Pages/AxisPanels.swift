import RunLog

/// One drawing for each setting that a study varied: the metric by its values, with its spread.
struct AxisPanels {
  let design: StudyDesign
  let best: String

  /// Values beyond which they are drawn along an axis instead of in rows.
  private static let rowLimit = 12
  /// Points beyond which a drawing would only be larger.
  private static let pointLimit = 1000

  /// The section.
  var html: HTML {
    let panels = design.axes.prefix(24).enumerated().compactMap { index, axis in
      axis.values.count > Self.rowLimit && axis.isNumeric
        ? cloud(axis, "axis-\(index)") : rows(axis, "axis-\(index)")
    }
    guard !panels.isEmpty else { return .nothing }
    let how =
      switch design.form {
      case .changes:
        """
        The first run, and those that differ from it in this setting alone; a band is the standard \
        deviation over seeds or folds. All on one scale.
        """
      case .grid:
        """
        A dot is a run; the mark is the mean over all other settings and the band its standard \
        deviation. All on one scale.
        """
      case .random: "A dot is a run; whatever else was drawn differs too. All on one scale."
      }
    return .section(
      "axes", "One setting at a time", [.paragraph(.text(how), style: "soft"), .plots(panels)])
  }

  /// One axis for all drawings, so that they can be compared.
  private var metricAxis: PlotAxis {
    guard let metric = design.metric else { return design.metricAxis([]) }
    let runs = design.groups.flatMap(\.results)
    return design.metricAxis(runs.compactMap { metric.value(in: $0) })
  }

  private func rows(_ axis: StudyDesign.Axis, _ id: String) -> HTML? {
    let groups = groups(for: axis)
    let rows = axis.values.prefix(40).compactMap { value -> RowPlot.Row? in
      let runs = groups.filter { $0.values[axis.key] == value }.flatMap(\.results)
      guard let summary = design.summary(of: runs), let metric = design.metric else { return nil }
      return RowPlot.Row(
        name: value, dots: runs.prefix(200).compactMap { metric.value(in: $0) },
        mean: summary.mean, deviation: summary.deviation,
        isBest: runs.contains { $0.run.id == best })
    }
    guard rows.count > 1 else { return nil }
    let words = rows.map { "\($0.name): \(NumberText.short($0.mean))" }.joined(separator: "; ")
    return RowPlot(axis: metricAxis, rows: rows).figure(
      id: id, title: .code(axis.key), remark: nil, description: "The mean by value. \(words).")
  }

  private func cloud(_ axis: StudyDesign.Axis, _ id: String) -> HTML? {
    guard let metric = design.metric else { return nil }
    let runs = design.groups.flatMap { group in
      group.results.compactMap { result -> (x: Double, y: Double, result: RunResult)? in
        guard let x = group.values[axis.key].flatMap(Double.init),
          let y = metric.value(in: result), y.isFinite
        else { return nil }
        return (x, y, result)
      }
    }.prefix(Self.pointLimit)
    guard runs.count > 1 else { return nil }
    let plot = ScatterPlot(
      x: PlotAxis(
        title: axis.name, scale: PlotScale(covering: runs.map(\.x), decades: 1.3)),
      y: metricAxis, points: runs.map { ($0.x, $0.y) },
      tips: runs.map {
        "\($0.result.run.name): \(NumberText.metric(metric.name, $0.y))"
      }, best: runs.firstIndex { $0.result.run.id == best })
    return plot.figure(
      id: id, title: .code(axis.key), remark: "Ringed: the best run.",
      description: "\(runs.count) runs by their \(axis.name).")
  }

  /// Of changes of a first run, those that change this setting alone, so that nothing else is
  /// mixed in; else all.
  private func groups(for axis: StudyDesign.Axis) -> [StudyDesign.Group] {
    guard design.form == .changes, let first = design.groups.first else { return design.groups }
    return design.groups.filter { group in
      design.axes.allSatisfy {
        $0.key == axis.key || group.values[$0.key] == first.values[$0.key]
      }
    }
  }
}
