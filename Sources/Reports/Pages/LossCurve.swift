import RunLog

/// A run's losses by epoch, ready to be drawn.
struct LossCurve {
  /// Training and validation loss; x is the epoch.
  let train, validation: [(x: Double, y: Double)]

  /// Takes them from a run.
  init(_ result: RunResult) {
    train = result.epochs.map { (Double($0.epoch), $0.trainLoss) }
    validation = result.epochs.compactMap { epoch in
      epoch.validationLoss.map { (Double(epoch.epoch), $0) }
    }
  }

  /// Whether there is anything to draw.
  var hasValues: Bool { (train + validation).contains { $0.y.isFinite } }

  /// The scale of this run's losses.
  var scale: PlotScale { Self.scale(of: [self]) }

  /// The axis of this run's epochs.
  var epochAxis: PlotAxis { Self.epochAxis(of: [self]) }

  /// One scale for the losses of several runs.
  static func scale(of curves: [LossCurve]) -> PlotScale {
    let values = curves.flatMap { ($0.train + $0.validation).map(\.y) }
    return PlotScale(covering: values, decades: 1.7)
  }

  /// One axis for the epochs of several runs.
  static func epochAxis(of curves: [LossCurve]) -> PlotAxis {
    let epochs = curves.flatMap { $0.train.map(\.x) }
    let (first, last) = (epochs.min() ?? 0, epochs.max() ?? 1)
    return PlotAxis(
      title: "epoch", scale: PlotScale(min(first, 1) - 1, max(last, first + 1)), isWhole: true)
  }

  /// What the curves show, in a sentence.
  var words: String {
    func sentence(_ name: String, _ curve: [(x: Double, y: Double)]) -> String? {
      guard let first = curve.first, let last = curve.last else { return nil }
      return "The \(name) loss goes from \(NumberText.loss(first.y)) in epoch \(Int(first.x)) to "
        + "\(NumberText.loss(last.y)) in epoch \(Int(last.x))."
    }
    var sentences = [sentence("training", train), sentence("validation", validation)]
    if let least = validation.filter({ $0.y.isFinite }).min(by: { $0.y < $1.y }) {
      sentences.append(
        "The validation loss is lowest in epoch \(Int(least.x)): \(NumberText.loss(least.y)).")
    }
    return sentences.compactMap(\.self).joined(separator: " ")
  }
}
