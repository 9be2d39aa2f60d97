import JSON
import Models
import Numerics
import Perceptron

/// The finding `evaluation`: what the final network does on rows that it was not trained on,
/// beyond the metrics.
struct EvaluationFinding {
  /// Points of a curve that are kept. Of the many runs of a study only the chosen one is measured on
  /// the test rows; the others are to take little room in the run log.
  private static func curvePoints(_ part: HeldOutEvaluation.Part) -> Int {
    part == .test ? 200 : 60
  }

  /// Classes beyond which only the most frequent ones get curves.
  private static func curveClasses(_ part: HeldOutEvaluation.Part) -> Int {
    part == .test ? 20 : 4
  }

  /// Classes up to which the confusion matrix is kept.
  private static func confusionClasses(_ part: HeldOutEvaluation.Part) -> Int {
    part == .test ? 100 : 30
  }

  /// Rows of a regression that are kept, and bins of its residuals.
  private static func valuePoints(_ part: HeldOutEvaluation.Part) -> Int {
    part == .test ? 500 : 150
  }
  private static let residualBins = 20

  /// The document that `docs/findings.md` describes.
  let json: JSONValue

  /// Describes probabilities.
  init(_ part: HeldOutEvaluation.Part, _ evaluation: Evaluation, classes: [String]) {
    let limit = Self.curvePoints(part)
    let shown = Self.shownClasses(evaluation, classes, atMost: Self.curveClasses(part))
    let curves = shown.map { evaluation.curves(ofClass: $0) }
    var members: [String: JSONValue] = [
      "part": .string(part.rawValue),
      "curves": .array(
        zip(shown, curves).map { Self.curve(of: classes[$0], $1, atMost: limit) }),
      "calibration": Self.calibration(evaluation.calibration),
    ]
    if classes.count <= Self.confusionClasses(part), let matrix = evaluation.confusion {
      let counts = classes.indices.map { truth in
        JSONValue.array(classes.indices.map { .integer(matrix[truth, $0]) })
      }
      members["confusion"] = .object([
        "classes": .array(classes.map { .string($0) }), "counts": .array(counts),
      ])
    }
    if classes.count == 2 { members["thresholds"] = Self.thresholds(curves[0]) }
    json = .object(members)
  }

  /// Describes predicted values and what they should have been, row by row.
  init(_ part: HeldOutEvaluation.Part, predicted: [Double], targets: [Double]) {
    let count = targets.count
    let kept = min(count, Self.valuePoints(part))
    let points = (0..<kept).map { place in
      let row = place * count / kept
      return JSONValue.array([.number(targets[row]), .number(predicted[row])])
    }
    json = .object([
      "part": .string(part.rawValue), "points": .array(points),
      "residuals": Self.histogram(zip(targets, predicted).map { $0 - $1 }),
    ])
  }

  /// The positive class of two; otherwise every class, or the most frequent ones.
  private static func shownClasses(
    _ evaluation: Evaluation, _ classes: [String], atMost limit: Int
  ) -> [Int] {
    if classes.count == 2 { return [1] }
    guard classes.count > limit, let matrix = evaluation.confusion else {
      return Array(classes.indices)
    }
    let rows = classes.indices.map { truth in
      classes.indices.reduce(0) { $0 + matrix[truth, $1] }
    }
    return classes.indices.sorted { (rows[$1], $0) < (rows[$0], $1) }.prefix(limit).sorted()
  }

  /// The ROC curve and the precision-recall curve of a class in one: their points follow from what each
  /// threshold finds.
  private static func curve(
    of name: String, _ curves: RankingCurves, atMost limit: Int
  ) -> JSONValue {
    .object([
      "class": .string(name), "area": curves.area.map { .number($0) } ?? .null,
      "average_precision": .number(curves.averagePrecision),
      "positives": .integer(curves.positives), "negatives": .integer(curves.negatives),
      "points": .array(thinned(curves.points, to: limit).map(point)),
    ])
  }

  private static func point(_ point: RankingCurves.Point) -> JSONValue {
    .array([
      .number(point.threshold), .integer(point.truePositives), .integer(point.falsePositives),
    ])
  }

  private static func calibration(_ calibration: Calibration) -> JSONValue {
    let bins = calibration.bins.filter { $0.count > 0 }.map { bin in
      JSONValue.object([
        "predicted": .number(bin.predicted), "observed": .number(bin.observed),
        "count": .integer(bin.count),
      ])
    }
    return .object(["error": .number(calibration.error), "bins": .array(bins)])
  }

  /// What each threshold from 0.05 to 0.95 finds.
  private static func thresholds(_ curves: RankingCurves) -> JSONValue {
    .array((1...19).map { point(curves.outcome(of: Double($0) / 20)) })
  }

  /// Bins of equal width over all values, as NumPy's `histogram` makes them.
  private static func histogram(_ values: [Double]) -> JSONValue {
    let finite = values.filter(\.isFinite)
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let width = (high - low) / Double(residualBins)
    var counts = Array(repeating: 0, count: residualBins)
    for value in finite {
      counts[min(residualBins - 1, max(0, Int((value - low) / width)))] += 1
    }
    let edges = (0...residualBins).map { $0 == residualBins ? high : low + Double($0) * width }
    return .object([
      "edges": .array(edges.map { .number($0) }), "counts": .array(counts.map { .integer($0) }),
    ])
  }

  /// At most so many points at even distances, the first and the last among them.
  private static func thinned(
    _ points: [RankingCurves.Point], to limit: Int
  ) -> [RankingCurves.Point] {
    guard points.count > limit else { return points }
    return (0..<limit).map { points[$0 * (points.count - 1) / (limit - 1)] }
  }
}
