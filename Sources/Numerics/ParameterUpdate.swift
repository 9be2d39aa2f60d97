/// One step of an optimizer, with everything that is the same for all parameters.
package enum ParameterUpdate<Scalar: Real>: Sendable {
  /// v ← μ·v − η·g; w ← w + v, or with Nesterov's look-ahead w ← w + μ·v − η·g.
  case sgd(learningRate: Scalar, momentum: Scalar, nesterov: Bool)
  /// m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − η·m / (√v + ε).
  ///
  /// η carries the correction of the bias, √(1 − β₂ᵗ) / (1 − β₁ᵗ). Source: Kingma and Ba 2014,
  /// section 2.
  case adam(learningRate: Scalar, beta1: Scalar, beta2: Scalar, epsilon: Scalar)
}

/// A block of parameters that one call updates: `rows` rows of `count` numbers, whole vectors each.
package struct ParameterBlock<Scalar: Real> {
  /// The parameters.
  package let values: UnsafePointer<Scalar>
  /// Receives the updated parameters; may lie where `values` or `gradients` do.
  package let results: UnsafeMutablePointer<Scalar>
  /// Sums of gradients over the batch.
  package let gradients: UnsafePointer<Scalar>
  /// Sums over other rows of the batch, which are added to them; nil where there are none.
  package let others: UnsafePointer<Scalar>?
  /// Velocity, or first moment; overwritten.
  package let first: UnsafeMutablePointer<Scalar>
  /// Second moment of adam; overwritten. Not touched by sgd.
  package let second: UnsafeMutablePointer<Scalar>
  /// How many rows.
  package let rows: Int
  /// How many numbers of each row.
  package let count: Int
  /// From the start of a row to that of the next.
  package let stride: Int

  /// Names a block of parameters by its buffers and its shape.
  @inlinable @inline(__always) package init(
    values: UnsafePointer<Scalar>, results: UnsafeMutablePointer<Scalar>,
    gradients: UnsafePointer<Scalar>, others: UnsafePointer<Scalar>?,
    first: UnsafeMutablePointer<Scalar>, second: UnsafeMutablePointer<Scalar>, rows: Int,
    count: Int, stride: Int
  ) {
    self.values = values
    self.results = results
    self.gradients = gradients
    self.others = others
    self.first = first
    self.second = second
    // Rows that follow each other without a gap are one row: there is something to be done for each.
    let isWhole = count == stride
    (self.rows, self.count) = isWhole ? (1, rows * count) : (rows, count)
    self.stride = stride
  }
}

extension Lanes {
  /// Updates parameters and returns the sum of their old squares: see `Real.update`.
  @inline(__always) static func update(
    _ block: ParameterBlock<Scalar>, with update: ParameterUpdate<Scalar>,
    decay: Scalar, scale: Scalar
  ) -> Scalar {
    var squares = Self(splat: 0)
    for row in 0..<block.rows {
      let cursor = UpdateCursor<Self>(block, row: row, decay: decay, scale: scale)
      switch update {
      case .sgd(let learningRate, let momentum, let nesterov):
        let rate = Self(splat: -learningRate)
        let inertia = Self(splat: momentum)
        for index in 0..<cursor.vectors {
          let (old, gradient) = cursor.read(index, &squares)
          let step = gradient.times(rate)
          let velocity = step.adding(inertia, times: cursor.first[index])
          cursor.first[index] = velocity
          let change = nesterov ? step.adding(inertia, times: velocity) : velocity
          cursor.results[index] = old.plus(change)
        }
      case .adam(let learningRate, let beta1, let beta2, let epsilon):
        let rate = Self(splat: learningRate)
        let (keep1, keep2) = (Self(splat: beta1), Self(splat: beta2))
        let (take1, take2) = (Self(splat: 1 - beta1), Self(splat: 1 - beta2))
        let floor = Self(splat: epsilon)
        for index in 0..<cursor.vectors {
          let (old, gradient) = cursor.read(index, &squares)
          let mean = take1.times(gradient).adding(keep1, times: cursor.first[index])
          let square = take2.times(gradient.times(gradient))
            .adding(keep2, times: cursor.second[index])
          cursor.first[index] = mean
          cursor.second[index] = square
          cursor.results[index] = old.minus(rate.times(mean).over(square.root().plus(floor)))
        }
      }
    }
    return squares.laneSum()
  }
}

extension Lanes {
  /// Sums the squares of gradients: see `Real.gradientSquares`.
  @inline(__always) static func gradientSquares(
    _ block: ParameterBlock<Scalar>, decay: Scalar, scale: Scalar
  ) -> Scalar {
    var squares = Self(splat: 0)
    var unused = Self(splat: 0)
    for row in 0..<block.rows {
      let cursor = UpdateCursor<Self>(block, row: row, decay: decay, scale: scale)
      for index in 0..<cursor.vectors {
        let gradient = cursor.read(index, &unused).gradient
        squares = squares.adding(gradient, times: gradient)
      }
    }
    return squares.laneSum()
  }
}

extension Lanes {
  /// Writes gradients into the place of the first moment: see `Real.meanGradient`.
  @inline(__always) static func meanGradient(
    _ block: ParameterBlock<Scalar>, decay: Scalar, scale: Scalar
  ) -> Scalar {
    var squares = Self(splat: 0)
    for row in 0..<block.rows {
      let cursor = UpdateCursor<Self>(block, row: row, decay: decay, scale: scale)
      for index in 0..<cursor.vectors {
        cursor.first[index] = cursor.read(index, &squares).gradient
      }
    }
    return squares.laneSum()
  }
}

/// One row of a parameter block as vectors.
private struct UpdateCursor<V: Lanes> {
  let values: UnsafePointer<V>
  let results: UnsafeMutablePointer<V>
  let gradients: UnsafePointer<V>
  let others: UnsafePointer<V>?
  let first: UnsafeMutablePointer<V>
  let second: UnsafeMutablePointer<V>
  let vectors: Int
  let decay: V
  let scale: V

  @inline(__always)
  init(_ block: ParameterBlock<V.Scalar>, row: Int, decay: V.Scalar, scale: V.Scalar) {
    let start = row * block.stride
    values = UnsafeRawPointer(block.values + start).assumingMemoryBound(to: V.self)
    results = UnsafeMutableRawPointer(block.results + start).assumingMemoryBound(to: V.self)
    gradients = UnsafeRawPointer(block.gradients + start).assumingMemoryBound(to: V.self)
    others = block.others.map { UnsafeRawPointer($0 + start).assumingMemoryBound(to: V.self) }
    first = UnsafeMutableRawPointer(block.first + start).assumingMemoryBound(to: V.self)
    second = UnsafeMutableRawPointer(block.second + start).assumingMemoryBound(to: V.self)
    vectors = block.count / V.count
    self.decay = V(splat: decay)
    self.scale = V(splat: scale)
  }

  /// The parameter and its gradient (Σ + decay · w) · scale; adds the parameter's square.
  @inline(__always) func read(_ index: Int, _ squares: inout V) -> (old: V, gradient: V) {
    let old = values[index]
    squares = squares.adding(old, times: old)
    var sum = gradients[index]
    if let others { sum = sum.plus(others[index]) }
    return (old, sum.adding(decay, times: old).times(scale))
  }
}
