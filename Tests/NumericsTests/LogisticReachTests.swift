import Numerics
import Testing

/// What bounds the numbers that logistic units are applied to.
@Suite struct LogisticReachTests {
  @Test func isJudgedByTheBound() {
    #expect(LogisticReach(within: 0.5) == .central)
    #expect(LogisticReach(within: 0.5.nextUp) == .inside)
    #expect(LogisticReach(within: 35.0) == .inside)
    #expect(LogisticReach(within: 35.0.nextUp) == .any)
    #expect(LogisticReach(within: Float(0.5)) == .central)
    #expect(LogisticReach(within: Float(15)) == .inside)
    #expect(LogisticReach(within: Float(15).nextUp) == .any)
    for bound in [Double.infinity, .nan] { #expect(LogisticReach(within: bound) == .any) }
  }

  /// No row's pre-activation exceeds the bound but by what the sums are rounded by, and the row of
  /// the greatest inputs with the weights' signs reaches it.
  @Test func boundsEveryRow() {
    check(Float.self)
    check(Double.self)
  }

  private func check<Scalar: Real>(_: Scalar.Type) {
    var random = RandomState(seed: 5)
    for (inputs, units) in [(1, 1), (3, 5), (8, 2), (13, 7)] {
      let stride = PanelShape.stride(inputs, of: Scalar.self)
      var weights = [Scalar](repeating: 0, count: units * stride)
      for unit in 0..<units {
        for input in 0..<inputs { weights[unit * stride + input] = Scalar(random.normal()) }
      }
      let biases = (0..<units).map { _ in Scalar(random.normal()) }
      let features = FeatureMatrix(
        Matrix(
          rows: 40, columns: inputs,
          elements: (0..<(40 * inputs)).map { _ in Scalar(3 * random.normal()) }))
      var reach = features.columnReach()
      let rows = features.dense
      for input in 0..<inputs {
        #expect(reach[input] == (0..<40).map { rows[$0, input].magnitude }.max())
      }
      reach += [Scalar](repeating: 0, count: stride - inputs)
      let bound = bound(weights, biases, inputs, stride, reach)
      var greatest: Scalar = 0
      for unit in 0..<units {
        let row = unit * stride
        greatest = max(
          greatest,
          (0..<inputs).reduce(biases[unit].magnitude) {
            $0 + weights[row + $1].magnitude * reach[$1]
          })
        for index in 0..<40 {
          let sum = (0..<inputs).reduce(biases[unit]) {
            $0 + weights[row + $1] * rows[index, $1]
          }
          #expect(sum.magnitude <= bound * (1 + 16 * Scalar.ulpOfOne))
        }
      }
      #expect((bound - greatest).magnitude <= 16 * Scalar.ulpOfOne * greatest)
    }
  }

  @Test func boundsNothingWhereANumberIsNoneOrInfinite() {
    for odd in [Double.nan, .infinity, -.infinity] {
      #expect(bound([odd, 0, 0, 0, 1, 0, 0, 0], [0, 0], 1, 4, [1, 0, 0, 0]) == .infinity)
      #expect(bound([1, 0, 0, 0, 1, 0, 0, 0], [odd, 0], 1, 4, nil) == .infinity)
    }
    #expect(bound([2, 0, 0, 0, -3, 0, 0, 0], [0.5, -1], 1, 4, nil) == 4)
  }

  /// The columns of a category reach 1.
  @Test func knowsTheReachOfCategories() {
    var form = FeatureForm()
    form.append(numbers: 1)
    form.append(oneOf: 3)
    form.append(numbers: 1)
    let matrix = FeatureMatrix<Double>(
      rows: 2, form: form, elements: [-7, 0.25, 2, 5, -0.5, -1])
    #expect(matrix.columnReach() == [7, 1, 1, 1, 0.5])
  }

  private func bound<Scalar: Real>(
    _ weights: [Scalar], _ biases: [Scalar], _ inputs: Int, _ stride: Int, _ reach: [Scalar]?
  ) -> Scalar {
    weights.withUnsafeBufferPointer { weights in
      biases.withUnsafeBufferPointer { biases in
        (reach ?? []).withUnsafeBufferPointer { inputReach in
          guard let weights = weights.baseAddress, let start = biases.baseAddress else { return 0 }
          return Scalar.bound(
            DenseLayer(
              weights: weights, biases: start, fanIn: inputs, fanOut: biases.count, stride: stride),
            inputs: reach == nil ? nil : inputReach.baseAddress)
        }
      }
    }
  }
}
