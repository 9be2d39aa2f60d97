#if arch(x86_64)
  import CWideKernels
#endif

/// A small network of one hidden layer, where its parameters lie, and memory to compute in.
package struct ShallowNetwork<Scalar: Real> {
  /// The hidden layer.
  package let hidden: DenseLayer<Scalar>
  /// The output layer: one logistic unit, or a softmax.
  package let output: DenseLayer<Scalar>
  /// Tanh, sigmoid or relu.
  package let function: ElementFunction
  /// As many numbers as `shallowRoom` says.
  package let scratch: UnsafeMutablePointer<Scalar>

  /// Describes a network.
  @inlinable @inline(__always) package init(
    hidden: DenseLayer<Scalar>, output: DenseLayer<Scalar>, function: ElementFunction,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    self.hidden = hidden
    self.output = output
    self.function = function
    self.scratch = scratch
  }

  /// The most rows of a batch, inputs, hidden units and outputs: what is computed in between stays in the
  /// caches.
  package static var limits: (rows: Int, inputs: Int, units: Int, outputs: Int) {
    (128, 128, 128, 16)
  }
}

/// The rows of a batch, and where its gradient is to be summed.
package struct ShallowBatch<Scalar: Real> {
  /// All rows, not padded.
  package let source: UnsafePointer<Scalar>
  /// The targets of all rows, each 0 or 1; of a softmax one of a row is 1.
  package let targets: UnsafePointer<Scalar>
  /// The rows of the batch.
  package let rows: UnsafeBufferPointer<Int32>
  /// Receive the sums of the hidden layer's gradient, weights in [fanOut × stride].
  package let hiddenSums: LayerSums
  /// Receive those of the output layer.
  package let outputSums: LayerSums
  /// Whether gradient and loss are summed in the order of a narrow network.
  package let isNarrow: Bool

  /// Where the gradient of a layer is summed.
  package struct LayerSums {
    let weights: UnsafeMutablePointer<Scalar>
    let biases: UnsafeMutablePointer<Scalar>

    /// Names the places.
    package init(weights: UnsafeMutablePointer<Scalar>, biases: UnsafeMutablePointer<Scalar>) {
      self.weights = weights
      self.biases = biases
    }
  }

  /// Describes a batch.
  package init(
    source: UnsafePointer<Scalar>, targets: UnsafePointer<Scalar>,
    rows: UnsafeBufferPointer<Int32>, hiddenSums: LayerSums, outputSums: LayerSums,
    isNarrow: Bool
  ) {
    self.source = source
    self.targets = targets
    self.rows = rows
    self.hiddenSums = hiddenSums
    self.outputSums = outputSums
    self.isNarrow = isNarrow
  }
}

#if arch(x86_64)
  extension wide_shallow_f32 {
    /// The network alone, for so many rows; nil where there is no kernel for its function.
    fileprivate init?(
      _ network: ShallowNetwork<Float>, source: UnsafePointer<Float>, rows: Int
    ) {
      self.init()
      switch network.function {
      case .tanh: activation = wide_activation_tanh
      case .sigmoid: activation = wide_activation_logistic
      case .relu: activation = wide_activation_relu
      case .identity, .centralSigmoid: return nil
      }
      (weights, biases) = (network.hidden.weights, network.hidden.biases)
      (out_weights, out_biases) = (network.output.weights, network.output.biases)
      (fan_in, units, stride) =
        (network.hidden.fanIn, network.hidden.fanOut, network.hidden.stride)
      (outputs, out_stride) = (network.output.fanOut, network.output.stride)
      scratch = network.scratch
      self.source = source
      self.rows = rows
    }
  }
#endif

extension Float {
  package static func shallowRoom(rows: Int, inputs: Int, units: Int, outputs: Int) -> Int? {
    #if arch(x86_64)
      return WideKernels.areUsed ? wide_shallow_room_f32(rows, inputs, units, outputs) : nil
    #else
      return nil
    #endif
  }

  package static func shallowPass(
    _ network: ShallowNetwork<Self>, _ batch: ShallowBatch<Self>
  ) -> Double? {
    #if arch(x86_64)
      guard
        var pass = wide_shallow_f32(network, source: batch.source, rows: batch.rows.count)
      else { return nil }
      (pass.weight_sums, pass.bias_sums) = (batch.hiddenSums.weights, batch.hiddenSums.biases)
      (pass.out_weight_sums, pass.out_bias_sums) =
        (batch.outputSums.weights, batch.outputSums.biases)
      pass.targets = batch.targets
      pass.order = batch.rows.baseAddress
      pass.is_narrow = batch.isNarrow
      var losses = 0.0
      return wide_shallow_f32(&pass, &losses) ? losses : nil
    #else
      return nil
    #endif
  }

  package static func shallowScores(
    _ network: ShallowNetwork<Self>, _ source: UnsafePointer<Self>, rows: Int,
    into probabilities: UnsafeMutablePointer<Self>
  ) -> Bool {
    #if arch(x86_64)
      guard var pass = wide_shallow_f32(network, source: source, rows: rows) else { return false }
      wide_shallow_scores_f32(&pass, probabilities)
      return true
    #else
      return false
    #endif
  }
}

extension Double {
  package static func shallowRoom(rows: Int, inputs: Int, units: Int, outputs: Int) -> Int? { nil }

  package static func shallowPass(
    _ network: ShallowNetwork<Self>, _ batch: ShallowBatch<Self>
  ) -> Double? { nil }

  package static func shallowScores(
    _ network: ShallowNetwork<Self>, _ source: UnsafePointer<Self>, rows: Int,
    into probabilities: UnsafeMutablePointer<Self>
  ) -> Bool { false }
}
