import Glibc
import Numerics
import Testing

/// The elementary functions against references of more digits, whose own error does not count.
@Suite struct VectorFunctionTests {
  /// The largest error in units of the last place, as docs/determinism.md states it.
  private static func bound(_ function: VectorFunction, double: Bool = false) -> Double {
    switch function {
    case .exponential: 1.01
    case .logarithm: 1
    case .sigmoid: 2
    case .tanh: double ? 1.75 : 2
    case .centralSigmoid: 0.75
    }
  }

  /// What a float32 result is measured against: in double, which has 29 more bits.
  private static func reference(_ function: VectorFunction, _ x: Double) -> Double {
    switch function {
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .tanh: tanh(x)
    case .sigmoid, .centralSigmoid: x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    }
  }

  /// Whether a function is meant for a number.
  private static func takes(_ function: VectorFunction, _ x: Double) -> Bool {
    function != .centralSigmoid || x.isNaN || x.magnitude <= 0.5
  }

  /// The largest error in units of the last place over every `step`-th bit pattern, and the inputs
  /// whose result is no number, or infinite, where it should not be.
  private static func worst(
    _ function: VectorFunction, from start: UInt32, count: Int, step: Int
  ) -> (units: Double, at: Float, wrong: [Float]) {
    let inputs = (0..<count).map { Float(bitPattern: start &+ UInt32($0 * step)) }
    var outputs = inputs
    outputs.withUnsafeMutableBufferPointer { Float.apply(function, to: $0) }
    var worst = (units: 0.0, at: Float(0), wrong: [Float]())
    for (input, output) in zip(inputs, outputs) where takes(function, Double(input)) {
      let exact: Double = reference(function, Double(input))
      let rounded = Float(exact)
      if rounded.isFinite, output.isFinite {
        // The unit of the exact value: where it rounds up to a power of two, the one below.
        let unit = Double(max(Float(exact.magnitude.nextDown).ulp, .leastNonzeroMagnitude))
        let error = (Double(output) - exact).magnitude / unit
        if error > worst.units { (worst.units, worst.at) = (error, input) }
      } else if rounded != output, !(exact.isNaN && output.isNaN) {
        worst.wrong.append(input)
      }
    }
    return worst
  }

  /// Every 1,009th bit pattern: all exponents, both signs, infinities and NaN among them.
  @Test(arguments: VectorFunction.allCases)
  func isWithinItsBoundInSinglePrecision(function: VectorFunction) {
    let step = 1009
    let found = Self.worst(function, from: 0, count: Int(UInt32.max) / step, step: step)
    #expect(found.units <= Self.bound(function), "\(function)(\(found.at)): \(found.units) ulp")
    #expect(found.wrong.isEmpty)
  }

  /// All 2³² inputs, a slice of 2²⁶ in each case: for `make soak`.
  @Test(
    .enabled(if: getenv("BACKDROP_SOAK") != nil), arguments: VectorFunction.allCases,
    0..<64 as Range<UInt32>)
  func isWithinItsBoundForEveryFloat(function: VectorFunction, slice: UInt32) {
    let block = 1 << 20
    for part in UInt32(0)..<64 {
      let start = slice << 26 | part << 20
      let found = Self.worst(function, from: start, count: block, step: 1)
      #expect(found.units <= Self.bound(function), "\(function)(\(found.at)): \(found.units) ulp")
      #expect(found.wrong.isEmpty)
    }
  }

  #if arch(x86_64)
    /// Against the C library's functions of 64-bit mantissa, eleven bits more than a double's.
    private static func reference(_ function: VectorFunction, _ x: Double) -> Float80 {
      let x = Float80(x)
      switch function {
      case .exponential: return expl(x)
      case .logarithm: return logl(x)
      case .tanh: return tanhl(x)
      case .sigmoid, .centralSigmoid:
        return x < 0 ? expl(x) / (1 + expl(x)) : 1 / (1 + expl(-x))
      }
    }

    /// Magnitudes of all sizes at which the functions vary, more of them around 1.
    @Test(arguments: VectorFunction.allCases)
    func isWithinItsBoundInDoublePrecision(function: VectorFunction) {
      var random = RandomState(seed: 1)
      var inputs: [Double] = []
      for index in 0..<400_000 {
        let exponent =
          index % 2 == 0
          ? random.uniform(low: -3, high: 5)
          : random.uniform(low: -60, high: function == .logarithm ? 1000 : 9.6)
        let size = pow(2, exponent)
        inputs.append(function == .logarithm || random.uniform() < 0.5 ? size : -size)
      }
      var outputs = inputs
      outputs.withUnsafeMutableBufferPointer { Double.apply(function, to: $0) }
      var worst = (units: 0.0, at: 0.0)
      for (input, output) in zip(inputs, outputs) where Self.takes(function, input) {
        let exact: Float80 = Self.reference(function, input)
        guard Double(exact).isFinite, output.isFinite else {
          #expect(Double(exact) == output)
          continue
        }
        let unit = max(Double(exact.magnitude.nextDown).ulp, .leastNonzeroMagnitude)
        let error = Double((Float80(output) - exact).magnitude / Float80(unit))
        if error > worst.units { worst = (error, input) }
      }
      #expect(
        worst.units <= Self.bound(function, double: true),
        "\(function)(\(worst.at)): \(worst.units) ulp")
    }
  #endif

  /// What each function gives at the ends, in either precision.
  static let ends: [(VectorFunction, Double, Double)] = [
    (.exponential, .infinity, .infinity), (.exponential, -.infinity, 0),
    (.exponential, 0, 1), (.exponential, -0.0, 1), (.exponential, 1e4, .infinity),
    (.exponential, -1e4, 0), (.logarithm, .infinity, .infinity), (.logarithm, 0, -.infinity),
    (.logarithm, -0.0, -.infinity), (.logarithm, 1, 0), (.logarithm, -1, .nan),
    (.logarithm, -.infinity, .nan), (.tanh, .infinity, 1), (.tanh, -.infinity, -1),
    (.tanh, 0, 0), (.tanh, -0.0, -0.0), (.tanh, 40, 1), (.tanh, -40, -1),
    (.sigmoid, .infinity, 1), (.sigmoid, -.infinity, 0), (.sigmoid, 0, 0.5),
    (.sigmoid, -0.0, 0.5), (.sigmoid, 1e4, 1), (.sigmoid, -1e4, 0), (.centralSigmoid, 0, 0.5),
    (.centralSigmoid, -0.0, 0.5),
  ]

  @Test func givesTheLimitsAtTheEnds() {
    for (function, input, expected) in Self.ends {
      expect(function, input, expected)
      expect(function, Float(input), Float(expected))
    }
    for function in VectorFunction.allCases {
      expect(function, Double.nan, .nan)
      expect(function, Float.nan, .nan)
    }
  }

  /// Of a subnormal number tanh is the number itself, and the logarithm is as exact as elsewhere.
  @Test func keepsSubnormalNumbers() {
    for input in [Double.leastNonzeroMagnitude, .leastNormalMagnitude.nextDown] {
      for signed in [input, -input] {
        expect(.tanh, signed, signed)
        expect(.exponential, signed, 1)
        expect(.sigmoid, signed, 0.5)
      }
    }
    for input in [Float.leastNonzeroMagnitude, .leastNormalMagnitude.nextDown] {
      for signed in [input, -input] {
        expect(.tanh, signed, signed)
        expect(.exponential, signed, 1)
        expect(.sigmoid, signed, 0.5)
      }
      var number = [input]
      number.withUnsafeMutableBufferPointer { Float.apply(.logarithm, to: $0) }
      #expect((number[0] - Float(log(Double(input)))).magnitude <= number[0].ulp)
    }
    var number = [Double.leastNonzeroMagnitude]
    number.withUnsafeMutableBufferPointer { Double.apply(.logarithm, to: $0) }
    #expect((number[0] - log(Double.leastNonzeroMagnitude)).magnitude <= number[0].ulp)
  }

  /// Where the exponential is subnormal, it is still within a unit of the smallest number.
  @Test func reachesTheSubnormalExponentials() {
    for input in stride(from: Float(-87), through: -103.5, by: -0.37) {
      var number = [input]
      number.withUnsafeMutableBufferPointer { Float.apply(.exponential, to: $0) }
      let exact = exp(Double(input))
      #expect((Double(number[0]) - exact).magnitude <= 2 * Double(Float(exact).ulp))
    }
  }

  private func expect<Scalar: Real>(
    _ function: VectorFunction, _ input: Scalar, _ expected: Scalar
  ) {
    // In every lane, and in a vector that is filled in part.
    var numbers = [Scalar](repeating: input, count: 11)
    numbers.withUnsafeMutableBufferPointer { Scalar.apply(function, to: $0) }
    for number in numbers {
      #expect(
        (expected.isNaN && number.isNaN) || (number == expected && number.sign == expected.sign),
        "\(function)(\(input)) = \(number), not \(expected)")
    }
  }
}
