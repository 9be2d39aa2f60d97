import JSON
import Models
import Numerics
import Perceptron
import Tabular

/// The finding `importance`: how much worse the loss on held-out rows becomes when a column's
/// values are dealt out among the rows anew.
///
/// All features of a column move together. Source: Breiman 2001, "Random Forests", section 10; as
/// scikit-learn's `permutation_importance` with the loss for a score.
struct PermutationImportance {
  /// How much of the work it may do.
  struct Budget: Equatable {
    /// Held-out rows that are used, the first ones of a shuffle.
    let rows: Int
    /// Shuffles of each column.
    let repeats: Int

    /// Rows beyond which an estimate hardly gains.
    static let rowLimit = 2000
    /// Shuffles that there are where they are cheap; scikit-learn's default.
    static let repeatLimit = 5
    /// Rows with which an estimate would say nothing.
    static let leastRows = 20
    /// The part of the training's work that may be spent.
    static let share = 0.02
    /// Multiplications that are allowed whatever the training took: a fraction of a millisecond, and
    /// a tenth of it where the rows are not test rows, because the runs of a study may be many.
    static func freeMultiplications(_ part: HeldOutEvaluation.Part) -> Int {
      part == .test ? 5_000_000 : 500_000
    }

    /// Decides by counts alone, so that the same run always gives the same finding.
    ///
    /// - Parameters:
    ///   - part: which rows are held out.
    ///   - trainedRows: how often the training passed a row forward and back, which costs as much
    ///     as scoring it three times.
    /// - Returns: nil when the least that says something is too much.
    init?(
      _ part: HeldOutEvaluation.Part, heldOutRows: Int, columns: Int, parameters: Int,
      trainedRows: Int
    ) {
      let allowed = max(
        Double(trainedRows) * 3 * Self.share,
        Double(Self.freeMultiplications(part)) / Double(max(1, parameters)))
      let wanted = min(heldOutRows, Self.rowLimit)
      let affordable = Int(min(allowed / Double(max(1, columns)), 1e9))
      rows = min(wanted, affordable)
      guard columns > 0, rows >= min(heldOutRows, Self.leastRows), rows > 1 else { return nil }
      repeats = max(1, min(Self.repeatLimit, affordable / rows))
    }
  }

  /// The document that `docs/findings.md` describes.
  let json: JSONValue

  /// Measures every column.
  ///
  /// - Parameters:
  ///   - scorer: of the network, whose output is `output`.
  ///   - part: which rows they are.
  ///   - inputs: the encoded rows, [rows × features].
  ///   - targets: [rows × outputs].
  ///   - seed: of the shuffles.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  init<Scalar: Real>(
    _ scorer: Scorer<Scalar>, _ output: OutputKind, _ encoder: FeatureEncoder,
    _ part: HeldOutEvaluation.Part, inputs: FeatureMatrix<Scalar>, targets: Matrix<Scalar>,
    budget: Budget, seed: UInt32
  ) {
    var random = RandomState(seed: seed)
    let sample = Array(random.permutation(inputs.rows).prefix(budget.rows))
    var rows = inputs.selecting(rows: sample).dense
    let truths = targets.selecting(rows: sample)
    let (count, width) = (rows.rows, rows.columns)
    var scores = Matrix<Scalar>(rows: count, columns: targets.columns)
    func loss(_ rows: UnsafeMutableBufferPointer<Scalar>) -> Double {
      let rows = FeatureRows(
        dense: UnsafePointer(rows.baseAddress), count: count, columns: width)
      scores.withUnsafeMutableElements { scorer.score(rows, into: $0) }
      return Evaluation.loss(output, scores: scores, targets: truths)
    }
    // The same ones for every column.
    let shuffles = (0..<budget.repeats).map { _ in random.permutation(count) }
    var columns: [JSONValue] = []
    columns.reserveCapacity(encoder.columns.count)
    rows.withUnsafeMutableElements { rows in
      let intact = loss(rows)
      var feature = 0
      for encoding in encoder.columns {
        let block = ColumnBlock(rows, rowWidth: width, first: feature, count: encoding.width)
        feature += encoding.width
        let worse = shuffles.map { shuffle in
          block.fill(order: shuffle)
          return loss(rows) - intact
        }
        block.fill(order: 0..<count)
        let mean = worse.reduce(0, +) / Double(worse.count)
        let squares = worse.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
        columns.append(
          .object([
            "name": .string(encoding.name), "mean": .number(mean),
            "deviation": .number((squares / Double(worse.count)).squareRoot()),
          ]))
      }
    }
    json = .object([
      "part": .string(part.rawValue), "metric": .string("loss"), "rows": .integer(budget.rows),
      "repeats": .integer(budget.repeats), "columns": .array(columns),
    ])
  }
}

/// Some columns of a matrix, and what stood there in the beginning.
private struct ColumnBlock<Scalar: Real> {
  private let rows: UnsafeMutableBufferPointer<Scalar>
  private let rowWidth: Int
  private let first: Int
  private let count: Int
  /// Row after row.
  private let kept: [Scalar]

  /// Notes the elements of some columns.
  init(_ rows: UnsafeMutableBufferPointer<Scalar>, rowWidth: Int, first: Int, count: Int) {
    (self.rows, self.rowWidth, self.first, self.count) = (rows, rowWidth, first, count)
    var kept: [Scalar] = []
    kept.reserveCapacity(rowWidth > 0 ? rows.count / rowWidth * count : 0)
    for start in stride(from: first, to: count > 0 ? rows.count : 0, by: max(1, rowWidth)) {
      for place in start..<start + count { kept.append(rows[place]) }
    }
    self.kept = kept
  }

  /// Sets the columns: row i gets the values that row `order[i]` had.
  func fill(order: some Sequence<Int>) {
    var start = first
    for source in order {
      for place in 0..<count { rows[start + place] = kept[source * count + place] }
      start += rowWidth
    }
  }
}
