import Numerics

/// How a team shares out the sums of a network's gradient, decided once for a training.
final class GradientShare<Scalar: Real>: Sendable {
  let team: ThreadTeam
  let parts: [GradientUnit]
  /// The parts of each member.
  let members: [Range<Int>]
  /// What is summed of each half of a block: where no more than two share the halves, whole layers.
  let halfParts: [GradientUnit]
  /// The sums of the parts' squared weights; each is written by the part's own thread.
  let squares: AlignedBuffer<Double>
  /// The sum over an epoch's batches of loss times rows; only member 0 touches it.
  let tally: AlignedBuffer<Double>

  /// Cuts the parameters of a layout into parts.
  init(_ layout: ParameterLayout, team: ThreadTeam) {
    self.team = team
    parts = GradientUnit.cut(layout, of: Scalar.self)
    members = GradientUnit.shares(parts, members: team.count)
    halfParts = team.count > 2 ? parts : GradientUnit.layers(layout, of: Scalar.self)
    squares = AlignedBuffer(count: parts.count)
    tally = AlignedBuffer(count: 1)
  }
}

/// Sums loss and gradient over some rows, by all members of a team at once.
struct BatchGradient<Scalar: Real>: Sendable {
  let step: BatchStep<Scalar>
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
      parameters: step.workspace.parameters.start,
      into: step.workspace.gradients.start, isNarrow: step.workspace.laneSums != nil)
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
      let panels = PanelShape.panels(block.positions.count, of: Scalar.self)
      let lossStep = step.propagate(
        block, panels: panelShare(of: block, member), member: member,
        ahead: ahead.map { step.chosenRows($0, panels: panelShare(of: $0, member)) }
          ?? UnsafeBufferPointer(start: nil, count: 0))
      // Where each of two reads no rows but those in whose places it loads new ones.
      let isEarly = team.count == 2 && ahead?.positions.count == block.positions.count
      if let half = step.workspace.halfGradients?.start {
        accumulate(block, panels: panels, half: half, member: member)
        let arrival = team.arrive()
        if let ahead, isEarly { step.gather(ahead, panels: panelShare(of: ahead, member)) }
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
        for panel in stride(from: 0, to: panels, by: lossStep) {
          losses += step.workspace.losses.start[panel]
        }
      }
      let arrival = team.arrive()
      if let ahead {
        let share = panelShare(of: ahead, member)
        if !isEarly { step.gather(ahead, panels: share) }
        step.transposeInputs(ahead, share)
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
      inputPanel: step.workspace.holdsAll ? start / Scalar.lanes : 0)
  }

  /// Sums the gradients of both halves of a block.
  private func accumulate(
    _ block: BatchBlock, panels: Int, half: UnsafeMutablePointer<Scalar>, member: Int
  ) {
    let middle = min(
      panelShare(of: panels, member: 0, members: 2).upperBound * Scalar.lanes,
      block.positions.count)
    // Each of two has propagated the very rows that it sums.
    if team.count > 2 { team.meet() }
    let count = share.halfParts.count
    for item in GradientUnit.share(of: 2 * count, member: member, members: team.count) {
      let part = share.halfParts[item % count]
      if item < count {
        step.accumulate(part, rows: 0..<middle, into: step.workspace.gradients.start, block)
      } else {
        step.accumulate(part, rows: middle..<block.positions.count, into: half, block)
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

  /// A member's panels of a block.
  private func panelShare(of block: BatchBlock, _ member: Int) -> Range<Int> {
    panelShare(
      of: PanelShape.panels(block.positions.count, of: Scalar.self), member: member,
      members: team.count)
  }

  /// A member's panels, in pairs, so that the kernels work on two at a time.
  private func panelShare(of panels: Int, member: Int, members: Int) -> Range<Int> {
    let pairs = GradientUnit.share(of: (panels + 1) / 2, member: member, members: members)
    return min(2 * pairs.lowerBound, panels)..<min(2 * pairs.upperBound, panels)
  }
}
