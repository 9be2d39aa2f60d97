/// A loss together with the output activation that is its canonical link, so that δ = p − t.
package enum OutputLoss: Sendable {
  /// One or more independent logistic units with the log loss of each.
  case logistic
  /// A softmax over the units with the cross-entropy.
  case softmax
  /// Identity with half the squared error, averaged over the units.
  case squared
}

/// Which panels share the logarithm of a product, with one logistic unit.
package enum SharedLogarithm: Sendable {
  /// Two neighbours.
  case ofTwo
  /// Eight: one logarithm for the four even panels and one for the four odd ones.
  case ofEight

  /// From a panel with a loss to the next; the ones between have none of their own.
  package var panels: Int { self == .ofTwo ? 2 : 8 }

  /// Which of the products a panel belongs to.
  @inline(__always) fileprivate func place(of panel: Int) -> Int {
    self == .ofTwo ? panel / 2 : panel / 8 * 2 + panel % 2
  }

  /// How many products some panels have.
  @inline(__always) fileprivate func products(of panels: Int) -> Int {
    self == .ofTwo ? (panels + 1) / 2 : (panels + 7) / 8 * 2
  }
}

/// Panels whose losses are computed side by side.
private let joinedPanels = 16

extension Lanes {
  /// Applies the output activation in place: see `Real.outputScores`.
  @inline(__always) static func outputScores(
    _ outputs: UnsafeMutablePointer<Scalar>, units: Int, panels: Int, loss: OutputLoss,
    reach: LogisticReach
  ) {
    let values = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    switch loss {
    case .squared: break
    case .logistic:
      apply(reach == .central ? .centralSigmoid : .sigmoid, to: values, count: units * panels)
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
    sharing: SharedLogarithm, losses: UnsafeMutablePointer<Double>
  ) {
    let values = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    let wanted = UnsafeRawPointer(targets).assumingMemoryBound(to: Self.self)
    let weights = UnsafeRawPointer(rowWeights).assumingMemoryBound(to: Self.self)
    var panel = 0
    while panel < panels {
      let some = min(joinedPanels, panels - panel)
      let isJoined =
        loss == .logistic && units == 1
        && joinedLosses(
          values + panel, wanted + panel, weights + panel, panels: some, sharing: sharing,
          losses: losses + panel)
      for index in panel..<(panel + some) {
        let weight = weights[index]
        let scores = values + index * units
        let truths = wanted + index * units
        if !isJoined {
          let sum =
            switch loss {
            case .logistic: logisticLoss(scores, truths, units: units)
            case .softmax: softmaxLoss(scores, truths, units: units)
            case .squared: squaredLoss(scores, truths, units: units)
            }
          let total = total(sum, weight)
          losses[index] = loss == .squared ? total / (2 * Double(units)) : total
        }
        for unit in 0..<units { scores[unit] = scores[unit].minus(truths[unit]).times(weight) }
      }
      panel &+= some
    }
  }

  /// The sum of a panel's losses; a row of weight 0 adds nothing, not even where its loss is not
  /// finite.
  @inline(__always) private static func total(_ losses: Self, _ weight: Self) -> Double {
    let zero = Self(splat: 0)
    return zero.replaced(by: losses.times(weight), where: zero, isBelow: weight).added(to: 0)
  }

  /// A sum and then the lanes in order.
  @inline(__always) private func added(to sum: Double) -> Double {
    var total = sum
    for lane in 0..<Self.count { total += Double(self[lane]) }
    return total
  }

  /// The losses of one logistic unit: some panels share a logarithm, the log of a product. The sum
  /// stands in the place of the first of them, and 0 in those of the others.
  ///
  /// The product of four clipped probabilities is a normal number. The logarithms have a loop of their
  /// own, or the compiler would take them apart into lanes.
  /// - Returns: false, and writes nothing, unless every target and every weight is 0 or 1.
  @inline(__always) private static func joinedLosses(
    _ scores: UnsafePointer<Self>, _ truths: UnsafePointer<Self>, _ weights: UnsafePointer<Self>,
    panels: Int, sharing: SharedLogarithm, losses: UnsafeMutablePointer<Double>
  ) -> Bool {
    let (zero, one) = (Self(splat: 0), Self(splat: 1))
    var likelihoods = InlineArray<8, Self>(repeating: one)
    var softness = zero
    for panel in 0..<panels {
      let (truth, weight) = (truths[panel], weights[panel])
      let other = one.minus(truth)
      let positive = scores[panel].clipped()
      let chosen = truth.times(positive).plus(other.times(one.minus(positive)))
      let place = sharing.place(of: panel)
      likelihoods[place] = likelihoods[place]
        .times(one.replaced(by: chosen, where: zero, isBelow: weight))
      softness = softness.plus(truth.times(other).magnitude())
        .plus(weight.times(one.minus(weight)).magnitude())
    }
    guard softness.isZero else { return false }
    var span = likelihoods.mutableSpan
    span.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      map(start, count: sharing.products(of: panels)) { zero.minus($0.logarithm()) }
    }
    for panel in 0..<panels {
      let place = sharing.place(of: panel)
      losses[panel] =
        switch sharing {
        case _ where panel % sharing.panels > 0: 0
        case .ofTwo: likelihoods[place].added(to: 0)
        case .ofEight: likelihoods[place + 1].added(to: likelihoods[place].added(to: 0))
        }
    }
    return true
  }

  /// A probability kept away from 0 and 1 by the type's epsilon, as scikit-learn does.
  @inline(__always) private func clipped() -> Self {
    atLeast(Self(splat: .ulpOfOne)).atMost(Self(splat: 1 - .ulpOfOne))
  }

  /// −Σ t·log p + (1 − t)·log(1 − p); with t 0 or 1 one of the logarithms is enough.
  @inline(__always) private static func logisticLoss(
    _ scores: UnsafePointer<Self>, _ truths: UnsafePointer<Self>, units: Int
  ) -> Self {
    let one = Self(splat: 1)
    var sum = Self(splat: 0)
    for unit in 0..<units {
      let truth = truths[unit]
      let other = one.minus(truth)
      let positive = scores[unit].clipped()
      let negative = one.minus(positive)
      if truth.times(other).isZero {
        sum = sum.minus(truth.times(positive).plus(other.times(negative)).logarithm())
      } else {
        let likelihood = truth.times(positive.logarithm())
        sum = sum.minus(likelihood.plus(other.times(negative.logarithm())))
      }
    }
    return sum
  }

  /// −Σ t·log p; with a one-hot t one logarithm is enough.
  @inline(__always) private static func softmaxLoss(
    _ scores: UnsafePointer<Self>, _ truths: UnsafePointer<Self>, units: Int
  ) -> Self {
    let one = Self(splat: 1)
    let zero = Self(splat: 0)
    var (chosen, mass, softness) = (zero, zero, zero)
    for unit in 0..<units {
      let truth = truths[unit]
      chosen = chosen.plus(truth.times(scores[unit].clipped()))
      mass = mass.plus(truth)
      softness = softness.plus(truth.times(one.minus(truth)).magnitude())
    }
    // The rows that fill up the last panel have no class.
    if softness.isZero, mass.times(one.minus(mass)).isZero {
      return zero.minus(chosen.plus(one.minus(mass)).logarithm())
    }
    var sum = zero
    for unit in 0..<units {
      sum = sum.minus(truths[unit].times(scores[unit].clipped().logarithm()))
    }
    return sum
  }

  /// Σ (p − t)².
  @inline(__always) private static func squaredLoss(
    _ scores: UnsafePointer<Self>, _ truths: UnsafePointer<Self>, units: Int
  ) -> Self {
    var sum = Self(splat: 0)
    for unit in 0..<units {
      let error = scores[unit].minus(truths[unit])
      sum = sum.adding(error, times: error)
    }
    return sum
  }
}
