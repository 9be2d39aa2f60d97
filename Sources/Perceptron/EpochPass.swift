import Numerics

/// One pass over the training rows, run by all members of a team at once.
struct EpochPass<Scalar: Real>: Sendable {
  let step: BatchStep<Scalar>
  let team: ThreadTeam
  let parts: [GradientUnit]
  let shares: [Range<Int>]
  /// The sums of the parts' squared weights; each is written by the part's own thread.
  let squares: AlignedBuffer<Double>
  let options: TrainingOptions
  let batchRows: Int
  let rowCount: Int
  /// Whether the workspace still holds the only block that an epoch has.
  let isLoaded: Bool

  /// What member 0 carries from batch to batch; only it touches it.
  ///
  /// Unchecked: only member 0 reads and writes it while the team runs.
  final class Tally: @unchecked Sendable {
    /// Sum over the batches of loss times rows.
    var loss = 0.0
  }

  /// Runs the epoch with a step size and returns its mean loss.
  ///
  /// - Parameter before: the updates done in earlier epochs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(learningRate: Double, after before: Int) -> Double {
    let tally = Tally()
    team.run { member in
      var done = before
      var start = 0
      while start < rowCount {
        let end = min(start + batchRows, rowCount)
        done += 1
        batch(start..<end, update: update(done, learningRate), member: member, tally: tally)
        start = end
      }
    }
    return tally.loss / Double(rowCount)
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
      let correction =
        (1 - power(beta2, count)).squareRoot() / (1 - power(beta1, count))
      return .adam(
        learningRate: Scalar(learningRate * correction), beta1: Scalar(beta1),
        beta2: Scalar(beta2), epsilon: Scalar(epsilon))
    }
  }

  private func batch(
    _ rows: Range<Int>, update: ParameterUpdate<Scalar>, member: Int, tally: Tally
  ) {
    let length = Workspace<Scalar>.blockRows
    let weight = self.weight(of: rows)
    let scale = weight > 0 ? 1 / weight : 0
    var losses = 0.0
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + length, rows.upperBound)
      let block = BatchBlock(
        positions: start..<end, isFirst: start == rows.lowerBound, isLoaded: isLoaded)
      let panels = PanelShape.panels(end - start, of: Scalar.self)
      step.propagate(block, panels: share(of: panels, member: member))
      team.meet()
      if member == 0 {
        for panel in 0..<panels { losses += step.workspace.losses.start[panel] }
      }
      for index in shares[member] {
        step.accumulate(parts[index], block)
        if end == rows.upperBound, options.gradientClip == nil {
          squares.start[index] = step.apply(
            parts[index], update, decay: Scalar(options.l2), scale: Scalar(scale))
        }
      }
      team.meet()
      start = end
    }
    if let limit = options.gradientClip {
      clip(to: limit, update, scale: scale, member: member)
    }
    guard member == 0 else { return }
    var sum = 0.0
    for index in parts.indices { sum += squares.start[index] }
    tally.loss += (losses + 0.5 * options.l2 * sum) * scale * Double(rows.count)
  }

  /// Applies a batch's gradient, shortened to the limit where its norm is greater.
  private func clip(
    to limit: Double, _ update: ParameterUpdate<Scalar>, scale: Double, member: Int
  ) {
    for index in shares[member] {
      squares.start[index] = step.gradientSquares(
        parts[index], decay: Scalar(options.l2), scale: Scalar(scale))
    }
    team.meet()
    var sum = 0.0
    for index in parts.indices { sum += squares.start[index] }
    let norm = sum.squareRoot()
    let shortened = norm > limit ? scale * limit / norm : scale
    // Nobody may overwrite a square before all have summed them.
    team.meet()
    for index in shares[member] {
      squares.start[index] = step.apply(
        parts[index], update, decay: Scalar(options.l2), scale: Scalar(shortened))
    }
    team.meet()
  }

  /// The sum of the weights of some rows.
  private func weight(of rows: Range<Int>) -> Double {
    guard let weights = step.rows.weights else { return Double(rows.count) }
    return rows.reduce(0) { $0 + Double(weights[Int(step.rows.order[$1])]) }
  }

  /// The panels of one member, in pairs as far as they go.
  private func share(of panels: Int, member: Int) -> Range<Int> {
    let pairs = (panels + 1) / 2
    let start = pairs * member / team.count * 2
    let end = pairs * (member + 1) / team.count * 2
    return min(start, panels)..<min(end, panels)
  }
}

/// base to the power of a count, by repeated squaring.
private func power(_ base: Double, _ count: Int) -> Double {
  var result = 1.0
  var square = base
  var left = count
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}
