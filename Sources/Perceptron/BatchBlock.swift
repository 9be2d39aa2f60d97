/// One part of a batch: the rows that are propagated together.
struct BatchBlock: Sendable {
  /// Positions in the epoch's order.
  let positions: Range<Int>
  /// Whether the batch begins here, so that sums begin anew.
  let isFirst: Bool
  /// Whether the same rows still lie in the workspace from the batch before.
  let isLoaded: Bool
  /// Where the panels of its inputs, targets and weights begin in the workspace.
  let inputPanel: Int
}
