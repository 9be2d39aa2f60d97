import Numerics

/// The memory of a `RowPath`.
final class RowMemory<Scalar: Real>: Sendable {
  private let kernels: Scalar.RowKernel
  private let outputDeltas: AlignedBuffer<Scalar>?
  private let outputStep: Int
  /// [members × turnedCount].
  private let turned: AlignedBuffer<Scalar>
  /// As many numbers as the largest layer has turned, and a gap.
  private let turnedCount: Int

  /// Allocates it.
  ///
  /// - Parameters:
  ///   - rows: the most rows at a time, whole panels.
  ///   - members: of the team that shares the work.
  /// - Returns: nil where the processor has no kernels for the network, or panels are faster.
  init?(_ architecture: Architecture, _ layout: ParameterLayout, rows: Int, members: Int) {
    let hidden = layout.slots.dropLast()
    guard !hidden.isEmpty, hidden.allSatisfy({ Self.fillsVectors($0.fanOut) }),
      architecture.tanhDerivative == .correct,
      let kernels = Scalar.rowKernels(for: architecture.activation.function(within: .any))
    else { return nil }
    self.kernels = kernels
    let most = hidden.reduce(0) { count, slot in
      max(count, kernels.turnedCount(inputs: slot.fanIn, units: slot.fanOut))
    }
    turnedCount = most + AlignedBuffer<Scalar>.gap
    turned = AlignedBuffer(count: members * turnedCount)
    let outputs = architecture.outputs
    firstPanelled = outputs > RowPath<Scalar>.fewOutputs ? hidden.count : hidden.count + 1
    outputStep = outputs == 1 ? 1 : PanelShape.stride(outputs, of: Scalar.self)
    outputDeltas = outputs == 1 ? nil : AlignedBuffer(count: rows * outputStep)
  }

  /// Whether three of four numbers are units in the vectors that hold a row of them.
  private static func fillsVectors(_ units: Int) -> Bool {
    let vector = 2 * Scalar.lanes
    return 4 * units >= 3 * ((units + vector - 1) / vector * vector)
  }

  /// The first layer whose inputs are wanted in panels; with few outputs there is none, but the scores are.
  let firstPanelled: Int

  /// The path, whose pointers are good as long as this memory is kept.
  var path: RowPath<Scalar> {
    RowPath(
      kernels: kernels, outputDeltas: outputDeltas?.start, outputStep: outputStep,
      turned: turned.start, turnedCount: turnedCount)
  }
}
