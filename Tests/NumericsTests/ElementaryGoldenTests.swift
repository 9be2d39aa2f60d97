import FoundationEssentials
import Numerics
import Testing

/// A value of a function that `Goldens/make_elementary_functions.py` computed to 60 digits.
private struct ElementaryGolden {
  let input: Double
  /// The double nearest to the value.
  let nearest: Double
  /// What that lacks of the value.
  let rest: Double

  init(_ texts: [String]) throws {
    let patterns = texts.compactMap { UInt64($0, radix: 16) }
    try #require(patterns.count == 3)
    input = Double(bitPattern: patterns[0])
    nearest = Double(bitPattern: patterns[1])
    rest = Double(bitPattern: patterns[2])
  }

  /// The rows of a function.
  static func rows(_ function: VectorFunction) throws -> [ElementaryGolden] {
    let tests = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let data = try Data(
      contentsOf: URL(filePath: "/\(tests)/Goldens/elementary_functions.json"))
    let document = try JSONDecoder().decode([String: [[String]]].self, from: data)
    return try #require(document["\(function)"]).map { try ElementaryGolden($0) }
  }
}

@Suite struct ElementaryGoldenTests {
  /// Units of the last place, as docs/determinism.md states them.
  @Test(arguments: [
    (VectorFunction.exponential, 1), (.logarithm, 1), (.sigmoid, 2), (.tanh, 1.75),
    (.centralSigmoid, 0.75),
  ])
  func isWithinItsBoundOfTheExactValue(function: VectorFunction, bound: Double) throws {
    let rows = try ElementaryGolden.rows(function)
    #expect(rows.count > 600)
    var outputs = rows.map(\.input)
    outputs.withUnsafeMutableBufferPointer { Double.apply(function, to: $0) }
    var worst = 0.0
    for (row, output) in zip(rows, outputs) {
      worst = max(worst, (output - row.nearest - row.rest).magnitude / row.nearest.ulp)
    }
    #expect(worst <= bound, "\(function): \(worst) ulp")
  }
}
