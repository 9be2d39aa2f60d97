import Glibc

/// A curve in one line of block characters.
package enum Sparkline {
  /// Draws a curve; values beyond the width are averaged in groups of equal size.
  ///
  /// The lowest value is the lowest block. A value that is not finite is drawn as `×`.
  /// - Parameters:
  ///   - values: the curve.
  ///   - width: at most so many cells.
  ///   - range: the values of the lowest and the highest block, for several curves on one scale;
  ///     nil for the curve's own.
  ///   - isLogarithmic: whether equal factors are equal heights; the range must be above 0 then.
  package static func rendered(
    _ values: [Double], width: Int = 60, range: ClosedRange<Double>? = nil,
    isLogarithmic: Bool = false
  ) -> String {
    guard !values.isEmpty, width > 0 else { return "" }
    let cells = min(width, values.count)
    let means = (0..<cells).map { cell -> Double in
      let group = values[(cell * values.count / cells)..<((cell + 1) * values.count / cells)]
      return group.reduce(0, +) / Double(group.count)
    }
    let finite = means.filter(\.isFinite)
    guard let lowest = finite.min(), let highest = finite.max() else {
      return String(repeating: "×", count: cells)
    }
    func height(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
    let low = height(range?.lowerBound ?? lowest)
    let high = height(range?.upperBound ?? highest)
    return String(
      means.map { mean -> Character in
        guard mean.isFinite else { return "×" }
        guard high > low else { return blocks[0] }
        // Halves first: the difference of two large values may be infinite.
        let share = (height(mean) / 2 - low / 2) / (high / 2 - low / 2)
        return blocks[max(0, min(blocks.count - 1, Int(share * Double(blocks.count))))]
      })
  }

  private static let blocks: [Character] = Array("▁▂▃▄▅▆▇█")
}
