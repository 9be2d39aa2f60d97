import Numerics

/// Memory in which a small network of one hidden layer is computed in one call, where the processor has a
/// kernel for it; the kernel writes the same bits as those that do it step by step.
struct ShallowMemory<Scalar: Real>: Sendable {
  private let scratch: AlignedBuffer<Scalar>
  private let hidden: ParameterLayout.Slot
  private let output: ParameterLayout.Slot
  private let function: ElementFunction

  /// Allocates it.
  ///
  /// - Parameter rows: the most rows at a time.
  /// - Returns: nil where the network or the rows are not for it.
  init?(_ architecture: Architecture, _ layout: ParameterLayout, rows: Int) {
    let limits = ShallowNetwork<Scalar>.limits
    guard layout.slots.count == 2, rows <= limits.rows,
      (1...limits.inputs).contains(layout.slots[0].fanIn),
      layout.slots[0].fanOut <= limits.units, architecture.outputs <= limits.outputs
    else { return nil }
    switch architecture.output {
    case .logistic where architecture.outputs == 1: break
    case .softmax where architecture.outputs > 1: break
    case .logistic, .softmax, .identity: return nil
    }
    switch architecture.activation {
    case .tanh where architecture.tanhDerivative == .correct: break
    case .sigmoid, .relu: break
    case .tanh, .identity: return nil
    }
    (hidden, output) = (layout.slots[0], layout.slots[1])
    function = architecture.activation.function(within: .any)
    guard
      let room = Scalar.shallowRoom(
        rows: rows, inputs: hidden.fanIn, units: hidden.fanOut, outputs: output.fanOut)
    else { return nil }
    scratch = AlignedBuffer(count: room)
  }

  /// Sums gradient and loss over a batch.
  ///
  /// - Parameters:
  ///   - order: the rows of the batch.
  ///   - gradients: receives the sums in the layout of the parameters.
  ///   - isNarrow: whether they are summed in the order of a narrow network.
  /// - Returns: the sum of the rows' losses; nil where nothing was done.
  @inline(__always) func sum(
    _ rows: TrainingRows<Scalar>, _ order: UnsafeBufferPointer<Int32>,
    parameters: UnsafePointer<Scalar>,
    into gradients: UnsafeMutablePointer<Scalar>, isNarrow: Bool
  ) -> Double? {
    guard let source = rows.inputs.dense else { return nil }
    return Scalar.shallowPass(
      network(parameters),
      ShallowBatch(
        source: source, targets: rows.targets,
        rows: order,
        hiddenSums: .init(weights: gradients + hidden.weights, biases: gradients + hidden.biases),
        outputSums: .init(weights: gradients + output.weights, biases: gradients + output.biases),
        isNarrow: isNarrow))
  }

  /// Scores rows, which are not padded, and returns whether it was done.
  @inline(__always) func score(
    _ source: UnsafePointer<Scalar>, rows: Int, parameters: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) -> Bool {
    Scalar.shallowScores(network(parameters), source, rows: rows, into: target)
  }

  @inline(__always)
  private func network(_ parameters: UnsafePointer<Scalar>) -> ShallowNetwork<Scalar> {
    ShallowNetwork(
      hidden: hidden.layer(in: parameters), output: output.layer(in: parameters),
      function: function, scratch: scratch.start)
  }
}

extension Matrix {
  /// Whether each row has nothing but 0 and 1 and, where it has several, a single 1.
  var isOneHot: Bool {
    withUnsafeElements { elements in
      var start = 0
      while start < elements.count {
        var sum: Scalar = 0
        for index in start..<start + columns {
          guard elements[index] == 0 || elements[index] == 1 else { return false }
          sum += elements[index]
        }
        guard columns == 1 || sum == 1 else { return false }
        start += columns
      }
      return true
    }
  }
}
