import JSON
import RunLog

/// What a regression does on rows that it was not trained on: predicted against true values, and the residuals.
struct RegressionSection {
  let evaluation: JSONTree
  /// The target's name.
  let target: String

  /// The section; nothing for a classification.
  var html: HTML {
    let points = points
    guard !points.isEmpty else { return .nothing }
    return .section(
      "evaluation", "On the \(part) rows",
      [.plots([against(points), histogram, residuals(points)])])
  }

  private var part: String { evaluation.partName }

  private var points: [(truth: Double, predicted: Double)] {
    (evaluation["points"]?.list ?? []).compactMap { point in
      let values = point.list
      guard values.count == 2, let truth = values[0].number, let predicted = values[1].number
      else { return nil }
      return (truth, predicted)
    }
  }

  private func against(_ points: [(truth: Double, predicted: Double)]) -> HTML {
    let scale = PlotScale(
      covering: points.map(\.truth) + points.map(\.predicted), kind: .linear)
    return ScatterPlot(
      x: PlotAxis(title: "true \(name)", scale: scale),
      y: PlotAxis(title: "predicted", scale: scale),
      points: points.map { ($0.truth, $0.predicted) },
      reference: ((scale.low, scale.low), (scale.high, scale.high))
    ).figure(
      id: "predicted", title: "Predicted against true",
      remark: "A row each of the \(part) part, at most 500. Dotted: a perfect prediction.",
      description:
        "\(points.count) \(part) rows: the predicted value upwards, the true value to the right.")
  }

  private func residuals(_ points: [(truth: Double, predicted: Double)]) -> HTML {
    let rests = points.map { $0.truth - $0.predicted }
    let x = PlotScale(covering: points.map(\.predicted), kind: .linear)
    let y = PlotScale(covering: rests, kind: .linear, including: [0])
    return ScatterPlot(
      x: PlotAxis(title: "predicted \(name)", scale: x),
      y: PlotAxis(title: "residual (true − predicted)", scale: y),
      points: zip(points, rests).map { ($0.predicted, $1) },
      reference: ((x.low, 0), (x.high, 0))
    ).figure(
      id: "residuals-by-value", title: "Residuals by prediction",
      remark: "A shape in the cloud is something that the network has not learned.",
      description: "The residual of each drawn \(part) row by its predicted value.")
  }

  private var histogram: HTML {
    let edges = (evaluation["residuals"]?["edges"]?.list ?? []).compactMap(\.number)
    let counts = (evaluation["residuals"]?["counts"]?.list ?? []).compactMap(\.integer)
    guard let low = edges.first, let high = edges.last, low < high, counts.count == edges.count - 1
    else { return .nothing }
    return HistogramPlot(
      x: PlotAxis(title: "residual (true − predicted)", scale: PlotScale(low, high)),
      yTitle: "\(part) rows", edges: edges, counts: counts
    ).figure(
      id: "residuals", title: "Residuals",
      remark: "Dotted: no error.",
      description:
        "The residuals of all \(part) rows lie between \(NumberText.short(low)) and "
        + "\(NumberText.short(high)).")
  }

  private var name: String { TextWidth.cut(TerminalText.escaped(target), to: 250) }
}
