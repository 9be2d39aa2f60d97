import Numerics

/// How a team shares out the sums of a network's gradient, decided once for a training.
final class GradientShare<Scalar: Real>: Sendable {
  let team: ThreadTeam
  let parts: [GradientUnit]
  /// The parts of each member.
  let members: [Range<Int>]
  /// What is summed of each half of a block: where no more than two share the halves, as much at once as one of
  /// them applies.
  let halfParts: [HalvedUnit]
  /// The sums of the parts' squared weights; each is written by the part's own thread.
  let squares: AlignedBuffer<Double>
  /// The sum over an epoch's batches of loss times rows; only member 0 touches it.
  let tally: AlignedBuffer<Double>

  /// Cuts the parameters of a layout into parts.
  init(_ layout: ParameterLayout, team: ThreadTeam) {
    self.team = team
    parts = GradientUnit.cut(layout, of: Scalar.self)
    members = GradientUnit.shares(parts, members: team.count)
    halfParts = HalvedUnit.units(of: parts, members: members)
    squares = AlignedBuffer(count: parts.count)
    tally = AlignedBuffer(count: 1)
  }
}

/// Sums loss and gradient over some rows, by all members of a team at once.
struct BatchGradient<Scalar: Real>: Sendable {
  var step: BatchStep<Scalar>
  let share: GradientShare<Scalar>
  let rowCount: Int
  /// Whether the workspace still holds the inputs of all rows.
  let isLoaded: Bool

  /// The team that shares the work.
  var team: ThreadTeam { share.team }
  /// See `GradientShare.squares`.
  var squares: AlignedBuffer<Double> { share.squares }

  /// Whether the members load the rows of the next batch while they wait for each other.
  ///
  /// They can where gradients are summed in halves: what is then left to do reads no rows.
  var loadsAhead: Bool { team.count > 1 && step.workspace.halfGradients != nil }

  /// Whether new parameters may be written over the sums of the gradient that they are computed from, and the next
  /// sums over the old parameters.
  ///
  /// Whoever writes them wrote the sums, if two share the work, and its processor core still owns that memory; to
  /// own the old parameters, which both have read, would take it longer than to compute the new ones.
  var canExchange: Bool { team.count > 1 }

  /// Sums over rows.
  ///
  /// - Parameters:
  ///   - isAhead: whether the batch before has loaded the first block.
  ///   - next: the rows of the next batch, to be loaded; nil for none.
  ///   - member: who of the team calls; each must.
  ///   - finish: is called for each of the member's parts when its gradient is complete.
  /// - Returns: for member 0 the sum of the rows' losses.
  func sum(
    _ rows: Range<Int>, isAhead: Bool = false, next: Range<Int>? = nil, member: Int,
    finish: (Int, GradientUnit) -> Void
  ) -> Double {
    if let losses = step.workspace.shallow?.sum(
      step.rows, UnsafeBufferPointer(start: step.order + rows.lowerBound, count: rows.count),
      parameters: step.parameters, into: step.gradients, isNarrow: step.workspace.laneSums != nil)
    {
      forEachPart(of: member, finish)
      return losses
    }
    var losses = 0.0
    var start = rows.lowerBound
    while start < rows.upperBound {
      let isFirst = start == rows.lowerBound
      let block = someRows(
        from: start, of: rows, isFirst: isFirst, isLoaded: isLoaded || isFirst && isAhead)
      start = block.positions.upperBound
      let isLast = start == rows.upperBound
      let ahead =
        isLast
        ? next.map { someRows(from: $0.lowerBound, of: $0, isFirst: true, isLoaded: false) } : nil
      let lossStep = step.propagate(
        block, share(of: block, member), member: member,
        ahead: ahead.map { step.chosenRows($0, share(of: $0, member)) }
          ?? UnsafeBufferPointer(start: nil, count: 0))
      // Where each of two reads no rows but those in whose places it loads new ones.
      let isEarly = team.count == 2 && ahead?.positions.count == block.positions.count
      if let half = step.workspace.halfGradients?.start {
        accumulate(block, half: half, member: member)
        let arrival = team.arrive()
        if let ahead, isEarly { step.gather(ahead, share(of: ahead, member)) }
        team.wait(for: arrival)
        if isLast { forEachPart(of: member, finish) }
      } else {
        team.meet()
        forEachPart(of: member) { index, part in
          step.accumulate(part, block)
          if isLast { finish(index, part) }
        }
      }
      if member == 0 {
        addLosses(of: block, every: lossStep, to: &losses)
      }
      let arrival = team.arrive()
      if let ahead {
        let share = share(of: ahead, member)
        if !isEarly { step.gather(ahead, share) }
        step.transposeInputs(ahead, share.panels)
      }
      team.wait(for: arrival)
    }
    return losses
  }

  /// The rows of a batch that are propagated together from one of them on.
  private func someRows(
    from start: Int, of rows: Range<Int>, isFirst: Bool, isLoaded: Bool
  ) -> BatchBlock {
    BatchBlock(
      positions: start..<min(start + Workspace<Scalar>.blockRows, rows.upperBound),
      isFirst: isFirst, isLoaded: isLoaded,
      inputPanel: step.workspace.holdsAll
        ? start / Workspace<Scalar>.blockRows * step.workspace.panels : 0)
  }

  /// Sums the gradients of both halves of a block.
  private func accumulate(
    _ block: BatchBlock, half: UnsafeMutablePointer<Scalar>, member: Int
  ) {
    let halves: InlineArray<2, _> = [
      share(0, of: 2, block).places, share(1, of: 2, block).places,
    ]
    // Each of two has propagated the very rows that it sums.
    if team.count > 2 { team.meet() }
    let count = share.halfParts.count
    for item in GradientUnit.share(of: 2 * count, member: member, members: team.count) {
      let part = share.halfParts[item % count]
      step.accumulate(
        part.unit, rows: halves[item / count],
        into: item / count == part.ownHalf ? step.gradients : half, block)
    }
  }

  /// Adds the losses of a block's panels, in their order, `lossStep` apart.
  private func addLosses(of block: BatchBlock, every lossStep: Int, to losses: inout Double) {
    let count = step.workspace.secondHalf == nil ? 1 : 2
    for index in 0..<count {
      let panels = share(index, of: count, block).panels
      for panel in stride(from: panels.lowerBound, to: panels.upperBound, by: lossStep) {
        losses += step.workspace.losses.start[panel]
      }
    }
  }

  /// Loss and gradient over all rows, which a batch of all of them has.
  ///
  /// - Parameter gradient: receives the mean gradient with that of the penalty, in the kernels' order.
  func evaluate(l2: Double, into gradient: inout [Double]) -> Double {
    let rows = 0..<rowCount
    let scale = scale(of: rows)
    let sums = AlignedBuffer<Double>(count: 1)
    team.run { member in
      let losses = sum(rows, member: member) { index, part in
        squares.start[index] = step.finish(part, decay: Scalar(l2), scale: Scalar(scale))
      }
      if member == 0 { sums.start[0] = losses }
    }
    let finished = step.workspace.first.start
    for index in gradient.indices { gradient[index] = Double(finished[index]) }
    return (sums.start[0] + 0.5 * l2 * sumOfSquares) * scale
  }

  /// The sum of what the parts left in `squares`, in their order.
  var sumOfSquares: Double {
    var sum = 0.0
    for index in share.parts.indices { sum += squares.start[index] }
    return sum
  }

  /// 1 over the sum of the weights of some rows; 0 where none of them counts.
  func scale(of rows: Range<Int>) -> Double {
    guard let weights = step.rows.weights else { return 1 / Double(rows.count) }
    let weight = rows.reduce(0) { $0 + Double(weights[Int(step.order[$1])]) }
    return weight > 0 ? 1 / weight : 0
  }

  /// Calls `body` with each part that a member sums, and its number.
  func forEachPart(of member: Int, _ body: (Int, GradientUnit) -> Void) {
    for index in share.members[member] { body(index, share.parts[index]) }
  }

  /// A member's share of a block.
  private func share(of block: BatchBlock, _ member: Int) -> BlockShare<Scalar> {
    share(member, of: team.count, block)
  }

  private func share(_ index: Int, of count: Int, _ block: BatchBlock) -> BlockShare<Scalar> {
    BlockShare(
      index, of: count, blockRows: block.positions.count, secondHalf: step.workspace.secondHalf)
  }
}
