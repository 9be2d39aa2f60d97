import RunLog

/// How a run was trained: its losses by epoch, why it stopped, how long it took.
struct TrainingSection {
  let result: RunResult

  /// The section.
  var html: HTML {
    .section(
      "training", "Training",
      [.plots([lossFigure, scoreFigure]), facts])
  }

  /// The losses of training and validation with the stop marked.
  private var lossFigure: HTML {
    let curve = LossCurve(result)
    guard curve.hasValues else { return .nothing }
    var series = [LinePlot.Series(name: "training", style: "s0", points: curve.train)]
    if !curve.validation.isEmpty {
      series.append(
        LinePlot.Series(name: "validation", style: "s1 dash", points: curve.validation))
    }
    let plot = LinePlot(
      x: curve.epochAxis, y: PlotAxis(title: "loss", scale: curve.scale), series: series,
      marks: stopMark)
    return plot.figure(
      id: "loss", title: "Loss by epoch",
      remark: remark(curve).isEmpty ? nil : .text(remark(curve)),
      description: curve.words)
  }

  private func remark(_ curve: LossCurve) -> String {
    var remark =
      curve.scale.kind == .logarithmic ? "Logarithmic scale. " : ""
    if result.parameter("training.l2").flatMap(Double.init) ?? 0 > 0,
      !curve.validation.isEmpty
    {
      remark += "The training loss includes the penalty on large weights. "
    }
    return remark + (result.run.stopReason == "epochs" ? stopSentence : "")
  }

  /// What the training watched besides the loss: the score on the rows held back.
  private var scoreFigure: HTML {
    let points = result.epochs.compactMap { epoch in
      epoch.metric.map { (x: Double(epoch.epoch), y: $0) }
    }
    guard points.contains(where: { $0.y.isFinite }) else { return .nothing }
    let isShare = result.metrics.contains { $0.name == "accuracy" }
    // One bad start must not flatten all that comes after it.
    let values = points.map(\.y).filter(\.isFinite)
    let high = values.max() ?? 1
    let low = min(max(values.min() ?? 0, isShare || high < 0 ? -.infinity : -1), high - 1e-9)
    let air = (high - low) * 0.05
    let scale = PlotScale(low - air, high + air)
    let shown = points.map { (x: $0.x, y: $0.y < scale.low ? .nan : $0.y) }
    let plot = LinePlot(
      x: LossCurve(result).epochAxis,
      y: PlotAxis(
        title: isShare ? "accuracy" : "R²", scale: scale, form: isShare ? .percent : .number),
      series: [LinePlot.Series(name: "rows held back", style: "s1 dash", points: shown)],
      marks: stopMark)
    let words = points.filter { $0.y.isFinite }.max { $0.y < $1.y }.map { best -> String in
      let value =
        isShare ? NumberText.percent(best.y) : NumberText.fixed(best.y, decimals: 4)
      return "It is highest in epoch \(Int(best.x)): \(value)."
    }
    return plot.figure(
      id: "score", title: "Score on the rows held back", remark: words.map { HTML.text($0) },
      description: "The score that early stopping watches, by epoch. \(words ?? "")")
  }

  private var stopMark: [LinePlot.Mark] {
    guard result.run.stopReason != nil, result.run.stopReason != "epochs",
      let last = result.epochs.last
    else { return [] }
    return [LinePlot.Mark(x: Double(last.epoch), label: "stopped at \(last.epoch)")]
  }

  /// Why the training ended, as a sentence.
  private var stopSentence: String {
    let epochs = result.run.epochsRun ?? result.epochs.count
    let limit = result.parameter("training.epochs") ?? "all"
    let tolerance = result.parameter("training.tolerance") ?? "the tolerance"
    let patience = result.parameter("training.patience") ?? "several"
    return switch result.run.stopReason {
    case "epochs": "All \(limit) epochs were run."
    case "tolerance":
      "Stopped after epoch \(epochs) of \(limit): for more than \(patience) epochs the loss had "
        + "not fallen by more than \(tolerance)."
    case "early_stopping":
      "Stopped after epoch \(epochs) of \(limit): for more than \(patience) epochs the score on "
        + "the rows held back had not risen by more than \(tolerance); the network is that of the "
        + "best epoch."
    case "max_seconds": "Stopped after epoch \(epochs) of \(limit): the time was up."
    case "stopped_by_caller": "Stopped after epoch \(epochs) of \(limit), as asked."
    case let reason?: "Ended after epoch \(epochs) of \(limit): \(reason)."
    case nil: result.run.state == .running ? "It is still running." : ""
    }
  }

  private var facts: HTML {
    let run = result.run
    let parts = [
      ("reading", run.seconds.read), ("splitting and encoding", run.seconds.split),
      ("training", run.seconds.train), ("saving", run.seconds.save),
    ].compactMap { name, seconds in
      seconds.map { HTML.text("\(name) \(NumberText.duration(seconds: $0))") }
    }
    return .facts([
      ("End", stopSentence.isEmpty ? nil : .text(stopSentence)),
      (
        "Time",
        run.seconds.total.map {
          "\(NumberText.duration(seconds: $0))" + (parts.isEmpty ? "" : ": " + .enumeration(parts))
        }
      ),
      (
        "Speed",
        run.samplesPerSecond.map {
          "\(NumberText.count(Int($0.rounded()))) rows a second"
            + (run.threads.map { " on \(PageNumber.rows($0, "thread"))" } ?? "")
        }
      ),
    ])
  }
}
