import Glibc

/// The labels of an axis's ticks.
package enum TickText {
  /// How values are written.
  package enum Form: Hashable, Sendable {
    /// As numbers.
    case number
    /// As percent: 0.5 is `50 %`.
    case percent
  }

  /// One label for each tick, all with the same decimals on a linear scale.
  package static func labels(_ ticks: [Double], _ scale: PlotScale, _ form: Form) -> [String] {
    let values = form == .percent ? ticks.map { $0 * 100 } : ticks
    let unit = form == .percent ? " %" : ""
    let least = values.filter { $0 != 0 }.map(\.magnitude).min() ?? 1
    let most = values.map(\.magnitude).max() ?? 1
    if most >= 1e6 || (least < 1e-4 && (scale.kind == .logarithmic || most < 1e-3)) {
      return values.map { scientific($0) + unit }
    }
    if scale.kind == .logarithmic { return values.map { NumberText.short($0) + unit } }
    let step = zip(values.dropFirst(), values).map { $0 - $1 }.min() ?? most
    var decimals = 0
    while decimals < 8, abs(step * pow(10, Double(decimals))).distanceToWhole > 1e-6 {
      decimals += 1
    }
    return values.map { NumberText.fixed($0, decimals: decimals) + unit }
  }

  /// A number as `2×10⁻⁵`, `10³`.
  package static func scientific(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return NumberText.short(value) }
    var power = Int(floor(log10(value.magnitude)))
    var factor = value / pow(10, Double(power))
    // The logarithm of 1000 may come out as 2.9999….
    if factor.magnitude >= 9.9999995 {
      factor /= 10
      power += 1
    }
    let superscript = String(String(power).map { superscripts[$0] ?? $0 })
    let text = NumberText.short(factor)
    if power == 0 { return text }
    return text == "1" ? "10\(superscript)" : "\(text)×10\(superscript)"
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
}

extension Double {
  /// How far the value is from the nearest whole number.
  fileprivate var distanceToWhole: Double { abs(self - rounded()) }
}
