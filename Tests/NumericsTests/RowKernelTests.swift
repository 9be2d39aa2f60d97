import Numerics
import Testing

/// The kernels for layers in rows give the bits of those for panels.
@Suite(.enabled(if: Float.rowKernels(for: .tanh) != nil))
struct RowKernelTests {
  static let shapes: [KernelShape] =
    KernelShape.all
    + [(30, 64), (64, 32), (32, 1), (100, 3), (17, 100), (48, 33), (300, 48), (8, 513), (96, 8)]
    .flatMap { (fanIn, fanOut) in
      [1, 3, 8, 33].map { KernelShape(fanIn: fanIn, fanOut: fanOut, panels: $0) }
    }

  static let functions: [(ElementFunction, ElementDerivative)] = [
    (.tanh, .tanh), (.sigmoid, .sigmoid), (.relu, .relu),
  ]

  /// Operands of both kinds of kernels, and what is to be compared.
  private struct Twin {
    let operands: KernelOperands<Float>
    let shape: KernelShape
    let rows: Int
    let inputStep: Int
    let outputStep: Int

    init(_ shape: KernelShape) {
      self.shape = shape
      operands = KernelOperands(shape)
      rows = shape.panels * Float.lanes
      inputStep = PanelShape.stride(shape.fanIn, of: Float.self)
      outputStep = PanelShape.stride(shape.fanOut, of: Float.self)
    }

    func panels(_ units: Int) -> AlignedBuffer<Float> { AlignedBuffer(count: rows * units) }

    /// Panels written as rows.
    func rows(_ panels: AlignedBuffer<Float>, _ units: Int, step: Int) -> AlignedBuffer<Float> {
      let result = AlignedBuffer<Float>(count: rows * step)
      Float.transposePanels(
        panels.start, columns: units, count: shape.panels, rows: result.start, stride: step)
      return result
    }

    func isSame(_ one: AlignedBuffer<Float>, _ other: AlignedBuffer<Float>) -> Bool {
      one.count == other.count
        && (0..<one.count).allSatisfy {
          one.start[$0].bitPattern == other.start[$0].bitPattern
        }
    }
  }

  /// No rows that are to be asked for.
  private var nothing: RowsAhead<Float> {
    RowsAhead(
      FeatureRows(dense: nil, count: 0, columns: 0), UnsafeBufferPointer(start: nil, count: 0))
  }

  @Test(arguments: shapes) func goesForwardWithTheSameBits(_ shape: KernelShape) throws {
    let twin = Twin(shape)
    let layer = twin.operands.layer
    let inputs = twin.rows(twin.operands.inputs, shape.fanIn, step: twin.inputStep)
    for (function, _) in Self.functions {
      let kernels = try #require(Float.rowKernels(for: function))
      let turned = AlignedBuffer<Float>(
        count: kernels.turnedCount(inputs: shape.fanIn, units: shape.fanOut))
      kernels.turn(layer, into: turned.start)
      let values = AlignedBuffer<Float>(count: twin.rows * twin.outputStep)
      var ahead = nothing
      kernels.forward(
        layer, turned: turned.start,
        RowPair(
          source: inputs.start, sourceStep: twin.inputStep, target: values.start,
          targetStep: twin.outputStep, count: twin.rows), ahead: &ahead)
      let panels = twin.panels(shape.fanOut)
      Float.forward(
        layer, inputs: twin.operands.inputs.start, outputs: panels.start, panels: shape.panels,
        function: function)
      #expect(twin.isSame(values, twin.rows(panels, shape.fanOut, step: twin.outputStep)))
    }
  }

  @Test(arguments: shapes) func computesOutputsWithTheSameBits(_ shape: KernelShape) throws {
    let twin = Twin(shape)
    let kernels = try #require(Float.rowKernels(for: .tanh))
    let inputs = twin.rows(twin.operands.inputs, shape.fanIn, step: twin.inputStep)
    let (found, expected) = (twin.panels(shape.fanOut), twin.panels(shape.fanOut))
    kernels.outputs(
      twin.operands.layer, rows: inputs.start, step: twin.inputStep, panels: shape.panels,
      into: found.start)
    Float.forward(
      twin.operands.layer, inputs: twin.operands.inputs.start, outputs: expected.start,
      panels: shape.panels, function: .identity)
    #expect(twin.isSame(found, expected))
  }

  @Test(arguments: shapes) func goesBackWithTheSameBits(_ shape: KernelShape) throws {
    let twin = Twin(shape)
    let layer = twin.operands.layer
    let values = twin.rows(twin.operands.inputs, shape.fanIn, step: twin.inputStep)
    let deltas = twin.rows(twin.operands.deltas, shape.fanOut, step: twin.outputStep)
    for (function, derivative) in Self.functions {
      let kernels = try #require(Float.rowKernels(for: function))
      let found = AlignedBuffer<Float>(count: twin.rows * twin.inputStep)
      var ahead = nothing
      kernels.backward(
        layer,
        RowPair(
          source: deltas.start, sourceStep: twin.outputStep, target: found.start,
          targetStep: twin.inputStep, count: twin.rows), values: values.start, ahead: &ahead)
      let panels = twin.panels(shape.fanIn)
      Float.backward(
        layer, deltas: twin.operands.deltas.start, values: twin.operands.inputs.start,
        outputs: panels.start, panels: shape.panels, derivative: derivative)
      #expect(twin.isSame(found, twin.rows(panels, shape.fanIn, step: twin.inputStep)))
    }
  }

  @Test(arguments: shapes, [0, 3]) func sumsTheGradientWithTheSameBits(
    _ shape: KernelShape, missing: Int
  ) throws {
    let twin = Twin(shape)
    let kernels = try #require(Float.rowKernels(for: .tanh))
    // Rows that fill up the last panel do not count: δ is 0 there.
    let filled = twin.rows - missing
    for row in filled..<twin.rows {
      for unit in 0..<shape.fanOut {
        let place = (row / Float.lanes * shape.fanOut + unit) * Float.lanes + row % Float.lanes
        twin.operands.deltas.start[place] = 0
      }
    }
    let inputs = twin.rows(twin.operands.inputs, shape.fanIn, step: twin.inputStep)
    let deltas = twin.rows(twin.operands.deltas, shape.fanOut, step: twin.outputStep)
    let gradients = [deltas.start, twin.operands.deltas.start].map { deltas in
      (
        weights: AlignedBuffer<Float>(count: shape.fanOut * twin.inputStep),
        biases: AlignedBuffer<Float>(count: shape.fanOut), deltas: deltas
      )
    }
    let width = (shape.fanIn + Float.lanes - 1) / Float.lanes * Float.lanes
    for continuing in [false, true] {
      let sums = gradients.map {
        LayerGradient<Float>(
          inputs: inputs.start, deltas: $0.deltas, rows: filled, stride: twin.inputStep,
          fanOut: shape.fanOut, weights: $0.weights.start, biases: $0.biases.start)
      }
      for unit in stride(from: 0, to: shape.fanOut, by: 12) {
        kernels.weightGradient(
          sums[0], deltaStep: twin.outputStep, units: unit..<min(unit + 12, shape.fanOut),
          columns: 0..<width, continuing: continuing)
      }
      kernels.biasGradient(sums[0], deltaStep: twin.outputStep, continuing: continuing)
      Float.weightGradient(
        sums[1], units: 0..<shape.fanOut, columns: 0..<width, continuing: continuing)
      Float.biasGradient(sums[1], units: 0..<shape.fanOut, continuing: continuing)
      #expect(twin.isSame(gradients[0].weights, gradients[1].weights))
      #expect(twin.isSame(gradients[0].biases, gradients[1].biases))
    }
  }

  /// Rows of the data are asked for meanwhile, from first to last and each once.
  @Test func asksForRowsAheadUntilNoneIsLeft() throws {
    let twin = Twin(KernelShape(fanIn: 30, fanOut: 64, panels: 16))
    let kernels = try #require(Float.rowKernels(for: .tanh))
    let turned = AlignedBuffer<Float>(count: kernels.turnedCount(inputs: 30, units: 64))
    let inputs = twin.rows(twin.operands.inputs, 30, step: twin.inputStep)
    let values = AlignedBuffer<Float>(count: twin.rows * twin.outputStep)
    let data = [Float](repeating: 1, count: 1000 * 30)
    let chosen = (0..<100).map { Int32($0 * 10) }
    data.withUnsafeBufferPointer { data in
      chosen.withUnsafeBufferPointer { chosen in
        var ahead = RowsAhead(
          FeatureRows(dense: data.baseAddress, count: 1000, columns: 30), chosen)
        var left = [ahead.count]
        while ahead.count > 0, left.count < 10 {
          kernels.forward(
            twin.operands.layer, turned: turned.start,
            RowPair(
              source: inputs.start, sourceStep: twin.inputStep, target: values.start,
              targetStep: twin.outputStep, count: twin.rows), ahead: &ahead)
          left.append(ahead.count)
        }
        #expect(left == [100, 34, 0])
      }
    }
  }
}
