/// A loss together with the output activation that is its canonical link, so that δ = p − t.
package enum OutputLoss: Sendable {
  /// One or more independent logistic units with the log loss of each.
  case logistic
  /// A softmax over the units with the cross-entropy.
  case softmax
  /// Identity with half the squared error, averaged over the units.
  case squared
}

extension Lanes {
  /// Applies the output activation in place: see `Real.outputScores`.
  @inline(__always) static func outputScores(
    _ outputs: UnsafeMutablePointer<Scalar>, units: Int, panels: Int, loss: OutputLoss
  ) {
    let values = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    switch loss {
    case .squared: break
    case .logistic:
      for index in 0..<(units * panels) { values[index] = values[index].logistic() }
    case .softmax:
      for panel in 0..<panels { softmax(values + panel * units, units: units) }
    }
  }

  /// e to each unit less the largest, over their sum; the sum runs over the units in order.
  @inline(__always)
  private static func softmax(_ values: UnsafeMutablePointer<Self>, units: Int) {
    var largest = values[0]
    for unit in 1..<max(1, units) { largest = largest.atLeast(values[unit]) }
    var sum = Self(splat: 0)
    for unit in 0..<units {
      let power = values[unit].minus(largest).exponential()
      values[unit] = power
      sum = sum.plus(power)
    }
    for unit in 0..<units { values[unit] = values[unit].over(sum) }
  }

  /// Turns scores into δ and writes each panel's loss: see `Real.outputDelta`.
  @inline(__always) static func outputDelta(
    _ outputs: UnsafeMutablePointer<Scalar>, targets: UnsafePointer<Scalar>,
    rowWeights: UnsafePointer<Scalar>, units: Int, panels: Int, loss: OutputLoss,
    losses: UnsafeMutablePointer<Double>
  ) {
    let values = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    let wanted = UnsafeRawPointer(targets).assumingMemoryBound(to: Self.self)
    let weights = UnsafeRawPointer(rowWeights).assumingMemoryBound(to: Self.self)
    let zero = Self(splat: 0)
    let one = Self(splat: 1)
    // scikit-learn clips probabilities by the type's epsilon before the logarithm.
    let floor = Self(splat: .ulpOfOne)
    let ceiling = Self(splat: 1 - .ulpOfOne)
    for panel in 0..<panels {
      let weight = weights[panel]
      var sum = zero
      for index in (panel * units)..<((panel + 1) * units) {
        let score = values[index]
        let target = wanted[index]
        let delta = score.minus(target)
        switch loss {
        case .logistic:
          let clipped = score.atLeast(floor).atMost(ceiling)
          let positive = target.times(clipped.logarithm())
          let negative = one.minus(target).times(one.minus(clipped).logarithm())
          sum = sum.minus(positive.plus(negative))
        case .softmax:
          let clipped = score.atLeast(floor).atMost(ceiling)
          sum = sum.minus(target.times(clipped.logarithm()))
        case .squared:
          sum = sum.adding(delta, times: delta)
        }
        values[index] = delta.times(weight)
      }
      // A row of weight 0 adds nothing, not even where its loss is not finite.
      let weighted = zero.replaced(by: sum.times(weight), where: zero, isBelow: weight)
      var total = 0.0
      for lane in 0..<Self.count { total += Double(weighted[lane]) }
      losses[panel] = loss == .squared ? total / (2 * Double(units)) : total
    }
  }
}
