import Files
import FoundationEssentials
import Glibc
import JSON
import Models
import Numerics
import Perceptron
import Testing

struct EvaluationTests {
  private func metrics<Scalar: Real>(
    _ output: OutputKind, _ scores: [[Scalar]], _ targets: [[Scalar]], chunk: Int = .max
  ) -> Metrics {
    evaluation(output, scores, targets, chunk: chunk).metrics
  }

  private func evaluation<Scalar: Real>(
    _ output: OutputKind, _ scores: [[Scalar]], _ targets: [[Scalar]], chunk: Int = .max,
    threshold: Double = 0.5
  ) -> Evaluation {
    var evaluation = Evaluation(
      output, outputs: scores.first?.count ?? 1, threshold: threshold)
    var start = 0
    while start < scores.count {
      let end = start + min(chunk, scores.count - start)
      evaluation.add(scores: matrix(scores[start..<end]), targets: matrix(targets[start..<end]))
      start = end
    }
    return evaluation
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
    #expect(cases.count == 16)
    for item in cases {
      let name = item["name"].flatMap(\.asText) ?? ""
      let output = try #require(item["output"].flatMap(\.asText).flatMap(OutputKind.init))
      let evaluation = evaluation(
        output, item["scores"]?.asRows ?? [], item["targets"]?.asRows ?? [],
        threshold: item["threshold"]?.asNumber ?? 0.5)
      let found = Dictionary(evaluation.metrics.named, uniquingKeysWith: { $1 })
      for metric in Self.names {
        let expected = item[metric]?.asNumber
        guard let value = found[metric] else {
          #expect(expected == nil, "\(name): \(metric) is missing")
          continue
        }
        let wanted = try #require(expected, "\(name): \(metric)")
        #expect(abs(value - wanted) <= 1e-12 * max(1, abs(wanted)), "\(name): \(metric)")
      }
      if let confusion = evaluation.confusion {
        let rows = (item["confusion"]?.asRows ?? []).map { $0.map { Int($0) } }
        #expect(confusion.counts == rows.flatMap { $0 }, "\(name)")
      }
    }
  }

  private static let names = [
    "loss", "accuracy", "roc_auc", "average_precision", "f1", "calibration_error", "r2", "mae",
    "rmse",
  ]

  @Test(arguments: [OutputKind.logistic, .softmax])
  func ranksFloatsLikeDoubles(output: OutputKind) {
    var random = RandomState(seed: 3)
    var scores: [[Float]] = []
    var targets: [[Float]] = []
    for row in 0..<3000 {
      let score = Float(Int(random.uniform() * 500)) / 500
      let isPositive: Float = random.uniform() < Double(score) ? 1 : 0
      let isBinary = output == .logistic
      scores.append(isBinary ? [score] : [score, 0, 1 - score])
      targets.append(
        isBinary ? [isPositive] : row % 7 == 0 ? [0, 1, 0] : [isPositive, 0, 1 - isPositive])
    }
    let narrow = metrics(output, scores, targets)
    let wide = metrics(
      output, scores.map { $0.map(Double.init) }, targets.map { $0.map(Double.init) })
    #expect(narrow.areaUnderROC != nil && narrow.areaUnderROC == wide.areaUnderROC)
    #expect(narrow.averagePrecision == wide.averagePrecision)
    #expect(narrow.f1 == wide.f1)
  }

  /// More rows than the keys of a ranking may have.
  @Test func roundsTheRankingOfVeryManyRowsAndStaysClose() {
    var random = RandomState(seed: 8)
    let part = 100_000
    var exactness: [Double] = []
    var evaluation = Evaluation(.logistic, outputs: 1)
    var small = Evaluation(.logistic, outputs: 1)
    let scores = Matrix<Float>(
      rows: part, columns: 1,
      elements: (0..<part).map { _ in 1 / (1 + exp(Float(-random.uniform(low: -12, high: 12)))) })
    let targets = Matrix<Float>(
      rows: part, columns: 1,
      elements: scores.elements.map { random.uniform() < Double($0) ? 1 : 0 })
    small.add(scores: scores, targets: targets)
    // The same rows again and again have the same metrics.
    for _ in 0..<50 { evaluation.add(scores: scores, targets: targets) }
    let (found, exact) = (evaluation.metrics, small.metrics)
    exactness.append(abs((found.areaUnderROC ?? 0) - (exact.areaUnderROC ?? 1)))
    exactness.append(abs((found.averagePrecision ?? 0) - (exact.averagePrecision ?? 1)))
    #expect(exactness.allSatisfy { $0 > 0 && $0 < 1e-6 }, "\(exactness)")
    #expect(found.accuracy == exact.accuracy)
  }

  @Test func passesOverRowsWithoutTarget() {
    let scores: [Double] = [0.9, 0.1, 0.8, 0.3]
    var evaluation = Evaluation(.logistic, outputs: 1)
    scores.withUnsafeBufferPointer { scores in
      [1, -1, 0, -2].withUnsafeBufferPointer { evaluation.add(scores: scores, classes: $0) }
    }
    #expect(evaluation.metrics == metrics(.logistic, [[0.9], [0.8]] as [[Double]], [[1], [0]]))
    var values = Evaluation(.identity, outputs: 1)
    scores.withUnsafeBufferPointer { scores in
      [1, .nan, 0, 2].withUnsafeBufferPointer { values.add(scores: scores, values: $0) }
    }
    #expect(
      values.metrics
        == metrics(.identity, [[0.9], [0.8], [0.3]] as [[Double]], [[1], [0], [2]]))
  }
}

/// The golden files beside the tests.
enum Goldens {
  /// Reads a JSON file.
  static func json(_ name: String) throws -> JSONValue {
    let directory = FilePath(#filePath).parent.appending("Goldens")
    let bytes = try InputFile.contents(of: directory.appending(name), origin: .named)
    return try JSONTreeParser.parse(bytes).value
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
