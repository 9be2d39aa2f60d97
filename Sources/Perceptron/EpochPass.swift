import Numerics

/// One pass over the training rows, run by all members of a team at once.
struct EpochPass<Scalar: Real>: Sendable {
  let gradient: BatchGradient<Scalar>
  let options: TrainingOptions
  let batchRows: Int

  /// Runs the epoch with a step size and returns its mean loss.
  ///
  /// - Parameter before: the updates done in earlier epochs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(learningRate: Double, after before: Int) -> Double {
    gradient.share.tally.start[0] = 0
    if gradient.team.count == 1 {
      run(learningRate, after: before, member: 0)
    } else {
      gradient.team.run { run(learningRate, after: before, member: $0) }
    }
    return gradient.share.tally.start[0] / Double(gradient.rowCount)
  }

  /// One member's work of an epoch.
  private func run(_ learningRate: Double, after before: Int, member: Int) {
    var gradient = gradient
    var done = before
    var start = 0
    let rowCount = gradient.rowCount
    // In pairs: after the last batch the parameters lie where they did before the first.
    let exchanges = gradient.canExchange ? (rowCount + batchRows - 1) / batchRows & ~1 : 0
    while start < rowCount {
      let end = min(start + batchRows, rowCount)
      let next = gradient.loadsAhead && end < rowCount ? end..<min(end + batchRows, rowCount) : nil
      done += 1
      gradient.step.isExchanging = done - before <= exchanges
      batch(
        start..<end, gradient, next: next, update: update(done, learningRate), member: member)
      gradient.step.advance()
      start = end
    }
  }

  /// The optimizer's step for update number `count`.
  private func update(_ count: Int, _ rate: Double) -> ParameterUpdate<Scalar> {
    let warming = count < options.warmUpUpdates
    let learningRate = warming ? rate * Double(count) / Double(options.warmUpUpdates) : rate
    switch options.optimizer {
    case .sgd(let momentum, let nesterov):
      return .sgd(
        learningRate: Scalar(learningRate), momentum: Scalar(momentum), nesterov: nesterov)
    case .adam(let beta1, let beta2, let epsilon):
      let remaining = 1 - powers(SIMD2(beta1, beta2), count)
      let correction = remaining.y.squareRoot() / remaining.x
      return .adam(
        learningRate: Scalar(learningRate * correction), beta1: Scalar(beta1),
        beta2: Scalar(beta2), epsilon: Scalar(epsilon))
    case .lbfgs:
      preconditionFailure("lbfgs makes no steps batch by batch")
    }
  }

  private func batch(
    _ rows: Range<Int>, _ gradient: BatchGradient<Scalar>, next: Range<Int>?,
    update: ParameterUpdate<Scalar>, member: Int
  ) {
    let (step, squares) = (gradient.step, gradient.squares)
    let scale = gradient.scale(of: rows)
    let isAhead = gradient.loadsAhead && rows.lowerBound > 0
    let losses = gradient.sum(rows, isAhead: isAhead, next: next, member: member) { index, part in
      guard options.gradientClip == nil else { return }
      squares.start[index] = step.apply(
        part, update, decay: Scalar(options.l2), scale: Scalar(scale))
    }
    if let limit = options.gradientClip {
      clip(gradient, to: limit, update, scale: scale, member: member)
    }
    guard member == 0 else { return }
    gradient.share.tally.start[0] +=
      (losses + 0.5 * options.l2 * gradient.sumOfSquares) * scale * Double(rows.count)
  }

  /// Applies a batch's gradient, shortened to the limit where its norm is greater.
  private func clip(
    _ gradient: BatchGradient<Scalar>, to limit: Double, _ update: ParameterUpdate<Scalar>,
    scale: Double, member: Int
  ) {
    let (step, squares, team) = (gradient.step, gradient.squares, gradient.team)
    let decay = Scalar(options.l2)
    gradient.forEachPart(of: member) { index, part in
      squares.start[index] = step.gradientSquares(part, decay: decay, scale: Scalar(scale))
    }
    team.meet()
    let norm = gradient.sumOfSquares.squareRoot()
    let shortened = norm > limit ? scale * limit / norm : scale
    // Nobody may overwrite a square before all have summed them.
    team.meet()
    gradient.forEachPart(of: member) { index, part in
      squares.start[index] = step.apply(part, update, decay: decay, scale: Scalar(shortened))
    }
    team.meet()
  }
}

/// Bases to the power of a count, by repeated squaring.
///
/// A factor that is not wanted is 1 instead: a branch would be guessed wrong.
@inline(__always) private func powers(_ bases: SIMD2<Double>, _ count: Int) -> SIMD2<Double> {
  var result = SIMD2<Double>(repeating: 1)
  var square = bases
  var left = count
  while left > 0 {
    let isWanted = SIMDMask<SIMD2<Int64>>(repeating: left & 1 == 1)
    result *= SIMD2<Double>(repeating: 1).replacing(with: square, where: isWanted)
    square *= square
    left >>= 1
  }
  return result
}
