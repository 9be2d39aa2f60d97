/// A search along a line for a step that lessens the loss enough and flattens its slope.
///
/// The step satisfies f(t) ≤ f(0) + c₁·t·f′(0) and |f′(t)| ≤ c₂·|f′(0)|. Source: Moré and Thuente
/// 1994, "Line search algorithms with guaranteed sufficient decrease", ACM TOMS 20(3), as
/// MINPACK-2's dcsrch does it, with the constants that SciPy's L-BFGS-B passes.
struct LineSearch {
  /// What to do after a trial step.
  enum Verdict {
    /// The loss is to be computed at the next step.
    case tryNext
    /// The last step is taken.
    case accept
  }

  /// c₁.
  private static let decrease = 1e-3
  /// c₂.
  private static let curvature = 0.9
  /// Where the interval is so much shorter than its end, the best step is taken.
  private static let intervalTolerance = 0.1
  /// The longest step.
  static let longestStep = 1e10

  /// The step to try.
  private(set) var step: Double
  private let initial: Sample
  /// c₁·f′(0).
  private let demandedSlope: Double
  private var interval: StepInterval
  /// Whether a step with enough decrease and a rising loss was seen.
  private var isSecondStage = false
  private var width: Double
  private var widthBefore: Double

  /// Begins a search.
  ///
  /// - Parameters:
  ///   - loss: f(0).
  ///   - slope: f′(0), which is negative.
  ///   - step: the first step to try.
  init(loss: Double, slope: Double, step: Double) {
    self.step = step
    initial = Sample(step: 0, loss: loss, slope: slope)
    demandedSlope = Self.decrease * slope
    interval = StepInterval(
      best: initial, other: initial, isBracketed: false, least: 0, most: 5 * step)
    width = Self.longestStep
    widthBefore = 2 * Self.longestStep
  }

  /// Takes in loss and slope at the step that was tried.
  mutating func take(loss: Double, slope: Double) -> Verdict {
    let demanded = initial.loss + step * demandedSlope
    if !isSecondStage, loss <= demanded, slope >= 0 { isSecondStage = true }
    if isOver(loss: loss, slope: slope, demanded: demanded) { return .accept }
    var trial = Sample(step: step, loss: loss, slope: slope)
    // In the first stage the loss less what is demanded of it tells the next step.
    if !isSecondStage, loss <= interval.best.loss, loss > demanded {
      interval.tilt(by: -demandedSlope)
      trial.tilt(by: -demandedSlope)
      step = interval.narrow(with: trial)
      interval.tilt(by: demandedSlope)
    } else {
      step = interval.narrow(with: trial)
    }
    let (best, other) = (interval.best.step, interval.other.step)
    if interval.isBracketed {
      if (other - best).magnitude >= 0.66 * widthBefore { step = best + 0.5 * (other - best) }
      widthBefore = width
      width = (other - best).magnitude
      interval.least = min(best, other)
      interval.most = max(best, other)
    } else {
      interval.least = step + 1.1 * (step - best)
      interval.most = step + 4 * (step - best)
    }
    step = step.isNaN ? 0 : min(max(step, 0), Self.longestStep)
    if interval.isBracketed, isAtEnd || isNarrow { step = best }
    return .tryNext
  }

  private func isOver(loss: Double, slope: Double, demanded: Double) -> Bool {
    if interval.isBracketed, isAtEnd || isNarrow { return true }
    if step == Self.longestStep, loss <= demanded, slope <= demandedSlope { return true }
    if step == 0, loss > demanded || slope >= demandedSlope { return true }
    return loss <= demanded && slope.magnitude <= Self.curvature * -initial.slope
  }

  private var isAtEnd: Bool { step <= interval.least || step >= interval.most }

  private var isNarrow: Bool {
    interval.most - interval.least <= Self.intervalTolerance * interval.most
  }
}

/// Loss and slope at a step.
private struct Sample {
  var step: Double
  var loss: Double
  var slope: Double

  /// Adds a line through 0.
  mutating func tilt(by slope: Double) {
    loss += step * slope
    self.slope += slope
  }
}

/// The interval in which the search looks for its step.
private struct StepInterval {
  /// The step of the least loss.
  var best: Sample
  /// The interval's other end.
  var other: Sample
  /// Whether a minimum lies between the ends for certain.
  var isBracketed: Bool
  /// The least step to try next.
  var least: Double
  /// The greatest step to try next.
  var most: Double

  /// Adds a line through 0 to both ends.
  mutating func tilt(by slope: Double) {
    best.tilt(by: slope)
    other.tilt(by: slope)
  }

  /// Takes in a trial and returns the next step: MINPACK-2's dcstep.
  mutating func narrow(with trial: Sample) -> Double {
    let isOpposite = trial.slope * (best.slope / best.slope.magnitude) < 0
    let next: Double
    if trial.loss > best.loss {
      next = afterRise(trial)
      isBracketed = true
    } else if isOpposite {
      next = afterTurn(trial)
      isBracketed = true
    } else if trial.slope.magnitude < best.slope.magnitude {
      next = afterFlattening(trial)
    } else if isBracketed {
      next = Cubic(other, trial, negative: trial.step > other.step).minimum(from: trial, to: other)
    } else {
      next = trial.step > best.step ? most : least
    }
    if trial.loss > best.loss {
      other = trial
    } else {
      if isOpposite { other = best }
      best = trial
    }
    return next
  }

  /// The loss rose: the minimum of the cubic, or half-way to that of the parabola if that is farther.
  private func afterRise(_ trial: Sample) -> Double {
    let length = trial.step - best.step
    let cubic = Cubic(best, trial, negative: trial.step < best.step)
      .minimum(from: best, to: trial)
    let fall = (best.loss - trial.loss) / length + best.slope
    let parabola = best.step + best.slope / fall / 2 * length
    return (cubic - best.step).magnitude < (parabola - best.step).magnitude
      ? cubic : cubic + (parabola - cubic) / 2
  }

  /// The slope changed its sign: the cubic's or the secant's minimum, whichever is farther.
  private func afterTurn(_ trial: Sample) -> Double {
    let cubic = Cubic(best, trial, negative: trial.step > best.step)
      .minimum(from: trial, to: best)
    let secant = self.secant(trial)
    return (cubic - trial.step).magnitude > (secant - trial.step).magnitude ? cubic : secant
  }

  /// The slope kept its sign and became less.
  private func afterFlattening(_ trial: Sample) -> Double {
    let curve = Cubic(best, trial, negative: trial.step > best.step, clamped: true)
    let ratio =
      (curve.root - trial.slope + curve.theta)
      / (curve.root + (best.slope - trial.slope) + curve.root)
    let cubic =
      if ratio < 0, curve.root != 0 {
        trial.step + ratio * (best.step - trial.step)
      } else {
        trial.step > best.step ? most : least
      }
    let secant = self.secant(trial)
    let isCubicFarther = (cubic - trial.step).magnitude > (secant - trial.step).magnitude
    guard isBracketed else { return max(least, min(most, isCubicFarther ? cubic : secant)) }
    let isCubicNearer = (cubic - trial.step).magnitude < (secant - trial.step).magnitude
    let next = isCubicNearer ? cubic : secant
    let bound = trial.step + 0.66 * (other.step - trial.step)
    return trial.step > best.step ? min(bound, next) : max(bound, next)
  }

  private func secant(_ trial: Sample) -> Double {
    trial.step + trial.slope / (trial.slope - best.slope) * (best.step - trial.step)
  }
}

/// The cubic through loss and slope of two steps.
private struct Cubic {
  let theta: Double
  /// The root of the discriminant, with the sign of the side on which the minimum lies.
  let root: Double

  init(_ first: Sample, _ trial: Sample, negative: Bool, clamped: Bool = false) {
    // Taken from the trial towards another end, or towards the trial: the same formula.
    theta =
      3 * (first.loss - trial.loss) / (trial.step - first.step) + first.slope + trial.slope
    let scale = max(theta.magnitude, first.slope.magnitude, trial.slope.magnitude)
    let ratio = theta / scale
    let square = ratio * ratio - (first.slope / scale) * (trial.slope / scale)
    let size = scale * (clamped ? max(0, square) : square).squareRoot()
    root = negative ? -size : size
  }

  /// The step of the cubic's minimum.
  func minimum(from start: Sample, to end: Sample) -> Double {
    let upper = (root - start.slope) + theta
    let lower = ((root - start.slope) + root) + end.slope
    return start.step + upper / lower * (end.step - start.step)
  }
}
