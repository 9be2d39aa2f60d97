import Numerics

/// All the memory of one training: allocated once, written by the members of the team in turns.
///
/// Shapes: P panels of V rows each hold a block of the batch.
final class Workspace<Scalar: Real>: Sendable {
  /// Rows that are propagated before their gradients are summed; a larger batch goes in blocks.
  static var blockRows: Int { 1024 }

  /// The most parameters of a narrow network, whose gradient is summed panel by panel: some hundred
  /// vectors stay in the first-level cache.
  private static var narrowParameters: Int { 256 }

  /// From so many rows a batch on, and up to so many parameters, the gradient is summed in two halves.
  private static var halvedRows: Int { 128 }
  private static var halvedParameters: Int { 65_536 }

  /// Places for panels after those of each of two threads: for the numbers of 16 units they take a page, see
  /// `AlignedBuffer.gap`.
  private static var gapPanels: Int { AlignedBuffer<Scalar>.gap / (16 * Scalar.lanes) }

  /// The shape of the network.
  let architecture: Architecture
  /// Where the parameters lie in `parameters`, `gradients`, `first` and `second`.
  let layout: ParameterLayout
  /// Whether the inputs of all rows stay loaded, each block in a place of its own.
  let holdsAll: Bool
  /// Places for the panels of a block.
  let panels: Int
  /// Where the panels of the second half of a block begin, where each of two threads keeps to its own half; nil
  /// where they follow those of the first.
  let secondHalf: Int?
  /// The parameters, between two epochs; within one they may change places with the gradients, see
  /// `BatchStep.advance`.
  let parameters: AlignedBuffer<Scalar>
  /// Sums of gradients over the batch.
  let gradients: AlignedBuffer<Scalar>
  /// Sums of gradients over the second half of each block, where they are summed in halves; else nil.
  ///
  /// Each of two threads then reads what it wrote itself, and gives away a gradient, not its rows.
  let halfGradients: AlignedBuffer<Scalar>?
  /// Velocities, or adam's first moments.
  let first: AlignedBuffer<Scalar>
  /// Adam's second moments.
  let second: AlignedBuffer<Scalar>
  /// The inputs of each layer in rows, [P·V × stride(fanIn)]; as the targets and the rows' weights, the
  /// network's own inputs have as many panels as all rows where they stay loaded.
  let rows: [AlignedBuffer<Scalar>]
  /// The inputs of each layer and the scores in panels, [P × units × V]; empty where they are not wanted so.
  let values: [AlignedBuffer<Scalar>]
  /// δ of each layer in panels, [P × fanOut × V], or that of hidden layers as their values lie in `rows`; the
  /// last one is the scores' buffer.
  let deltas: [AlignedBuffer<Scalar>]
  /// Targets in panels, [P × outputs × V].
  let targets: AlignedBuffer<Scalar>
  /// The rows' weights, [P × V].
  let rowWeights: AlignedBuffer<Scalar>
  /// The losses of the block's panels, [P].
  let losses: AlignedBuffer<Double>
  /// The sums of a narrow network's gradient, [parameters × 2 × V], layer by layer; nil for any other.
  let laneSums: AlignedBuffer<Scalar>?
  /// The greatest magnitude of each input over the training rows, [stride(inputs)]; nil where the shape
  /// of the network makes no use of it.
  let inputReach: AlignedBuffer<Scalar>?
  /// Whether logistic units near 0 may be computed by their polynomial: in larger batches than those that
  /// are done in one call, whose kernel has the other form alone.
  let hasCentre: Bool
  /// Where hidden layers are computed in rows; nil where they are in panels.
  let rowMemory: RowMemory<Scalar>?
  /// Where a batch is done in one call; nil where none is.
  let shallow: ShallowMemory<Scalar>?

  /// Inputs of all rows that take no more than so many bytes stay loaded.
  private static var heldBytes: Int { 1 << 25 }

  /// Allocates what batches of `batchRows` rows need.
  ///
  /// - Parameters:
  ///   - members: of the team that shares the work.
  ///   - isFixed: whether each batch is all rows, in the same order.
  ///   - isPlain: whether one thread takes rows that are kept written out, each of weight 1 and with a
  ///     class for a target.
  init(
    _ architecture: Architecture, batchRows: Int, members: Int, isFixed: Bool,
    isPlain: @autoclosure () -> Bool
  ) {
    let layout = ParameterLayout(architecture, of: Scalar.self)
    self.architecture = architecture
    self.layout = layout
    parameters = AlignedBuffer(count: layout.count)
    gradients = AlignedBuffer(count: layout.count)
    let isHalved =
      batchRows >= Self.halvedRows && architecture.parameterCount <= Self.halvedParameters
      && !Self.isNarrow(architecture)
    halfGradients = isHalved ? AlignedBuffer(count: layout.count) : nil
    first = AlignedBuffer(count: layout.count)
    second = AlignedBuffer(count: layout.count)
    let mostRows = min(batchRows, Self.blockRows)
    let gap = isHalved && members == 2 ? Self.gapPanels : 0
    let firstHalf = BlockShare<Scalar>(0, of: 2, blockRows: mostRows, secondHalf: nil).panels
    secondHalf = gap > 0 ? firstHalf.upperBound + gap : nil
    panels = PanelShape.panels(mostRows, of: Scalar.self) + 2 * gap
    let blockRows = panels * Scalar.lanes
    let blocks = (batchRows + Self.blockRows - 1) / Self.blockRows
    let inputBytes = blocks * blockRows * layout.slots[0].stride * MemoryLayout<Scalar>.stride
    holdsAll = isFixed && (blocks == 1 || inputBytes <= Self.heldBytes)
    let inputRows = holdsAll ? blocks * blockRows : blockRows
    rows = layout.slots.enumerated().map { index, slot in
      AlignedBuffer(count: (index == 0 ? inputRows : blockRows) * slot.stride)
    }
    let rowMemory =
      isHalved ? RowMemory<Scalar>(architecture, layout, rows: blockRows, members: members) : nil
    self.rowMemory = rowMemory
    let panelled = rowMemory?.firstPanelled ?? 0
    let inputPanels = layout.slots.enumerated().map { index, slot in
      let rows = index == 0 ? inputRows : blockRows
      return AlignedBuffer<Scalar>(count: index < panelled ? 0 : rows * slot.fanIn)
    }
    let scores = AlignedBuffer<Scalar>(count: blockRows * architecture.outputs)
    values = inputPanels + [scores]
    let hidden = layout.slots.dropFirst().map { slot in
      AlignedBuffer<Scalar>(count: blockRows * (rowMemory == nil ? slot.fanIn : slot.stride))
    }
    deltas = hidden + [scores]
    targets = AlignedBuffer(count: inputRows * architecture.outputs)
    rowWeights = AlignedBuffer(count: inputRows)
    losses = AlignedBuffer(count: panels)
    laneSums =
      Self.isNarrow(architecture)
      ? AlignedBuffer(count: 2 * architecture.parameterCount * Scalar.lanes) : nil
    inputReach =
      Self.isNarrow(architecture) && architecture.hasInputReach
      ? AlignedBuffer(count: layout.slots[0].stride) : nil
    hasCentre = batchRows > ShallowNetwork<Scalar>.limits.rows
    shallow =
      !isHalved && batchRows <= ShallowNetwork<Scalar>.limits.rows && isPlain()
      ? ShallowMemory(architecture, layout, rows: batchRows) : nil
  }

  /// Whether a network is so small that one thread sums its gradient panel by panel.
  static func isNarrow(_ architecture: Architecture) -> Bool {
    architecture.parameterCount <= narrowParameters
  }

  /// Copies a buffer out.
  func copy(_ buffer: AlignedBuffer<Scalar>) -> [Scalar] {
    Array(UnsafeBufferPointer(start: buffer.start, count: buffer.count))
  }

  /// Copies numbers back into a buffer of the same length.
  func restore(_ numbers: [Scalar], to buffer: AlignedBuffer<Scalar>) {
    precondition(numbers.count == buffer.count, "the numbers are of another network")
    for (index, number) in numbers.enumerated() { buffer.start[index] = number }
  }
}
