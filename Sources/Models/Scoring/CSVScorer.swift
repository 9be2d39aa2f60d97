import Numerics
import Perceptron
package import Tabular

/// Scores the rows of a CSV with a model, a chunk at a time, so that memory stays flat.
///
/// Columns are matched by name; rows keep their order and number. Where the file has the target,
/// the rows that have a value there are evaluated as well.
package final class CSVScorer {
  /// Columns of the file that the model does not know; they are passed over.
  package var extraColumns: [String] { reader.extraColumns }
  /// Whether the file has the target.
  package var hasTarget: Bool { reader.hasTarget }
  /// How many rows were scored so far.
  package private(set) var rows = 0
  /// The metrics over the rows so far that have a target; nil when none has.
  package var metrics: Metrics? { evaluation.rows > 0 ? evaluation.metrics : nil }
  /// How many of the rows so far were evaluated.
  package var evaluatedRows: Int { evaluation.rows }

  private let model: Model
  private let reader: ScoringReader
  private var evaluation: Evaluation

  /// Reads the header of `source` and matches it with the model's columns.
  ///
  /// - Parameters:
  ///   - chunkRows: The most rows held at a time.
  ///   - keep: Columns of the file that are written before the scores.
  /// - Throws: What the header gets, such as `missingColumns`.
  package init(
    _ model: Model, source: ByteSource, format: CSVFormat = CSVFormat(), chunkRows: Int = 8192,
    keep: KeptColumns = .none
  ) throws(TabularError) {
    self.model = model
    reader = try ScoringReader(
      source, signature: model.document.signature, format: format, chunkRows: chunkRows,
      keep: keep)
    evaluation = Evaluation(model.network.architecture.output)
  }

  /// The names of the columns that `ScoredChunk.write` writes: the kept ones, `prediction`, then
  /// `probability_<class>` of the positive class, or of every class when there are more than two.
  package var columnNames: [String] {
    let classes = model.document.targetEncoder.classes
    let scored = classes.count == 2 ? [classes[1]] : classes
    return reader.keptNames + ["prediction"] + scored.map { "probability_\($0)" }
  }

  /// Writes the names of the columns.
  package func writeHeader<Failure>(to writer: CSVWriter<Failure>) throws(Failure) {
    for name in columnNames { writer.text(name) }
    try writer.endRow()
  }

  /// Scores the next rows.
  ///
  /// - Returns: At least one row; nil at the end of the file.
  /// - Throws: `badRows` for rows that cannot be read, `unknownClass` for a target that training
  ///   did not see.
  package func next() throws(TabularError) -> ScoredChunk? {
    guard let chunk = try reader.next() else { return nil }
    let scores: ScoredChunk.Scores
    switch model.network {
    case .float32(let network): scores = .float32(try score(chunk.table, network))
    case .float64(let network): scores = .float64(try score(chunk.table, network))
    }
    rows += chunk.table.rowCount
    return ScoredChunk(
      scores: scores, classes: model.document.targetEncoder.classes, kept: chunk.kept,
      keptCount: reader.keptNames.count)
  }

  /// Scores all rows of one chunk and evaluates those that have a target.
  private func score<Scalar: Real>(
    _ table: Table, _ network: Network<Scalar>
  ) throws(TabularError) -> Matrix<Scalar> {
    let scores = network.scores(try model.document.encoder.encode(table))
    guard let target = table.target else { return scores }
    let known = (0..<table.rowCount).filter { target.hasValue(at: $0) }
    if known.isEmpty { return scores }
    let targets: Matrix<Scalar> = try model.document.targetEncoder.encode(table, rows: known)
    let isWhole = known.count == table.rowCount
    evaluation.add(scores: isWhole ? scores : scores.selecting(rows: known), targets: targets)
    return scores
  }
}

extension TargetColumn {
  /// Whether the target is not missing in a row.
  fileprivate func hasValue(at row: Int) -> Bool {
    if let codes { return codes[row] >= 0 }
    return numbers.map { !$0[row].isNaN } ?? false
  }
}
