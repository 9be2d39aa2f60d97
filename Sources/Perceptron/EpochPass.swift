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

  /// What member 0 carries from batch to batch; only it touches it.
  ///
  /// Unchecked: only member 0 reads and writes it while the team runs.
  final class Tally: @unchecked Sendable {
    /// Updates done since the training began.
    var updates: Int
    /// Sum over the batches of loss times rows.
    var loss = 0.0

    init(updates: Int) { self.updates = updates }
  }

  /// Runs the epoch with a step size and returns its mean loss.
  func run(learningRate: Double, updates: inout Int) -> Double {
    let tally = Tally(updates: updates)
    let before = updates
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
    updates = before + (rowCount + batchRows - 1) / batchRows
    return tally.loss / Double(rowCount)
  }

  /// The optimizer's step for update number `count`.
  private func update(_ count: Int, _ learningRate: Double) -> ParameterUpdate<Scalar> {
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
    // With all weights 1 the sum of weights is the number of rows.
    let weight = Double(rows.count)
    var losses = 0.0
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + length, rows.upperBound)
      let block = BatchBlock(positions: start..<end, isFirst: start == rows.lowerBound)
      let panels = PanelShape.panels(end - start, of: Scalar.self)
      step.propagate(block, panels: share(of: panels, member: member))
      team.meet()
      if member == 0 {
        for panel in 0..<panels { losses += step.workspace.losses.start[panel] }
      }
      for index in shares[member] {
        step.accumulate(parts[index], block)
        if end == rows.upperBound {
          squares.start[index] = step.apply(
            parts[index], update, decay: Scalar(options.l2), scale: Scalar(1 / weight))
        }
      }
      team.meet()
      start = end
    }
    guard member == 0 else { return }
    var sum = 0.0
    for index in parts.indices { sum += squares.start[index] }
    tally.loss += (losses + 0.5 * options.l2 * sum) / weight * Double(rows.count)
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
