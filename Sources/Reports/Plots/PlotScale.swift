import Glibc

/// The way from values to a place between 0 and 1 on an axis.
package struct PlotScale: Hashable, Sendable {
  /// How values are spread.
  package enum Kind: Hashable, Sendable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; for values above zero.
    case logarithmic
  }

  /// How values are spread.
  package let kind: Kind
  /// The values at both ends.
  package let low, high: Double

  /// A scale between two values.
  package init(_ low: Double, _ high: Double, _ kind: Kind = .linear) {
    precondition(low < high && (kind == .linear || low > 0), "a scale has a length")
    self.kind = kind
    self.low = low
    self.high = high
  }

  /// A scale on which all finite values have a place, with some air at both ends.
  ///
  /// - Parameters:
  ///   - values: what will be drawn; a logarithmic scale passes over what is not above zero.
  ///   - kind: nil chooses: logarithmic where all values are above zero and spread over more than
  ///     `decades`.
  ///   - decades: from which ratio on a logarithmic scale says more; as a power of ten.
  ///   - including: values that must have a place too.
  package init(
    covering values: some Sequence<Double>, kind: Kind? = nil, decades: Double = 2,
    including: [Double] = []
  ) {
    var finite = values.filter(\.isFinite) + including
    let least = finite.min() ?? 0
    let most = finite.max() ?? 1
    let chosen =
      kind ?? (least > 0 && log10(most / least) >= decades ? .logarithmic : .linear)
    if chosen == .logarithmic {
      finite = finite.filter { $0 > 0 }
      let low = log10(finite.min() ?? 0.1)
      let high = log10(finite.max() ?? 1)
      let air = max((high - low) * 0.04, high == low ? 0.5 : 0)
      self.init(
        pow(10, max(low - air, -323)), pow(10, min(high + air, 308)), .logarithmic)
    } else {
      // Halves first: the difference of two large values may be infinite.
      let length = most / 2 - least / 2
      let air = length > 0 ? length * 0.08 : max(abs(most) * 0.05, 0.5)
      // A count or a share does not go below zero, and neither does its axis.
      let low = least >= 0 && least <= air * 2 ? min(0, least) : least - air
      let limit = Double.greatestFiniteMagnitude
      self.init(max(low, -limit), min(most + air, limit))
    }
  }

  /// Where a value lies: 0 at the low end, 1 at the high end; nil where it has no place.
  package func share(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch kind {
    case .linear:
      return (value / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic:
      guard value > 0 else { return nil }
      return (log(value) - log(low)) / (log(high) - log(low))
    }
  }

  /// Round values to be labelled, in order, at most so many.
  package func ticks(atMost count: Int) -> [Double] {
    switch kind {
    case .linear: linearTicks(atMost: count)
    case .logarithmic: logarithmicTicks(atMost: count)
    }
  }

  /// Multiples of 1, 2 or 5 times a power of ten.
  private func linearTicks(atMost count: Int) -> [Double] {
    let length = high - low
    guard length.isFinite, length > 0, count > 0 else { return [] }
    var power = floor(log10(length / Double(count))) - 1
    while power < 309 {
      for factor in [1.0, 2, 5] {
        let step = factor * pow(10, power)
        guard step > 0, length / step <= Double(count) + 1 else { continue }
        let first = (low / step).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        if last - first + 1 <= Double(count) {
          guard last >= first else { return [] }
          // Division where the step is a fraction: 3 × 0.1 would not be 0.3.
          let inverse = pow(10, -power)
          return (0...Int(last - first)).map { index in
            let multiple = (first + Double(index)) * factor
            return power < 0 ? multiple / inverse : multiple * pow(10, power)
          }
        }
      }
      power += 1
    }
    return []
  }

  /// Powers of ten; with 2 and 5 times them where there are few; of less than one decade, round
  /// differences.
  private func logarithmicTicks(atMost count: Int) -> [Double] {
    let first = Int(floor(log10(low)))
    let last = Int(ceil(log10(high)))
    func inside(_ factors: [Double], every step: Int) -> [Double] {
      var values: [Double] = []
      // From a multiple of the step on, so that 1 is among the ticks wherever it can be.
      for power in stride(from: first - first % step, through: last, by: step) {
        for factor in factors {
          let size = pow(10, Double(abs(power)))
          values.append(power < 0 ? factor / size : factor * size)
        }
      }
      return values.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
    }
    let decades = inside([1], every: 1)
    if decades.count < 2, high / low < 10 { return linearTicks(atMost: count) }
    for factors in [[1.0, 2, 5], [1.0, 3]] {
      let fine = inside(factors, every: 1)
      if decades.count < 4, fine.count <= count { return fine }
    }
    var step = 1
    while true {
      let ticks = inside([1], every: step)
      if ticks.count <= max(1, count) { return ticks }
      step += 1
    }
  }
}
