/// What the gradient of one layer's parameters is summed from.
package struct LayerGradient<Scalar: Real> {
  /// The layer's inputs in row-major order, [rows × stride].
  package let inputs: UnsafePointer<Scalar>
  /// δ of the layer's units in panels; zero in the rows that fill up the last panel.
  package let deltas: UnsafePointer<Scalar>
  /// Number of rows.
  package let rows: Int
  /// Length of a row of `inputs` and of `weights`.
  package let stride: Int
  /// Number of units.
  package let fanOut: Int
  /// Receives δᵀ·X, [fanOut × stride].
  package let weights: UnsafeMutablePointer<Scalar>
  /// Receives the column sums of δ, [fanOut].
  package let biases: UnsafeMutablePointer<Scalar>

  /// Describes the operands of a gradient.
  package init(
    inputs: UnsafePointer<Scalar>, deltas: UnsafePointer<Scalar>, rows: Int, stride: Int,
    fanOut: Int, weights: UnsafeMutablePointer<Scalar>, biases: UnsafeMutablePointer<Scalar>
  ) {
    self.inputs = inputs
    self.deltas = deltas
    self.rows = rows
    self.stride = stride
    self.fanOut = fanOut
    self.weights = weights
    self.biases = biases
  }
}

/// Rows that a tile sums before the next tile takes them, so that they stay in the first-level cache.
private let gradientBlockRows = 256

extension Lanes {
  /// Sums the weights' gradient over the rows: see `Real.weightGradient`.
  @inline(__always) static func weightGradient(
    _ gradient: LayerGradient<Scalar>, units: Range<Int>, columns: Range<Int>, continuing: Bool
  ) {
    if WideKernels.areUsed {
      return wideGradient(gradient, units: units, columns: columns, continuing: continuing)
    }
    var start = 0
    while start < gradient.rows {
      let rows = start..<min(start + gradientBlockRows, gradient.rows)
      weightGradient(
        gradient, rows: rows, units: units, columns: columns,
        continuing: continuing || start > 0)
      start = rows.upperBound
    }
  }

  @inline(__always) private static func weightGradient(
    _ gradient: LayerGradient<Scalar>, rows: Range<Int>, units: Range<Int>, columns: Range<Int>,
    continuing: Bool
  ) {
    let lanes = Self.count
    var column = columns.lowerBound
    while column < columns.upperBound {
      let wide = columns.upperBound - column > lanes
      var unit = units.lowerBound
      while unit < units.upperBound {
        let block = GradientBlock<Self>(
          gradient: gradient, rows: rows, unit: unit, column: column, continuing: continuing)
        switch (units.upperBound - unit, wide) {
        case (1, true): Tile<Self, 1, 2>.gradient(block)
        case (2, true): Tile<Self, 2, 2>.gradient(block)
        case (3, true): Tile<Self, 3, 2>.gradient(block)
        case (4, true): Tile<Self, 4, 2>.gradient(block)
        case (5, true): Tile<Self, 5, 2>.gradient(block)
        case (_, true): Tile<Self, 6, 2>.gradient(block)
        case (1, false): Tile<Self, 1, 1>.gradient(block)
        case (2, false): Tile<Self, 2, 1>.gradient(block)
        case (3, false): Tile<Self, 3, 1>.gradient(block)
        case (4, false): Tile<Self, 4, 1>.gradient(block)
        case (5, false): Tile<Self, 5, 1>.gradient(block)
        case (_, false): Tile<Self, 6, 1>.gradient(block)
        }
        unit &+= 6
      }
      column &+= 2 * lanes
    }
  }

  /// Sums the biases' gradient over the rows: see `Real.biasGradient`.
  @inline(__always) static func biasGradient(
    _ gradient: LayerGradient<Scalar>, units: Range<Int>, continuing: Bool
  ) {
    let source = UnsafeRawPointer(gradient.deltas).assumingMemoryBound(to: Self.self)
    let panels = (gradient.rows + Self.count - 1) / Self.count
    var unit = units.lowerBound
    // Eight units side by side, which are neighbours in each panel.
    while unit + 8 <= units.upperBound {
      var sums = InlineArray<8, Self>(repeating: Self(splat: 0))
      var from = source + unit
      for _ in 0..<panels {
        for place in 0..<8 { sums[place] = sums[place].plus(from[place]) }
        from += gradient.fanOut
      }
      for place in 0..<8 {
        gradient.biases[unit + place] =
          (continuing ? gradient.biases[unit + place] : 0) + sums[place].laneSum()
      }
      unit &+= 8
    }
    while unit < units.upperBound {
      var sum = Self(splat: 0)
      for panel in 0..<panels { sum = sum.plus(source[panel &* gradient.fanOut &+ unit]) }
      gradient.biases[unit] = (continuing ? gradient.biases[unit] : 0) + sum.laneSum()
      unit &+= 1
    }
  }
}

/// One tile of a weight gradient.
private struct GradientBlock<V: Lanes> {
  let gradient: LayerGradient<V.Scalar>
  let rows: Range<Int>
  let unit: Int
  let column: Int
  let continuing: Bool
}

extension Tile {
  /// Sums x·δ over the rows in order: the vectors run along the inputs, δ is broadcast.
  fileprivate static func gradient(_ block: GradientBlock<V>) {
    let operands = block.gradient
    let lanes = V.count
    let stride = operands.stride / lanes
    let target = UnsafeMutableRawPointer(
      operands.weights + block.unit * operands.stride + block.column
    ).assumingMemoryBound(to: V.self)
    var sums =
      block.continuing
      ? load(target, rowStep: stride, columnStep: 1)
      : Sums(repeating: InlineArray(repeating: V(splat: 0)))
    var row = block.rows.lowerBound
    var vectors = UnsafeRawPointer(operands.inputs + row * operands.stride + block.column)
      .assumingMemoryBound(to: V.self)
    var scalars = operands.deltas + row * operands.fanOut + block.unit * lanes
    while row < block.rows.upperBound {
      multiply(
        &sums, count: min(lanes, block.rows.upperBound &- row), vectors: vectors,
        vectorStep: stride,
        vectorColumn: 1, scalars: scalars, scalarStep: 1, scalarRow: lanes)
      vectors += stride &* lanes
      scalars += operands.fanOut &* lanes
      row &+= lanes
    }
    store(sums, to: target, rowStep: stride, columnStep: 1)
  }
}
