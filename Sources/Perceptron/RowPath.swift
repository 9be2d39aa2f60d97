import Numerics

/// What hidden layers need that are computed in rows instead of panels; the bits are the same.
///
/// The numbers of a layer lie in the rows that the next layer's gradient is summed from, its δ as they do.
///
/// Pointers into a `RowMemory` and nothing that is counted: in each batch all threads copy it.
struct RowPath<Scalar: Real> {
  /// The kernels of the network's activation.
  let kernels: Scalar.RowKernel
  /// δ of several outputs in rows, `outputStep` apart; those of one output lie so in their panels.
  let outputDeltas: UnsafeMutablePointer<Scalar>?
  let outputStep: Int
  /// The turned weights of a layer for each member, `turnedCount` apart.
  let turned: UnsafeMutablePointer<Scalar>
  let turnedCount: Int

  /// Up to so many outputs are computed from rows; for more it pays to make panels.
  static var fewOutputs: Int { 8 }

  /// Where a member of a team turns the weights of a layer.
  func turned(by member: Int) -> UnsafeMutablePointer<Scalar> { turned + member * turnedCount }
}
