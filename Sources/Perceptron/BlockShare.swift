import Numerics

/// Some neighbouring panels of a block: what one member of a team propagates, or a half.
struct BlockShare<Scalar: Real>: Sendable {
  /// The rows in them, counted from the block's first: fewer than there are places where the last panel is not
  /// full.
  let rows: Range<Int>
  /// Where they lie in the workspace; those of inputs, counted from the block's `inputPanel`.
  let panels: Range<Int>

  /// Takes one of `count` shares of a block: whole pairs of panels, so that the kernels work on two at a time.
  ///
  /// - Parameters:
  ///   - blockRows: number of rows of the block.
  ///   - secondHalf: where the panels of the second of two shares begin; nil for right after the first.
  init(_ index: Int, of count: Int, blockRows: Int, secondHalf: Int?) {
    let all = PanelShape.panels(blockRows, of: Scalar.self)
    let pairs = GradientUnit.share(of: (all + 1) / 2, member: index, members: count)
    let (first, end) = (min(2 * pairs.lowerBound, all), min(2 * pairs.upperBound, all))
    rows = min(first * Scalar.lanes, blockRows)..<min(end * Scalar.lanes, blockRows)
    let place = index == 1 && count == 2 ? secondHalf ?? first : first
    panels = place..<place + end - first
  }

  /// Where the rows lie in the workspace.
  var places: Range<Int> {
    let first = panels.lowerBound * Scalar.lanes
    return first..<first + rows.count
  }
}
