extension Lanes {
  /// eˣ, as 2ⁿ · (1 + expm1(r)) with x = n ln 2 + r and |r| ≤ ½ ln 2.
  ///
  /// ln 2 is subtracted in two parts (Cody and Waite 1980). Saturates to 0 and infinity; NaN stays.
  @inline(__always) func exponential() -> Self {
    let clamped = atMost(Self(splat: Scalar.exponentialCeiling))
      .atLeast(Self(splat: Scalar.exponentialFloor))
    let (shifted, fraction) = clamped.reducedExponential()
    return Self(splat: 1).plus(fraction)
      .scaled(byPowerOfTwo: shifted.minus(Self.integerShift))
  }

  /// The natural logarithm, as n ln 2 + log(m) with m in [√½, √2).
  ///
  /// log(1 + f) = f − (f²/2 − s·(f²/2 + R(s²))) with s = f/(2 + f), after fdlibm's e_log.c (Sun
  /// 1993). Zero gives −infinity, a negative number NaN; subnormal numbers are scaled up first.
  @inline(__always) func logarithm() -> Self {
    let zero = Self(splat: 0)
    let smallest = Self(splat: Scalar.leastNormalMagnitude)
    let lifted = times(Self(splat: Scalar.subnormalScale))
    let shift = zero.replaced(
      by: Self(splat: Scalar.subnormalShift), where: self, isBelow: smallest)
    let normal = replaced(by: lifted, where: self, isBelow: smallest)
    let (mantissa, exponent) = normal.splitExponent()
    let n = exponent.minus(shift)
    let f = mantissa.minus(Self(splat: 1))
    let s = f.over(Self(splat: 2).plus(f))
    let square = s.times(s)
    let tail = square.times(Self.logarithmTail(square))
    let half = f.times(f).times(Self(splat: 0.5))
    let low = n.times(Self(splat: Scalar.ln2Low))
    let inner = low.adding(s, times: half.plus(tail))
    let result = half.minus(inner).minus(f)
    let sum = zero.minus(result).adding(n, times: Self(splat: Scalar.ln2High))
    // Adding 0·x keeps NaN; what it spoils is replaced after it.
    return sum.adding(self, times: zero)
      .replaced(by: self, where: Self(splat: .greatestFiniteMagnitude), isBelow: self)
      .replaced(
        by: Self(splat: -.infinity), where: magnitude(),
        isBelow: Self(splat: .leastNonzeroMagnitude)
      )
      .replaced(by: Self(splat: .nan), where: self, isBelow: zero)
  }

  /// The hyperbolic tangent, as −t / (t + 2) with t = expm1(−2|x|) and the sign of x.
  ///
  /// With the negative exponent nothing cancels where 2ⁿ is put back, unlike with expm1(2|x|).
  @inline(__always) func hyperbolicTangent() -> Self {
    let size = magnitude().atMost(Self(splat: Scalar.tanhSaturation))
    let (shifted, fraction) = Self(splat: -2).times(size).reducedExponential()
    let power = shifted.powerOfTwo()
    let (zero, one) = (Self(splat: 0), Self(splat: 1))
    let (whole, part) = (one.plus(power), one.minus(power))
    let minusPower = zero.minus(power)
    let numerator = part.adding(minusPower, times: fraction)
    let denominator = whole.adding(power, times: fraction)
    let quotient = numerator.over(denominator)
    let half = Self(splat: 0.5)
    // What the rounded denominator has lost.
    let lost = whole.minus(denominator).adding(power, times: fraction)
    if Scalar.precision == .float32 {
      // 1 / d is (1 + q) / 2.
      let share = lost.times(half)
      let loss = share.adding(share, times: quotient)
      return quotient.adding(zero.minus(quotient), times: loss).signed(like: self)
    }
    // The remainder of the division too, and what the rounded numerator has lost.
    let minusQuotient = zero.minus(quotient)
    let rest = numerator.adding(minusQuotient, times: denominator)
      .adding(minusQuotient, times: lost)
      .plus(part.minus(numerator).adding(minusPower, times: fraction))
    return quotient.adding(rest, times: half.adding(quotient, times: half)).signed(like: self)
  }

  /// The logistic function 1 / (1 + e⁻ˣ).
  @inline(__always) func logistic() -> Self {
    // At most `logisticFloor`, e to the power x is so small that 1 / (1 + e) is 1 − e.
    let end = exponential()
    return end.adding(Self(splat: 0).minus(end), times: end)
      .replaced(by: insideLogistic(), where: Self(splat: Scalar.logisticFloor), isBelow: self)
      .replaced(
        by: Self(splat: 1), where: Self(splat: Scalar.logisticCeiling), isBelow: self)
  }

  /// The logistic function between `logisticFloor` and `logisticCeiling`.
  @inline(__always) func insideLogistic() -> Self {
    let (shifted, fraction) = Self(splat: 0).minus(self).reducedExponential()
    let power = shifted.powerOfTwo()
    let one = Self(splat: 1)
    return one.over(one.plus(power).adding(power, times: fraction))
  }

  /// The logistic function of magnitudes up to `logisticCentre`: ½ + x·C(x²).
  @inline(__always) func centralLogistic() -> Self {
    Self(splat: 0.5).adding(Self.centralLogisticFactor(times(self)), times: self)
  }

  /// Splits x into n ln 2 + r and returns n, shifted by `integerShift`, and expm1(r).
  @inline(__always) private func reducedExponential() -> (shifted: Self, fraction: Self) {
    let shifted = Self.integerShift.adding(self, times: Self(splat: Scalar.inverseLn2))
    let n = shifted.minus(Self.integerShift)
    let r = adding(n, times: Self(splat: -Scalar.ln2High))
      .adding(n, times: Self(splat: -Scalar.ln2Low))
    return (shifted, r.adding(r.times(r), times: Self.exponentialTail(r)))
  }
}

extension Real {
  /// 1 / ln 2.
  @inline(__always) static var inverseLn2: Self { 1.4426950408889634 }
  /// Where eˣ has become 0 for certain.
  @inline(__always) static var exponentialFloor: Self { precision == .float32 ? -104 : -746 }
  /// Where eˣ has become infinite for certain.
  @inline(__always) static var exponentialCeiling: Self { precision == .float32 ? 89 : 710 }
  /// A power of two that makes every subnormal number normal.
  @inline(__always) static var subnormalScale: Self { precision == .float32 ? 0x1p24 : 0x1p53 }
  /// The exponent of `subnormalScale`.
  @inline(__always) static var subnormalShift: Self { precision == .float32 ? 24 : 53 }
  /// Where tanh(x) has become 1 for certain.
  @inline(__always) static var tanhSaturation: Self { precision == .float32 ? 10 : 20 }
  /// From here on 1 + 2ⁿ is exact where e⁻ˣ = 2ⁿ · (1 + f).
  @inline(__always) static var logisticFloor: Self { precision == .float32 ? -16 : -36 }
  /// Where the logistic function has become 1 for certain.
  @inline(__always) static var logisticCeiling: Self { precision == .float32 ? 80 : 700 }
  /// Up to here in magnitude `centralLogistic` is the logistic function.
  @inline(__always) static var logisticCentre: Self { 0.5 }
  /// The leading bits of ln 2, so few that its product with an exponent is exact.
  @inline(__always) static var ln2High: Self {
    precision == .float32 ? 0x1.62e4p-1 : 0x1.62e42fefa3800p-1
  }
  /// ln 2 without its leading bits.
  @inline(__always) static var ln2Low: Self {
    precision == .float32 ? 0x1.7f7d1cp-20 : 0x1.ef35793c76730p-45
  }
}
