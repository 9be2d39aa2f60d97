import Numerics

/// What hidden layers need that are computed in rows instead of panels; the bits are the same.
///
/// The numbers of a layer lie in the rows that the next layer's gradient is summed from, its δ as they do.
final class RowPath<Scalar: Real>: Sendable {
  /// The kernels of the network's activation.
  let kernels: any RowKernels<Scalar>
  /// The turned weights of each hidden layer, for each member of a team its own.
  private let turned: [[AlignedBuffer<Scalar>]]
  /// δ of several outputs in rows, `outputStep` apart; those of one output lie so in their panels.
  let outputDeltas: AlignedBuffer<Scalar>?
  let outputStep: Int

  /// Allocates it.
  ///
  /// - Parameter rows: the most rows at a time, whole panels.
  /// - Returns: nil where the processor has no kernels for the network, or panels are faster.
  init?(_ architecture: Architecture, _ layout: ParameterLayout, rows: Int, members: Int) {
    let hidden = layout.slots.dropLast()
    guard !hidden.isEmpty, hidden.allSatisfy({ Self.fillsVectors($0.fanOut) }),
      architecture.tanhDerivative == .correct,
      let kernels = Scalar.rowKernels(for: architecture.activation.function(within: .any))
    else { return nil }
    self.kernels = kernels
    turned = (0..<members).map { _ in
      hidden.map { slot in
        AlignedBuffer(count: kernels.turnedCount(inputs: slot.fanIn, units: slot.fanOut))
      }
    }
    let outputs = architecture.outputs
    outputStep = outputs == 1 ? 1 : PanelShape.stride(outputs, of: Scalar.self)
    outputDeltas = outputs == 1 ? nil : AlignedBuffer(count: rows * outputStep)
  }

  /// Whether three of four numbers are units in the vectors that hold a row of them.
  private static func fillsVectors(_ units: Int) -> Bool {
    let vector = 2 * Scalar.lanes
    return 4 * units >= 3 * ((units + vector - 1) / vector * vector)
  }

  /// Up to so many outputs are computed from rows; for more it pays to make panels.
  static var fewOutputs: Int { 8 }

  /// Where a member has the turned weights of a hidden layer.
  func turned(_ layer: Int, of member: Int) -> UnsafeMutablePointer<Scalar> {
    turned[member][layer].start
  }
}
