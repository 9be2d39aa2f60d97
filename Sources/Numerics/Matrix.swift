/// A dense matrix in one flat row-major buffer.
package struct Matrix<Scalar: Real>: Sendable, Equatable {
  /// Number of rows.
  package let rows: Int
  /// Number of columns.
  package let columns: Int
  /// The elements, row after row; `rows * columns` of them.
  package private(set) var elements: [Scalar]

  /// Makes a matrix of zeros.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: 0, count: rows * columns)
  }

  /// Makes a matrix of row-major elements, whose count must be `rows * columns`.
  package init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    precondition(elements.count == rows * columns, "the elements do not fill the matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element at a row and a column, both counted from 0.
  package subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      elements[row * columns + column] = newValue
    }
  }

  /// Returns the named rows, in the order given; a row may be named more than once.
  package func selecting(rows indices: [Int]) -> Matrix {
    let selected = [Scalar](unsafeUninitializedCapacity: indices.count * columns) {
      buffer, count in
      guard let target = buffer.baseAddress else { return }
      elements.withUnsafeBufferPointer { source in
        guard let origin = source.baseAddress else { return }
        for (position, row) in indices.enumerated() {
          precondition(row >= 0 && row < rows, "no such row")
          (target + position * columns).initialize(from: origin + row * columns, count: columns)
        }
      }
      count = indices.count * columns
    }
    return Matrix(rows: indices.count, columns: columns, elements: selected)
  }

  /// Calls `body` with the elements in row-major order.
  package func withUnsafeElements<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try elements.withUnsafeBufferPointer(body)
  }

  /// Calls `body` with the elements in row-major order, to be changed in place.
  package mutating func withUnsafeMutableElements<Result, Failure: Error>(
    _ body: (inout UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try elements.withUnsafeMutableBufferPointer(body)
  }
}
