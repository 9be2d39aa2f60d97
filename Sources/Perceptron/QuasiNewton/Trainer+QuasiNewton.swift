import Numerics

extension Trainer {
  /// How often lbfgs computes loss and gradient at most, as scikit-learn's `max_fun`.
  static var evaluationLimit: Int { 15_000 }

  /// Computes loss and gradient at the initial parameters, unless the training was resumed.
  ///
  /// - Returns: why there is nothing to do; nil where there is.
  /// - Throws: `TrainingError` where the loss is not finite.
  mutating func beginMinimizing(
    _ rows: TrainingRows<Scalar>
  ) throws(TrainingError) -> StopReason? {
    if let minimizer = progress.minimizer {
      adopt(minimizer.point)
      return nil
    }
    let start = workspace.copy(workspace.parameters).map { Double($0) }
    var gradient = [Double](repeating: 0, count: start.count)
    let loss = evaluate(start, rows, into: &gradient)
    isLoaded = true
    guard loss.isFinite else { throw .lossNotFinite(epoch: 1, loss: loss, learningRate: nil) }
    let minimizer = QuasiNewton(point: start, loss: loss, gradient: gradient)
    progress.minimizer = minimizer
    return minimizer.isFlat(tolerance: options.tolerance) ? .tolerance : nil
  }

  /// Runs one iteration of lbfgs.
  ///
  /// - Returns: the loss at the new parameters, and why the training is over; nil where it is not.
  mutating func minimize(_ rows: TrainingRows<Scalar>) -> (loss: Double, end: StopReason?) {
    guard var minimizer = progress.minimizer else { preconditionFailure("lbfgs has not begun") }
    // Taken out, so that its vectors are changed in place.
    progress.minimizer = nil
    let outcome = minimizer.iterate(
      tolerance: options.tolerance, evaluate: { evaluate($0, rows, into: &$1) })
    isLoaded = true
    adopt(minimizer.point)
    let (loss, evaluations) = (minimizer.loss, minimizer.evaluations)
    progress.minimizer = minimizer
    if outcome == .stuck { return (loss, .noProgress) }
    progress.updates += 1
    progress.lossCurve.append(loss)
    // In SciPy's order: what it asks for first names the reason.
    if progress.lossCurve.count >= options.epochs { return (loss, nil) }
    if evaluations > Self.evaluationLimit { return (loss, .evaluations) }
    return (loss, outcome == .converged ? .tolerance : nil)
  }

  /// Loss and gradient at a point; the loss is rounded to the network's precision, as
  /// scikit-learn's is.
  private func evaluate(
    _ point: [Double], _ rows: TrainingRows<Scalar>, into gradient: inout [Double]
  ) -> Double {
    adopt(point)
    let loss = withGradient(rows) { $0.evaluate(l2: options.l2, into: &gradient) }
    return Double(Scalar(loss))
  }

  /// Rounds a point to the network's parameters.
  private func adopt(_ point: [Double]) {
    for index in point.indices { workspace.parameters.start[index] = Scalar(point[index]) }
  }
}
