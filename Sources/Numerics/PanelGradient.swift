/// What the gradient of one layer of a narrow network is summed from, all of it in panels.
package struct PanelGradient<Scalar: Real> {
  /// The layer's inputs, panels of `fanIn` units.
  package let inputs: UnsafePointer<Scalar>
  /// δ of the layer's units, panels of `fanOut` units; zero in the rows that fill up the last panel.
  package let deltas: UnsafePointer<Scalar>
  /// Number of inputs.
  package let fanIn: Int
  /// Number of units.
  package let fanOut: Int
  /// Two vectors of sums for each parameter, of the even panels and of the odd ones: each unit's
  /// weights and after them its bias, [fanOut × (fanIn + 1) × 2].
  package let sums: UnsafeMutablePointer<Scalar>

  /// Describes the operands of a gradient.
  package init(
    inputs: UnsafePointer<Scalar>, deltas: UnsafePointer<Scalar>, fanIn: Int, fanOut: Int,
    sums: UnsafeMutablePointer<Scalar>
  ) {
    self.inputs = inputs
    self.deltas = deltas
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.sums = sums
  }
}

extension Lanes {
  /// Adds the products of some panels to the sums: see `Real.panelGradient`.
  @inline(__always) static func panelGradient(
    _ gradient: PanelGradient<Scalar>, panels: Int, continuing: Bool
  ) {
    var unit = 0
    while unit < gradient.fanOut {
      let block = PanelBlock<Self>(
        gradient, unit: unit, panels: panels, continuing: continuing)
      switch gradient.fanOut - unit {
      case 1: block.sum(Panels<Self, 1>.self)
      case 2: block.sum(Panels<Self, 2>.self)
      case 3: block.sum(Panels<Self, 3>.self)
      default: block.sum(Panels<Self, 4>.self)
      }
      unit &+= 4
    }
  }

  /// Adds up the lanes of the sums of one layer: see `Real.collectGradient`.
  @inline(__always) static func collectGradient(
    _ gradient: PanelGradient<Scalar>, weights: UnsafeMutablePointer<Scalar>, stride: Int,
    biases: UnsafeMutablePointer<Scalar>
  ) {
    let sums = UnsafeRawPointer(gradient.sums).assumingMemoryBound(to: Self.self)
    for unit in 0..<gradient.fanOut {
      let row = sums + 2 * unit * (gradient.fanIn + 1)
      for input in 0..<gradient.fanIn {
        weights[unit * stride + input] = row[2 * input].plus(row[2 * input + 1]).laneSum()
      }
      biases[unit] = row[2 * gradient.fanIn].plus(row[2 * gradient.fanIn + 1]).laneSum()
    }
  }
}

/// Some units of a layer and the panels whose products they sum.
private struct PanelBlock<V: Lanes> {
  let inputs: UnsafePointer<V>
  let deltas: UnsafePointer<V>
  let sums: UnsafeMutablePointer<V>
  let fanIn: Int
  let fanOut: Int
  let panels: Int
  let continuing: Bool

  @inline(__always) init(
    _ gradient: PanelGradient<V.Scalar>, unit: Int, panels: Int, continuing: Bool
  ) {
    fanIn = gradient.fanIn
    fanOut = gradient.fanOut
    inputs = UnsafeRawPointer(gradient.inputs).assumingMemoryBound(to: V.self)
    deltas = UnsafeRawPointer(gradient.deltas).assumingMemoryBound(to: V.self) + unit
    sums =
      UnsafeMutableRawPointer(gradient.sums).assumingMemoryBound(to: V.self)
      + 2 * unit * (fanIn + 1)
    self.panels = panels
    self.continuing = continuing
  }

  /// Sums `units` units over the even panels and over the odd ones.
  @inline(__always) func sum<let units: Int>(_ width: Panels<V, units>.Type) {
    for parity in 0..<2 { sum(width, parity: parity) }
  }

  /// The biases along with the first input, then two inputs at a time.
  @inline(__always)
  private func sum<let units: Int>(_: Panels<V, units>.Type, parity: Int) {
    let place = { (unit: Int, column: Int) in 2 * (unit * (fanIn + 1) + column) + parity }
    let start = { (column: Int) in
      InlineArray<units, V> { continuing ? sums[place($0, column)] : V(splat: 0) }
    }
    var biases = start(fanIn)
    var column = 0
    while column < fanIn {
      let second = min(column + 1, fanIn - 1)
      var (left, right) = (start(column), start(second))
      var panel = parity
      while panel < panels {
        let (first, other) = (inputs[panel &* fanIn &+ column], inputs[panel &* fanIn &+ second])
        for unit in 0..<units {
          let delta = deltas[panel &* fanOut &+ unit]
          left[unit] = left[unit].adding(delta, times: first)
          right[unit] = right[unit].adding(delta, times: other)
          if column == 0 { biases[unit] = biases[unit].plus(delta) }
        }
        panel &+= 2
      }
      for unit in 0..<units {
        sums[place(unit, column)] = left[unit]
        sums[place(unit, second)] = right[unit]
      }
      column &+= 2
    }
    for unit in 0..<units { sums[place(unit, fanIn)] = biases[unit] }
  }
}
