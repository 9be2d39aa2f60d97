import Numerics

/// Where each layer's parameters lie in one flat buffer, in the kernels' order.
struct ParameterLayout: Sendable {
  /// One layer's place.
  struct Slot: Sendable {
    /// Number of inputs.
    let fanIn: Int
    /// Number of units.
    let fanOut: Int
    /// Length of a padded row of weights.
    let stride: Int
    /// Where the weights begin, [fanOut × stride].
    let weights: Int
    /// Where the biases begin, [fanOut].
    let biases: Int
    /// Numbers from the first bias to the end of the padding after the last.
    let biasCount: Int
  }

  /// The layers from the inputs to the outputs.
  let slots: [Slot]
  /// Length of the whole buffer.
  let count: Int

  /// Lays out an architecture's parameters for a scalar type.
  init<Scalar: Real>(_ architecture: Architecture, of type: Scalar.Type) {
    var slots: [Slot] = []
    var end = 0
    let line = 2 * Scalar.lanes
    for shape in architecture.layerShapes {
      let stride = PanelShape.stride(shape.fanIn, of: type)
      let weights = end
      let biases = weights + (shape.fanOut * stride + line - 1) / line * line
      let biasCount = (shape.fanOut + line - 1) / line * line
      end = biases + biasCount
      slots.append(
        Slot(
          fanIn: shape.fanIn, fanOut: shape.fanOut, stride: stride, weights: weights,
          biases: biases, biasCount: biasCount))
    }
    self.slots = slots
    count = end
  }

  /// Writes a network's parameters into a buffer of zeros.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func pack<Scalar: Real>(_ layers: [Layer<Scalar>], into buffer: UnsafeMutablePointer<Scalar>) {
    for (slot, layer) in zip(slots, layers) {
      layer.weight.withUnsafeElements { elements in
        for unit in 0..<slot.fanOut {
          let row = buffer + slot.weights + unit * slot.stride
          for input in 0..<slot.fanIn { row[input] = elements[input * slot.fanOut + unit] }
        }
      }
      for unit in 0..<slot.fanOut { buffer[slot.biases + unit] = layer.bias[unit] }
    }
  }

  /// Reads the layers back out of a buffer.
  func unpack<Scalar: Real>(_ buffer: UnsafePointer<Scalar>) -> [Layer<Scalar>] {
    slots.map { slot in
      let elements = [Scalar](unsafeUninitializedCapacity: slot.fanIn * slot.fanOut) {
        target, count in
        for input in 0..<slot.fanIn {
          for unit in 0..<slot.fanOut {
            target.initializeElement(
              at: input * slot.fanOut + unit,
              to: buffer[slot.weights + unit * slot.stride + input])
          }
        }
        count = slot.fanIn * slot.fanOut
      }
      let biases = (0..<slot.fanOut).map { buffer[slot.biases + $0] }
      return Layer(
        weight: Matrix(rows: slot.fanIn, columns: slot.fanOut, elements: elements), bias: biases)
    }
  }

  /// One layer as the kernels read it.
  func layer<Scalar: Real>(_ index: Int, in buffer: UnsafePointer<Scalar>) -> DenseLayer<Scalar> {
    slots[index].layer(in: buffer)
  }
}

extension ParameterLayout.Slot {
  /// The layer as the kernels read it.
  @inline(__always)
  func layer<Scalar: Real>(in buffer: UnsafePointer<Scalar>) -> DenseLayer<Scalar> {
    DenseLayer(
      weights: buffer + weights, biases: buffer + biases, fanIn: fanIn, fanOut: fanOut,
      stride: stride)
  }
}
