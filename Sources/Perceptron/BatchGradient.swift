import Numerics

/// How a team shares out the sums of a network's gradient, decided once for a training.
struct GradientShare<Scalar: Real>: Sendable {
  let team: ThreadTeam
  let parts: [GradientUnit]
  /// The parts of each member.
  let members: [Range<Int>]
  /// The sums of the parts' squared weights; each is written by the part's own thread.
  let squares: AlignedBuffer<Double>

  /// Cuts the parameters of a layout into parts.
  init(_ layout: ParameterLayout, team: ThreadTeam) {
    self.team = team
    parts = GradientUnit.cut(layout, of: Scalar.self)
    members = GradientUnit.shares(parts, members: team.count)
    squares = AlignedBuffer(count: parts.count)
  }
}

/// Sums loss and gradient over some rows, by all members of a team at once.
struct BatchGradient<Scalar: Real>: Sendable {
  let step: BatchStep<Scalar>
  let share: GradientShare<Scalar>
  let rowCount: Int
  /// Whether the workspace still holds the only block that there is.
  let isLoaded: Bool

  /// The team that shares the work.
  var team: ThreadTeam { share.team }
  /// See `GradientShare.squares`.
  var squares: AlignedBuffer<Double> { share.squares }

  /// Sums over rows.
  ///
  /// - Parameters:
  ///   - member: who of the team calls; each must.
  ///   - finish: is called for each of the member's parts when its gradient is complete.
  /// - Returns: for member 0 the sum of the rows' losses.
  func sum(
    _ rows: Range<Int>, member: Int, finish: (Int, GradientUnit) -> Void
  ) -> Double {
    let length = Workspace<Scalar>.blockRows
    var losses = 0.0
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + length, rows.upperBound)
      let block = BatchBlock(
        positions: start..<end, isFirst: start == rows.lowerBound, isLoaded: isLoaded)
      let panels = PanelShape.panels(end - start, of: Scalar.self)
      step.propagate(block, panels: panelShare(of: panels, member: member))
      team.meet()
      if member == 0 {
        for panel in 0..<panels { losses += step.workspace.losses.start[panel] }
      }
      forEachPart(of: member) { index, part in
        step.accumulate(part, block)
        if end == rows.upperBound { finish(index, part) }
      }
      team.meet()
      start = end
    }
    return losses
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
    let weight = rows.reduce(0) { $0 + Double(weights[Int(step.rows.order[$1])]) }
    return weight > 0 ? 1 / weight : 0
  }

  /// Calls `body` with each part that a member sums, and its number.
  func forEachPart(of member: Int, _ body: (Int, GradientUnit) -> Void) {
    for index in share.members[member] { body(index, share.parts[index]) }
  }

  /// The member's panels, in pairs, so that the kernels work on two at a time.
  private func panelShare(of panels: Int, member: Int) -> Range<Int> {
    let pairs = (panels + 1) / 2
    let start = pairs * member / team.count * 2
    let end = pairs * (member + 1) / team.count * 2
    return min(start, panels)..<min(end, panels)
  }
}
