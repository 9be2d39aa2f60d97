import RunLog

/// The runs of a grid or a random study as lines across its settings.
struct StudyLines {
  let design: StudyDesign
  let best: String

  /// Lines beyond which nothing could be told apart; the best ones are kept.
  private static let lineLimit = 400

  /// The section; nothing where fewer than two settings were varied together.
  var html: HTML {
    guard design.form != .changes, design.axes.count > 1, let metric = design.metric,
      let direction = MetricDirection(metric.name)
    else { return .nothing }
    let runs = design.groups.flatMap { group in
      group.results.compactMap { result in
        metric.value(in: result).flatMap { value in
          value.isFinite ? (group: group, result: result, value: value) : nil
        }
      }
    }.sorted { direction.isBetter($1.value, $0.value) }.suffix(Self.lineLimit)
    guard runs.count > 1 else { return .nothing }
    let axes = design.axes.prefix(12)
    let places = axes.map(Self.places)
    let metricAxis = design.metricAxis(runs.map(\.value))
    let lines = runs.enumerated().map { index, run in
      ParallelPlot.Line(
        shares: zip(axes, places).map { axis, places in
          run.group.values[axis.key].flatMap(places.share)
        } + [metricAxis.scale.share(of: run.value)],
        rank: Double(index) / Double(runs.count - 1), isBest: run.result.run.id == best,
        name: "\(run.result.run.name): \(NumberText.metric(metric.name, run.value))")
    }
    let metricTicks = metricAxis.ticks(atMost: 7).compactMap { tick in
      metricAxis.scale.share(of: tick.value).map { (share: $0, label: tick.label) }
    }
    let plot = ParallelPlot(
      axes: zip(axes, places).map { ParallelPlot.Axis(name: $0.name, ticks: $1.ticks) }
        + [ParallelPlot.Axis(name: metricAxis.title, ticks: metricTicks)],
      lines: lines)
    return .section(
      "together", "All settings together",
      [
        plot.figure(
          id: "parallel", title: "Each run as a line across its settings",
          remark: "The stronger the line, the better the run; in the other colour, the best.",
          description: "The table of the runs holds the same values.")
      ])
  }

  /// Where the values of a setting lie on its axis.
  private static func places(
    of axis: StudyDesign.Axis
  ) -> (ticks: [(share: Double, label: String)], share: (String) -> Double?) {
    guard axis.isNumeric, axis.values.count > 5 else {
      let count = axis.values.count
      func share(_ index: Int) -> Double {
        count == 1 ? 0.5 : Double(index) / Double(count - 1)
      }
      // Every label needs its own height.
      let every = (count + 15) / 16
      let ticks = axis.values.enumerated().filter { $0.offset % every == 0 }.map {
        (
          share: share($0.offset),
          label: TextWidth.cut(TerminalText.escaped($0.element), to: 150, size: 12)
        )
      }
      return (ticks, { axis.values.firstIndex(of: $0).map(share) })
    }
    let scale = PlotScale(covering: axis.values.compactMap(Double.init), decades: 1.3)
    let plotAxis = PlotAxis(title: "", scale: scale)
    let ticks = plotAxis.ticks(atMost: 8).compactMap { tick in
      scale.share(of: tick.value).map { (share: $0, label: tick.label) }
    }
    return (ticks, { Double($0).flatMap { scale.share(of: $0) } })
  }
}
