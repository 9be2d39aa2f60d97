import Numerics

/// Minimises a loss by the limited-memory BFGS method, as SciPy's L-BFGS-B does without bounds.
///
/// The inverse Hessian is built of the last ten steps and changes of the gradient, by the two-loop
/// recursion, which without bounds is the same direction as L-BFGS-B's compact form. Sources: Nocedal
/// and Wright 2006, algorithm 7.4; SciPy 1.17.1, `optimize/src/lbfgsb.c`: its line search, its
/// conditions for leaving a pair out, beginning anew and ending.
struct QuasiNewton: Codable, Sendable, Equatable {
  /// What came of an iteration.
  enum Outcome: Sendable {
    /// A better point was found.
    case moved
    /// It was found, and the loss hardly fell or no slope exceeds the tolerance.
    case converged
    /// No step along the gradient itself lessens the loss: the point stayed.
    case stuck
  }

  /// Steps that the inverse Hessian is built of.
  private static let memory = 10
  /// Trials of one line search.
  private static let searchLimit = 20
  /// Ends where the loss falls by no more than this share of its size, or of 1.
  private static let leastFall = 2.220446049250313e-9

  /// The parameters.
  private(set) var point: [Double]
  /// The loss there.
  private(set) var loss: Double
  /// How often loss and gradient were computed.
  private(set) var evaluations = 1
  private var gradient: [Double]
  private var iterations = 0
  /// s, the steps, the oldest first.
  private var steps: [[Double]] = []
  /// y, the changes of the gradient.
  private var changes: [[Double]] = []
  /// yᵀs of each pair.
  private var curvatures: [Double] = []
  /// yᵀy / yᵀs of the newest pair.
  private var theta = 1.0

  /// Begins at a point whose loss and gradient are known.
  init(point: [Double], loss: Double, gradient: [Double]) {
    self.point = point
    self.loss = loss
    self.gradient = gradient
  }

  /// Whether no slope exceeds the tolerance.
  func isFlat(tolerance: Double) -> Bool {
    gradient.withUnsafeBufferPointer { FlatVector.largestMagnitude($0) } <= tolerance
  }

  /// Moves to the next point.
  ///
  /// - Parameters:
  ///   - tolerance: a gradient whose every component is at most this ends the minimisation.
  ///   - evaluate: gives the loss at a point and writes the gradient.
  mutating func iterate(
    tolerance: Double, evaluate: ([Double], inout [Double]) -> Double
  ) -> Outcome {
    while true {
      var direction = self.direction()
      let slope = Self.dot(gradient, direction)
      if !(slope >= 0),
        let found = search(along: direction, slope: slope, evaluate: evaluate)
      {
        let fall = loss - found.loss
        let size = max(loss.magnitude, found.loss.magnitude, 1)
        let change = Self.difference(found.gradient, gradient)
        loss = found.loss
        point = found.point
        gradient = found.gradient
        iterations += 1
        if isFlat(tolerance: tolerance) || fall <= Self.leastFall * size { return .converged }
        for index in direction.indices { direction[index] *= found.step }
        remember(
          step: direction, change: change, curvature: (found.slope - slope) * found.step,
          fall: -slope * found.step)
        return .moved
      }
      if steps.isEmpty { return .stuck }
      // What the pairs tell has become useless: begin anew with the gradient.
      steps = []
      changes = []
      curvatures = []
      theta = 1
    }
  }

  /// −H·g by the two-loop recursion.
  private func direction() -> [Double] {
    var result = gradient
    var shares = [Double](repeating: 0, count: steps.count)
    for index in steps.indices.reversed() {
      shares[index] = Self.dot(steps[index], result) / curvatures[index]
      Self.add(changes[index], times: -shares[index], to: &result)
    }
    if !steps.isEmpty { for index in result.indices { result[index] /= theta } }
    for index in steps.indices {
      let share = Self.dot(changes[index], result) / curvatures[index]
      Self.add(steps[index], times: shares[index] - share, to: &result)
    }
    for index in result.indices { result[index] = -result[index] }
    return result
  }

  /// What a line search found.
  private struct Found {
    var step: Double
    var point: [Double]
    var loss: Double
    var gradient: [Double]
    /// The slope along the direction.
    var slope: Double
  }

  /// Searches along a direction; nil where no trial is good enough.
  private mutating func search(
    along direction: [Double], slope: Double, evaluate: ([Double], inout [Double]) -> Double
  ) -> Found? {
    let length = Self.dot(direction, direction).squareRoot()
    let first = iterations == 0 ? min(1 / length, LineSearch.longestStep) : 1
    var line = LineSearch(loss: loss, slope: slope, step: first)
    var found = Found(step: first, point: point, loss: loss, gradient: gradient, slope: slope)
    for _ in 0..<Self.searchLimit {
      found.step = line.step
      found.point = point
      Self.add(direction, times: line.step, to: &found.point)
      found.loss = evaluate(found.point, &found.gradient)
      evaluations += 1
      found.slope = Self.dot(found.gradient, direction)
      if line.take(loss: found.loss, slope: found.slope) == .accept { return found }
    }
    return nil
  }

  /// Keeps a pair, unless its curvature is too little for the inverse Hessian to stay positive.
  private mutating func remember(
    step: [Double], change: [Double], curvature: Double, fall: Double
  ) {
    guard curvature > Double.ulpOfOne * fall else { return }
    if steps.count == Self.memory {
      steps.removeFirst()
      changes.removeFirst()
      curvatures.removeFirst()
    }
    theta = Self.dot(change, change) / curvature
    steps.append(step)
    changes.append(change)
    curvatures.append(curvature)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { FlatVector.dot(a, $0) } }
  }

  private static func add(_ source: [Double], times factor: Double, to target: inout [Double]) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { FlatVector.add(source, times: factor, to: $0) }
    }
  }

  private static func difference(_ a: [Double], _ b: [Double]) -> [Double] {
    var result = a
    add(b, times: -1, to: &result)
    return result
  }
}
