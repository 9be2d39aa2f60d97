/// How one layer's numbers lie in memory.
///
/// Rows of a minibatch are taken `lanes` at a time. A *panel* holds such a group transposed: for
/// each unit a vector with that unit's value in every row, so a panel of a layer of `units` units
/// is `units` vectors. Row-major copies and weights have rows of `stride` numbers, the end padded
/// with zeros. A layer's weights are stored a row for each output unit, [fanOut × stride(fanIn)].
package enum PanelShape {
  /// Length of a padded row of `columns` numbers.
  ///
  /// A multiple of a vector; long rows are an odd number of 64-byte lines, so that walking down a
  /// column does not fall into few cache sets.
  @inlinable package static func stride<Scalar: Real>(_ columns: Int, of _: Scalar.Type) -> Int {
    let lanes = Scalar.lanes
    guard columns > 8 * lanes else { return (columns + lanes - 1) / lanes * lanes }
    let lines = (columns + 2 * lanes - 1) / (2 * lanes)
    return (lines | 1) * 2 * lanes
  }

  /// Number of panels that `rows` rows fill, the last one perhaps in part.
  @inlinable package static func panels<Scalar: Real>(_ rows: Int, of _: Scalar.Type) -> Int {
    (rows + Scalar.lanes - 1) / Scalar.lanes
  }
}
