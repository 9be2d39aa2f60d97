import Numerics
import Testing

@Suite struct FeatureMatrixTests {
  private static let rows = 70

  /// A group, a number, a group, a run of three numbers, a group of one and one of nine, a long run of
  /// numbers, a group, and a number at the end.
  private static let form: FeatureForm = {
    var form = FeatureForm()
    form.append(oneOf: 3)
    form.append(numbers: 1)
    form.append(oneOf: 2)
    form.append(numbers: 1)
    form.append(numbers: 2)
    form.append(oneOf: 1)
    form.append(oneOf: 9)
    form.append(numbers: 12)
    form.append(oneOf: 4)
    form.append(numbers: 1)
    return form
  }()
  /// The first column and the size of each group.
  private static let groups = [(0, 3), (4, 2), (9, 1), (10, 9), (31, 4)]
  private static let numberColumns = [3, 6, 7, 8] + Array(19..<31) + [35]

  /// A matrix in both forms; some groups of some rows have no one.
  private func sample<Scalar: Real>(
    _: Scalar.Type
  ) -> (compact: FeatureMatrix<Scalar>, dense: Matrix<Scalar>) {
    var random = RandomState(seed: 3)
    var dense = Matrix<Scalar>(rows: Self.rows, columns: 36)
    var elements: [Scalar] = []
    for row in 0..<Self.rows {
      for column in Self.numberColumns {
        let number = Scalar(random.normal())
        elements.append(number)
        dense[row, column] = number
      }
      for (column, size) in Self.groups {
        let place = random.integer(below: size + 1) - 1
        elements.append(Scalar(place))
        if place >= 0 { dense[row, column + place] = 1 }
      }
    }
    return (FeatureMatrix(rows: Self.rows, form: Self.form, elements: elements), dense)
  }

  @Test func countsWhatARowHas() {
    let form = Self.form
    #expect(form.columns == 36)
    #expect(form.numbers == 17)
    #expect(form.ones == 5)
    #expect(form.width == 22)
  }

  private func writesRowsOut<Scalar: Real>(_ type: Scalar.Type) {
    let (compact, dense) = sample(type)
    #expect(compact.dense == dense)
    #expect(FeatureMatrix(dense).dense == dense)
    let chosen = [69, 0, 7, 7, 31]
    #expect(compact.selecting(rows: chosen).dense == dense.selecting(rows: chosen))
    #expect(compact.selecting(rows: []).dense == dense.selecting(rows: []))
  }

  @Test func writesRowsOutInBothPrecisions() {
    writesRowsOut(Float.self)
    writesRowsOut(Double.self)
  }

  private func gathers<Scalar: Real>(_ type: Scalar.Type) {
    let (compact, dense) = sample(type)
    var random = RandomState(seed: 4)
    let order = random.permutation(Self.rows).map { Int32($0) }
    let stride = PanelShape.stride(dense.columns, of: type) + Scalar.lanes
    for matrix in [compact, FeatureMatrix(dense)] {
      // The padding stays as it was, and what was in a row before does not show.
      var target = [Scalar](repeating: 7, count: Self.rows * stride)
      target.withUnsafeMutableBufferPointer { target in
        order.withUnsafeBufferPointer { order in
          matrix.withUnsafeRows { rows in
            guard let start = target.baseAddress else { return }
            Scalar.gatherRows(rows, order, into: start, stride: stride)
          }
        }
      }
      for (place, row) in order.enumerated() {
        let found = Array(target[place * stride..<(place + 1) * stride])
        let expected = dense.selecting(rows: [Int(row)]).elements
        #expect(found == expected + Array(repeating: 7, count: stride - dense.columns))
      }
    }
  }

  @Test func gathersChosenRowsInBothPrecisions() {
    gathers(Float.self)
    gathers(Double.self)
  }

  @Test func takesMatricesOfOnesAlone() {
    var form = FeatureForm()
    form.append(oneOf: 3)
    let matrix = FeatureMatrix<Float>(rows: 2, form: form, elements: [2, -1])
    #expect(matrix.dense.elements == [0, 0, 1, 0, 0, 0])
  }
}
