/// What the conclusions of a study need to know of one of its runs.
package struct StudyRun: Sendable, Equatable {
  /// How a run ended.
  package enum State: String, Sendable {
    case done, discarded, diverged
  }

  /// The run's id.
  package let id: String
  /// What was tried.
  package let trial: Study.Trial
  package let state: State
  /// The metric that runs are compared by; nil where it was not measured.
  package let figure: Double?
  /// The loss on the same part.
  package let loss: Double?
  package let epochs: Int
  package let seconds: Double

  /// States the facts of a run.
  package init(
    id: String, trial: Study.Trial, state: State, figure: Double?, loss: Double?, epochs: Int,
    seconds: Double
  ) {
    self.id = id
    self.trial = trial
    self.state = state
    self.figure = figure
    self.loss = loss
    self.epochs = epochs
    self.seconds = seconds
  }
}

/// The metric by which the runs of a study are compared; more of it is better.
package enum StudyMetric: String, Sendable {
  case accuracy, r2

  /// A difference as a person reads it: `accuracy +51.2 points`.
  func text(ofDifference difference: Double) -> String {
    let sign = difference < 0 ? "−" : "+"
    return switch self {
    case .accuracy: "accuracy \(sign)\(Self.text(abs(difference) * 100, digits: 1)) points"
    case .r2: "R² \(sign)\(Self.text(abs(difference), digits: 4))"
    }
  }

  /// A figure as a person reads it: `accuracy 98.8 %`.
  func text(of figure: Double) -> String {
    switch self {
    case .accuracy: "accuracy \(Self.text(figure * 100, digits: 1)) %"
    case .r2: "R² \(Self.text(figure, digits: 4))"
    }
  }

  /// The metric's name in a sentence.
  var displayed: String { self == .accuracy ? "accuracy" : "R²" }

  /// A number with so many digits behind the point.
  static func text(_ number: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(number) * scale).rounded()
    guard number.isFinite, scaled < 1e15 else { return "\(number)" }
    let whole = String(Int(scaled) / Int(scale))
    let rest = String(Int(scaled) % Int(scale))
    let sign = number < 0 && scaled > 0 ? "−" : ""
    return sign + whole + "." + String(repeating: "0", count: digits - rest.count) + rest
  }
}
