import Glibc

/// Student's t distribution.
enum StudentDistribution {
  /// The probability of a value at least as far from zero as t, on both sides.
  ///
  /// p = I_x(ν/2, ½) with x = ν / (ν + t²). Source: Abramowitz and Stegun 1964, eq. 26.7.1.
  /// - Parameter degrees: ν, above zero.
  static func twoSided(t: Double, degrees: Double) -> Double {
    if t.isNaN { return .nan }
    if t.isInfinite { return 0 }
    return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The regularized incomplete beta function I_x(a, b).
  ///
  /// Source: Press et al. 2007, Numerical Recipes, section 6.4: the continued fraction by Lentz's
  /// method, on the side where it converges fast.
  private static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    // Keeps a denominator that happens to be zero from dividing.
    func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return fraction
  }

  private static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}
