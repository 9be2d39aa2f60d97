package import RunLog

extension RunTables {
  /// The losses of several runs, one run a line, all on one scale: the heights are comparable, and
  /// a run of half the epochs has half the length.
  ///
  /// The scale of the heights is logarithmic where the losses differ by more than a factor of 30.
  package func curves(_ results: [RunResult]) -> String {
    let curves = results.flatMap { result in
      [
        Curve(result, "train", result.epochs.map(\.trainLoss)),
        Curve(result, "validation", result.epochs.compactMap(\.validationLoss)),
      ]
    }.filter { !$0.losses.isEmpty }
    let finite = curves.flatMap(\.losses).filter(\.isFinite)
    guard let longest = curves.map(\.losses.count).max(), let low = finite.min(),
      let high = finite.max()
    else { return "" }
    let isLogarithmic = low > 0 && high / low > 30
    let names = curves.map(\.run.run.name).map(TerminalText.escaped)
    let room = output.width ?? 100
    let nameWidth = min(names.map { TerminalText.width(of: $0) }.max() ?? 0, max(8, room / 4))
    let hasValidation = curves.contains { $0.part == "validation" }
    // Two blanks, the first loss in eight cells, a blank on each side of the curve, the last loss.
    let last = curves.map { TerminalText.width(of: Self.text($0.losses.last)) }.max() ?? 0
    let fixed = nameWidth + 2 + (hasValidation ? 12 : 0) + 8 + 2 + last
    let width = min(60, max(10, room - fixed))
    let lines = zip(curves, names).map { curve, name in
      let cut = TerminalText.cut(name, to: nameWidth)
      let cells = max(
        1, Int((Double(curve.losses.count) / Double(longest) * Double(width)).rounded()))
      let drawn = Sparkline.rendered(
        curve.losses, width: cells, range: low...high, isLogarithmic: isLogarithmic)
      return cut + Self.blanks(nameWidth - TerminalText.width(of: cut) + 2)
        + (hasValidation ? curve.part + Self.blanks(12 - curve.part.count) : "")
        + Self.leading(curve.losses.first) + " " + drawn + " " + Self.text(curve.losses.last) + "\n"
    }
    let scale =
      "losses from \(NumberText.loss(low)) to \(NumberText.loss(high))"
      + (isLogarithmic ? ", logarithmic" : "") + ", \(longest) epochs wide"
    return self.lines([scale], emphasis: .bold) + lines.joined()
  }

  /// The losses of one run on one part of the data.
  private struct Curve {
    let run: RunResult
    let part: String
    let losses: [Double]

    init(_ run: RunResult, _ part: String, _ losses: [Double]) {
      self.run = run
      self.part = part
      self.losses = losses
    }
  }

  private static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func leading(_ loss: Double?) -> String {
    let text = text(loss)
    return blanks(8 - text.count) + text
  }

  private static func text(_ loss: Double?) -> String {
    loss.map { NumberText.loss($0) } ?? none
  }
}
