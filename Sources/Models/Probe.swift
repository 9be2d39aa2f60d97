import Numerics
import Perceptron

/// The check that a network still gives the scores that were saved with it.
enum Probe {
  /// How far a score may be off, relative to the largest score of the probe.
  ///
  /// Not exactly nothing: the same bits are promised for one version of Backdrop on processors with
  /// FMA, and a later version may sum in another order or round its tanh otherwise. That moves a
  /// score by some ulps; a wrong weight, activation or layer order moves it by far more than this.
  static func tolerance(_ precision: Precision) -> Double {
    switch precision {
    case .float32: 1e-4
    case .float64: 1e-9
    }
  }

  /// Scores the probe's rows and compares.
  ///
  /// - Parameters:
  ///   - inputs: [rows × inputs].
  ///   - scores: what they gave when the model was saved, [rows × outputs].
  /// - Throws: `probeDiffers` for the first score that is too far off.
  static func check<Scalar: Real>(
    _ network: Network<Scalar>, inputs: Matrix<Scalar>, scores: Matrix<Scalar>
  ) throws(ModelError) {
    let found = network.scores(inputs)
    let largest = scores.elements.map(\.magnitude).max() ?? 0
    let allowed = tolerance(Scalar.precision) * Double(max(largest, .leastNormalMagnitude))
    for (index, expected) in scores.elements.enumerated() {
      let difference = abs(Double(found.elements[index]) - Double(expected))
      // Written so that a NaN fails.
      guard difference <= allowed else {
        throw .probeDiffers(
          row: index / scores.columns, output: index % scores.columns, expected: Double(expected),
          found: Double(found.elements[index]))
      }
    }
  }
}
