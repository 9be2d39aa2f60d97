import Numerics

/// What is done with the gradient of a part when it is summed.
extension BatchStep {
  /// Applies the gradient of a part, and returns the sum of its old weights' squares.
  func apply(
    _ part: GradientUnit, _ update: ParameterUpdate<Scalar>, decay: Scalar, scale: Scalar
  ) -> Double {
    let squares = Scalar.update(weights(of: part), with: update, decay: decay, scale: scale)
    if part.withBiases {
      _ = Scalar.update(biases(of: part), with: update, decay: 0, scale: scale)
    }
    return Double(squares)
  }

  /// Writes the mean gradient of a part into the workspace's `first`, and returns the sum of its
  /// weights' squares.
  func finish(_ part: GradientUnit, decay: Scalar, scale: Scalar) -> Double {
    let squares = Scalar.meanGradient(weights(of: part), decay: decay, scale: scale)
    if part.withBiases { _ = Scalar.meanGradient(biases(of: part), decay: 0, scale: scale) }
    return Double(squares)
  }

  /// The sum of squares of a part's mean gradient, with that of its biases.
  func gradientSquares(_ part: GradientUnit, decay: Scalar, scale: Scalar) -> Double {
    let sum = Double(Scalar.gradientSquares(weights(of: part), decay: decay, scale: scale))
    guard part.withBiases else { return sum }
    return sum + Double(Scalar.gradientSquares(biases(of: part), decay: 0, scale: scale))
  }

  @inline(__always) private func weights(of part: GradientUnit) -> ParameterBlock<Scalar> {
    let slot = workspace.layout.slots[part.layer]
    return block(
      at: slot.weights + part.units.lowerBound * slot.stride + part.columns.lowerBound,
      rows: part.units.count, count: part.columns.count, stride: slot.stride)
  }

  /// The biases of the whole layer.
  @inline(__always) private func biases(of part: GradientUnit) -> ParameterBlock<Scalar> {
    let slot = workspace.layout.slots[part.layer]
    return block(at: slot.biases, rows: 1, count: slot.biasCount, stride: slot.biasCount)
  }

  @inline(__always) private func block(at offset: Int, rows: Int, count: Int, stride: Int)
    -> ParameterBlock<Scalar>
  {
    ParameterBlock(
      values: parameters + offset,
      results: (isExchanging ? gradients : parameters) + offset, gradients: gradients + offset,
      others: workspace.halfGradients.map { UnsafePointer($0.start + offset) },
      first: workspace.first.start + offset, second: workspace.second.start + offset,
      rows: rows, count: count, stride: stride)
  }
}
