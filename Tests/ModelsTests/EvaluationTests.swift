import Files
import FoundationEssentials
import Glibc
import Models
import Numerics
import Perceptron
import Testing

struct EvaluationTests {
  private func metrics<Scalar: Real>(
    _ output: OutputKind, _ scores: [[Scalar]], _ targets: [[Scalar]], chunk: Int = .max
  ) -> Metrics {
    var evaluation = Evaluation(output)
    var start = 0
    while start < scores.count {
      let end = start + min(chunk, scores.count - start)
      evaluation.add(scores: matrix(scores[start..<end]), targets: matrix(targets[start..<end]))
      start = end
    }
    return evaluation.metrics
  }

  private func matrix<Scalar: Real>(_ rows: ArraySlice<[Scalar]>) -> Matrix<Scalar> {
    Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  @Test func computesLogLossAndAccuracy() {
    let metrics = metrics(
      .logistic, [[0.9], [0.2], [0.5], [0.4]] as [[Double]], [[1], [0], [1], [1]])
    let expected = -(log(0.9) + log(0.8) + log(0.5) + log(0.4)) / 4
    #expect(abs(metrics.loss - expected) < 1e-15)
    #expect(metrics.accuracy == 0.75)
    #expect(metrics.r2 == nil && metrics.meanAbsoluteError == nil)
  }

  @Test func takesOneHalfForPositive() {
    #expect(metrics(.logistic, [[0.5]] as [[Double]], [[1]]).accuracy == 1)
    #expect(metrics(.logistic, [[0.5]] as [[Double]], [[0]]).accuracy == 0)
  }

  @Test func clipsByTheEpsilonOfTheType() {
    let double = metrics(.logistic, [[0]] as [[Double]], [[1]]).loss
    #expect(double == -log(Double.ulpOfOne))
    let float = metrics(.logistic, [[0]] as [[Float]], [[1]]).loss
    #expect(float == -log(Double(Float.ulpOfOne)))
    #expect(metrics(.softmax, [[1, 0]] as [[Double]], [[0, 1]]).loss == double)
  }

  @Test func takesTheFirstOfEqualClasses() {
    let scores: [[Double]] = [[0.4, 0.4, 0.2], [0.1, 0.2, 0.7]]
    let metrics = metrics(.softmax, scores, [[1, 0, 0], [0, 1, 0]])
    #expect(metrics.accuracy == 0.5)
    #expect(abs(metrics.loss + (log(0.4) + log(0.2)) / 2) < 1e-15)
  }

  @Test func computesRegressionMetrics() {
    let metrics = metrics(.identity, [[1.5], [2], [2]] as [[Double]], [[1], [2], [4]])
    #expect(abs(metrics.loss - 4.25 / 6) < 1e-15)
    #expect(abs((metrics.meanAbsoluteError ?? 0) - 2.5 / 3) < 1e-15)
    #expect(abs((metrics.r2 ?? 0) - (1 - 4.25 / (14.0 / 3))) < 1e-14)
    #expect(metrics.accuracy == nil)
  }

  @Test func keepsItsPrecisionFarFromZero() {
    let far = 1e9
    let metrics = metrics(
      .identity, [[far + 1], [far + 2], [far + 4]] as [[Double]], [[far + 1], [far + 2], [far + 3]])
    #expect(abs((metrics.r2 ?? 0) - 0.5) < 1e-9)
  }

  @Test(arguments: [(2.0, 1.0), (3.0, 0.0)])
  func followsScikitLearnOnConstantTargets(predicted: Double, r2: Double) {
    #expect(metrics(.identity, [[predicted], [2]] as [[Double]], [[2], [2]]).r2 == r2)
  }

  @Test(arguments: OutputKind.allCases)
  func doesNotDependOnChunks(output: OutputKind) {
    var random = RandomState(seed: 3)
    let width = output == .softmax ? 3 : 1
    var scores: [[Double]] = []
    var targets: [[Double]] = []
    for row in 0..<50 {
      scores.append((0..<width).map { _ in random.uniform(low: 0.01, high: 0.99) })
      targets.append((0..<width).map { $0 == row % 3 ? 1 : 0 })
    }
    let whole = metrics(output, scores, targets)
    for chunk in [1, 7, 49] { #expect(metrics(output, scores, targets, chunk: chunk) == whole) }
  }

  /// Scores, targets and the metrics that scikit-learn gives: see make_metrics.py.
  @Test func agreesWithScikitLearn() throws {
    let golden = try Goldens.json("metrics.json")
    guard case .array(let cases)? = golden["cases"] else {
      Issue.record("no cases")
      return
    }
    #expect(cases.count == 4)
    for item in cases {
      let output = try #require(item["output"].flatMap(\.asText).flatMap(OutputKind.init))
      let scores = item["scores"]?.asRows ?? []
      let targets = item["targets"]?.asRows ?? []
      let found = metrics(output, scores, targets)
      for (name, value) in found.named {
        let expected = try #require(item[name]?.asNumber, "no \(name)")
        #expect(abs(value - expected) <= 1e-12 * max(1, abs(expected)), "\(output) \(name)")
      }
    }
  }
}

/// The golden files beside the tests.
enum Goldens {
  /// Reads a JSON file.
  static func json(_ name: String) throws -> JSONValue {
    let directory = FilePath(#filePath).parent.appending("Goldens")
    let bytes = try InputFile.contents(of: directory.appending(name), origin: .named)
    return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
  }
}

extension JSONValue {
  fileprivate var asText: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var asNumber: Double? { if case .number(let value) = self { value } else { nil } }
  fileprivate var asRows: [[Double]] {
    guard case .array(let rows) = self else { return [] }
    return rows.map { row in
      guard case .array(let values) = row else { return [] }
      return values.compactMap(\.asNumber)
    }
  }
}
