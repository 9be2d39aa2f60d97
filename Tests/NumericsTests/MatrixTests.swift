import Numerics
import Testing

@Suite struct MatrixTests {
  @Test func selectsRowsInTheGivenOrder() {
    let matrix = Matrix<Double>(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6])
    let selected = matrix.selecting(rows: [2, 0, 2])
    #expect(selected == Matrix(rows: 3, columns: 2, elements: [5, 6, 1, 2, 5, 6]))
  }

  @Test func readsAndWritesByRowAndColumn() {
    var matrix = Matrix<Float>(rows: 2, columns: 3)
    matrix[1, 2] = 7
    #expect(matrix[1, 2] == 7)
    #expect(matrix.elements == [0, 0, 0, 0, 0, 7])
  }
}
