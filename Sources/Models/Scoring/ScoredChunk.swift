import Numerics
package import Tabular

/// Some rows with their scores.
package struct ScoredChunk: Sendable {
  /// Scores in the network's own precision, so that no digits are written that mean nothing.
  enum Scores: Sendable {
    case float32(Matrix<Float>)
    case float64(Matrix<Double>)
  }

  /// [rows × outputs].
  let scores: Scores
  /// The classes in order, empty for a regression.
  let classes: [String]
  /// The fields that are carried through.
  let kept: KeptFields
  /// How many of them each row has.
  let keptCount: Int

  /// How many rows there are.
  package var rowCount: Int {
    switch scores {
    case .float32(let matrix): matrix.rows
    case .float64(let matrix): matrix.rows
    }
  }

  /// Writes the rows, in the columns of `CSVScorer.columnNames`.
  package func write<Failure>(to writer: CSVWriter<Failure>) throws(Failure) {
    for row in 0..<rowCount {
      for index in 0..<keptCount { kept.withField(row: row, index) { writer.raw($0) } }
      switch scores {
      case .float32(let matrix):
        write(matrix, row, to: writer) { writer.number($0) }
      case .float64(let matrix):
        write(matrix, row, to: writer) { writer.number($0) }
      }
      try writer.endRow()
    }
  }

  private func write<Scalar: Real, Failure>(
    _ matrix: Matrix<Scalar>, _ row: Int, to writer: CSVWriter<Failure>,
    number: (Scalar) -> Void
  ) {
    matrix.withUnsafeElements { elements in
      let start = row * matrix.columns
      let scores = UnsafeBufferPointer(rebasing: elements[start..<start + matrix.columns])
      switch classes.count {
      case 0: break  // The value itself is the prediction.
      case 2: writer.text(classes[Evaluation.isPositive(scores[0]) ? 1 : 0])
      default: writer.text(classes[Evaluation.largest(scores)])
      }
      for score in scores { number(score) }
    }
  }
}
