import Glibc
import Numerics
import Testing

/// Sizes of one layer and a number of panels.
struct KernelShape: Sendable, CustomTestStringConvertible {
  let fanIn: Int
  let fanOut: Int
  let panels: Int

  var testDescription: String { "\(fanIn) to \(fanOut), \(panels) panels" }

  /// Every remainder of a tile's height, odd and even panels, more steps than a block has.
  static let all: [KernelShape] =
    (1...13).flatMap { size in
      [
        KernelShape(fanIn: size, fanOut: 14 - size, panels: 1 + size % 3),
        KernelShape(fanIn: 3 * size, fanOut: size, panels: 4),
      ]
    } + [
      KernelShape(fanIn: 300, fanOut: 7, panels: 3), KernelShape(fanIn: 5, fanOut: 523, panels: 2),
    ]
}

/// The operands of the kernels with reproducible contents.
struct KernelOperands<Scalar: Real> {
  let shape: KernelShape
  let stride: Int
  let weights: AlignedBuffer<Scalar>
  let biases: AlignedBuffer<Scalar>
  let inputs: AlignedBuffer<Scalar>
  let deltas: AlignedBuffer<Scalar>

  var layer: DenseLayer<Scalar> {
    DenseLayer(
      weights: weights.start, biases: biases.start, fanIn: shape.fanIn, fanOut: shape.fanOut,
      stride: stride)
  }

  init(_ shape: KernelShape) {
    self.shape = shape
    var random = RandomState(seed: 8)
    stride = PanelShape.stride(shape.fanIn, of: Scalar.self)
    weights = AlignedBuffer(count: shape.fanOut * stride)
    biases = AlignedBuffer(count: shape.fanOut)
    inputs = AlignedBuffer(count: shape.panels * shape.fanIn * Scalar.lanes)
    deltas = AlignedBuffer(count: shape.panels * shape.fanOut * Scalar.lanes)
    for unit in 0..<shape.fanOut {
      biases.start[unit] = Scalar(random.normal())
      for input in 0..<shape.fanIn {
        weights.start[unit * stride + input] = Scalar(random.normal())
      }
    }
    for index in 0..<inputs.count { inputs.start[index] = Scalar(random.uniform()) }
    for index in 0..<deltas.count { deltas.start[index] = Scalar(random.normal()) }
  }

  /// The number of a row and a unit in a buffer of panels.
  func at(_ buffer: AlignedBuffer<Scalar>, _ row: Int, _ unit: Int, of units: Int) -> Scalar {
    let lanes = Scalar.lanes
    return buffer.start[(row / lanes * units + unit) * lanes + row % lanes]
  }
}

@Suite struct KernelTests {
  @Test(arguments: KernelShape.all) func forwardEqualsItsNaiveTwinBitForBit(_ shape: KernelShape) {
    forward(shape, Float.self)
    forward(shape, Double.self)
  }

  private func forward<Scalar: Real>(_ shape: KernelShape, _: Scalar.Type) {
    let operands = KernelOperands<Scalar>(shape)
    let outputs = AlignedBuffer<Scalar>(count: shape.panels * shape.fanOut * Scalar.lanes)
    Scalar.forward(
      operands.layer, inputs: operands.inputs.start, outputs: outputs.start, panels: shape.panels,
      function: .identity)
    var equal = true
    for row in 0..<(shape.panels * Scalar.lanes) {
      for unit in 0..<shape.fanOut {
        var sum = operands.biases.start[unit]
        for input in 0..<shape.fanIn {
          sum.addProduct(
            operands.weights.start[unit * operands.stride + input],
            operands.at(operands.inputs, row, input, of: shape.fanIn))
        }
        equal = equal && sum == operands.at(outputs, row, unit, of: shape.fanOut)
      }
    }
    #expect(equal)
  }

  @Test(arguments: KernelShape.all) func backwardEqualsItsNaiveTwinBitForBit(_ shape: KernelShape) {
    backward(shape, Float.self)
    backward(shape, Double.self)
  }

  private func backward<Scalar: Real>(_ shape: KernelShape, _: Scalar.Type) {
    let operands = KernelOperands<Scalar>(shape)
    let outputs = AlignedBuffer<Scalar>(count: shape.panels * shape.fanIn * Scalar.lanes)
    Scalar.backward(
      operands.layer, deltas: operands.deltas.start, values: operands.inputs.start,
      outputs: outputs.start, panels: shape.panels, derivative: .tanh)
    var equal = true
    for row in 0..<(shape.panels * Scalar.lanes) {
      for input in 0..<shape.fanIn {
        var sum: Scalar = 0
        for unit in 0..<shape.fanOut {
          sum.addProduct(
            operands.weights.start[unit * operands.stride + input],
            operands.at(operands.deltas, row, unit, of: shape.fanOut))
        }
        let value = operands.at(operands.inputs, row, input, of: shape.fanIn)
        sum *= 1 - value * value
        equal = equal && sum == operands.at(outputs, row, input, of: shape.fanIn)
      }
    }
    #expect(equal)
  }

  @Test(arguments: KernelShape.all) func gradientEqualsItsNaiveTwin(_ shape: KernelShape) {
    gradient(shape, Float.self)
    gradient(shape, Double.self)
  }

  private func gradient<Scalar: Real>(_ shape: KernelShape, _: Scalar.Type) {
    let operands = KernelOperands<Scalar>(shape)
    let count = shape.panels * Scalar.lanes
    let rows = AlignedBuffer<Scalar>(count: count * operands.stride)
    Scalar.transposePanels(
      operands.inputs.start, columns: shape.fanIn, count: shape.panels, rows: rows.start,
      stride: operands.stride)
    let back = AlignedBuffer<Scalar>(count: operands.inputs.count)
    Scalar.transposeRows(
      rows.start, stride: operands.stride, columns: shape.fanIn, panels: back.start,
      count: shape.panels)
    #expect((0..<back.count).allSatisfy { back.start[$0] == operands.inputs.start[$0] })
    // The last two rows do not count: their δ must be zero for the biases, and the weights' sum
    // must not reach them.
    let filled = count - 2
    for row in filled..<count {
      for unit in 0..<shape.fanOut {
        let place = (row / Scalar.lanes * shape.fanOut + unit) * Scalar.lanes + row % Scalar.lanes
        operands.deltas.start[place] = 0
      }
    }
    let weights = AlignedBuffer<Scalar>(count: shape.fanOut * operands.stride)
    let biases = AlignedBuffer<Scalar>(count: shape.fanOut)
    let sums = LayerGradient<Scalar>(
      inputs: rows.start, deltas: operands.deltas.start, rows: filled, stride: operands.stride,
      fanOut: shape.fanOut, weights: weights.start, biases: biases.start)
    let width = (shape.fanIn + Scalar.lanes - 1) / Scalar.lanes * Scalar.lanes
    Scalar.weightGradient(sums, units: 0..<shape.fanOut, columns: 0..<width, continuing: false)
    Scalar.biasGradient(sums, units: 0..<shape.fanOut, continuing: false)
    var equal = true
    for unit in 0..<shape.fanOut {
      var bias = 0.0
      for row in 0..<filled {
        bias += Double(operands.at(operands.deltas, row, unit, of: shape.fanOut))
      }
      let error = (Double(biases.start[unit]) - bias).magnitude
      equal = equal && error < 64 * Double(Scalar.ulpOfOne)
      for input in 0..<shape.fanIn {
        var sum: Scalar = 0
        for row in 0..<filled {
          sum.addProduct(
            operands.at(operands.inputs, row, input, of: shape.fanIn),
            operands.at(operands.deltas, row, unit, of: shape.fanOut))
        }
        equal = equal && sum == weights.start[unit * operands.stride + input]
      }
    }
    #expect(equal)
  }

  @Test(arguments: KernelShape.all)
  func panelGradientEqualsItsNaiveTwinBitForBit(_ shape: KernelShape) {
    panelGradient(shape, Float.self)
    panelGradient(shape, Double.self)
  }

  private func panelGradient<Scalar: Real>(_ shape: KernelShape, _: Scalar.Type) {
    let operands = KernelOperands<Scalar>(shape)
    let (lanes, columns) = (Scalar.lanes, shape.fanIn + 1)
    let sums = AlignedBuffer<Scalar>(count: 2 * shape.fanOut * columns * lanes)
    // The first two panels, and then the others on top of them.
    let some = min(2, shape.panels)
    for panels in [0..<some, some..<shape.panels] {
      Scalar.panelGradient(
        PanelGradient(
          inputs: operands.inputs.start + panels.lowerBound * shape.fanIn * lanes,
          deltas: operands.deltas.start + panels.lowerBound * shape.fanOut * lanes,
          fanIn: shape.fanIn, fanOut: shape.fanOut, sums: sums.start), panels: panels.count,
        continuing: panels.lowerBound > 0)
    }
    var equal = true
    for unit in 0..<shape.fanOut {
      for column in 0..<columns {
        // The lanes of the even panels and those of the odd ones.
        for lane in 0..<(2 * lanes) {
          var sum: Scalar = 0
          for row in stride(from: lane, to: shape.panels * lanes, by: 2 * lanes) {
            let delta = operands.at(operands.deltas, row, unit, of: shape.fanOut)
            if column < shape.fanIn {
              sum.addProduct(operands.at(operands.inputs, row, column, of: shape.fanIn), delta)
            } else {
              sum += delta
            }
          }
          equal = equal && sum == sums.start[2 * (unit * columns + column) * lanes + lane]
        }
      }
    }
    #expect(equal)
  }
}
