/// A matrix of which some columns hold any number and the others 0 or 1, as one-hot encoding makes
/// them.
///
/// The numbers are kept in full; of the other columns each row keeps where its ones stand. Ten
/// numbers and seven categories of 170 levels take 68 bytes a row instead of 720. Rows are written out
/// when they are used, a batch at a time, so that no computation depends on the form.
package struct FeatureMatrix<Scalar: Real>: Sendable, Equatable {
  /// Number of rows.
  package let rows: Int
  /// What the rows' elements mean.
  package let form: FeatureForm
  /// [rows × form.width], row after row: the numbers, and then of each group which column is 1, counted
  /// from 0; −1 for none.
  private let elements: [Scalar]

  /// Takes a matrix as it is: every column holds numbers.
  package init(_ matrix: Matrix<Scalar>) {
    self.init(
      rows: matrix.rows, form: FeatureForm(numbers: matrix.columns), elements: matrix.elements)
  }

  /// Takes numbers and the places of ones.
  ///
  /// - Parameter elements: [rows × form.width], row after row: the numbers, and then of each group which
  ///   of its columns is 1, counted from 0; −1 for none.
  package init(rows: Int, form: FeatureForm, elements: [Scalar]) {
    precondition(elements.count == rows * form.width, "the elements do not fill the matrix")
    self.rows = rows
    self.form = form
    self.elements = elements
  }

  /// Number of columns.
  package var columns: Int { form.columns }

  /// Returns the named rows, in the order given; a row may be named more than once.
  package func selecting(rows indices: [Int]) -> FeatureMatrix {
    let kept = Matrix(rows: rows, columns: form.width, elements: elements)
    return FeatureMatrix(
      rows: indices.count, form: form, elements: kept.selecting(rows: indices).elements)
  }

  /// All columns written out.
  package var dense: Matrix<Scalar> {
    if form.isDense { return Matrix(rows: rows, columns: columns, elements: elements) }
    return Matrix(
      rows: rows, columns: columns,
      elements: [Scalar](unsafeUninitializedCapacity: rows * columns) { output, count in
        if let start = output.baseAddress {
          withUnsafeRows { Scalar.copyRows($0, 0..<rows, into: start, stride: columns) }
        }
        count = rows * columns
      })
  }

  /// The greatest magnitude in each column, of what is a number.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func columnReach() -> [Scalar] {
    var reach = [Scalar](repeating: 1, count: columns)
    for run in form.runs {
      for place in 0..<run.count {
        var greatest: Scalar = 0
        for index in stride(from: run.first + place, to: elements.count, by: form.width) {
          greatest = max(greatest, elements[index].magnitude)
        }
        reach[run.column + place] = greatest
      }
    }
    return reach
  }

  /// Calls `body` with the rows as kernels read them; good until it returns.
  package func withUnsafeRows<Result, Failure: Error>(
    _ body: (FeatureRows<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try form.runs.withUnsafeBufferPointer { (runs) throws(Failure) in
      try form.groups.withUnsafeBufferPointer { (groups) throws(Failure) in
        try elements.withUnsafeBufferPointer { (elements) throws(Failure) in
          try body(FeatureRows(elements, count: rows, form, runs, groups))
        }
      }
    }
  }
}
