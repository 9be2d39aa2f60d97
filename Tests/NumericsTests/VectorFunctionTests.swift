import Glibc
import Numerics
import Testing

@Suite struct VectorFunctionTests {
  private static func reference(_ function: VectorFunction, _ x: Double) -> Double {
    switch function {
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .tanh: tanh(x)
    case .sigmoid: x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    }
  }

  /// Every 10,007th bit pattern: all exponents, both signs, NaN among them.
  @Test(arguments: VectorFunction.allCases)
  func isWithinTwoUlpInSinglePrecision(function: VectorFunction) {
    var inputs: [Float] = []
    for bits in stride(from: UInt32(0), through: .max - 10_007, by: 10_007) {
      inputs.append(Float(bitPattern: bits))
    }
    var outputs = inputs
    outputs.withUnsafeMutableBufferPointer { Float.apply(function, to: $0) }
    var worst = 0.0
    for (input, output) in zip(inputs, outputs) {
      let exact = Self.reference(function, Double(input))
      if Float(exact).isFinite, output.isFinite {
        let unit = Double(Float(exact).ulp)
        worst = max(worst, (Double(output) - exact).magnitude / unit)
      } else {
        #expect(Float(exact) == output || (exact.isNaN && output.isNaN), "\(input)")
      }
    }
    #expect(worst <= 2, "\(function): \(worst) ulp")
  }

  /// Against the C library, which itself is within 1 ulp of the truth (sigmoid within 2).
  @Test(arguments: VectorFunction.allCases)
  func isCloseToTheCLibraryInDoublePrecision(function: VectorFunction) {
    var random = RandomState(seed: 1)
    var inputs: [Double] = []
    for _ in 0..<200_000 {
      let exponent = random.uniform(low: -40, high: 9.4)
      let size = pow(2, exponent)
      inputs.append(function == .logarithm || random.uniform() < 0.5 ? size : -size)
    }
    var outputs = inputs
    outputs.withUnsafeMutableBufferPointer { Double.apply(function, to: $0) }
    var worst = 0.0
    for (input, output) in zip(inputs, outputs) {
      let exact = Self.reference(function, input)
      worst = max(worst, (output - exact).magnitude / exact.ulp)
    }
    #expect(worst <= (function == .sigmoid ? 4 : 3), "\(function): \(worst) ulp")
  }

  @Test(arguments: VectorFunction.allCases) func treatsTheEndsAsTheCLibrary(
    function: VectorFunction
  ) {
    let ends: [Double] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude, 1, -1, 710,
      -710, 745, -745.2, 1e300, -1e300,
    ]
    var outputs = ends + [.nan]
    outputs.withUnsafeMutableBufferPointer { Double.apply(function, to: $0) }
    for (input, output) in zip(ends, outputs) {
      let exact = Self.reference(function, input)
      #expect(
        (exact.isNaN && output.isNaN) || (output - exact).magnitude <= 2 * exact.ulp
          || output == exact, "\(function)(\(input)) = \(output), not \(exact)")
      if function == .tanh { #expect(output.sign == exact.sign) }
    }
    #expect(outputs[ends.count].isNaN)
  }
}
