import Numerics

/// All the memory of one training: allocated once, written by the members of the team in turns.
///
/// Shapes: P panels of V rows each hold a block of the batch.
final class Workspace<Scalar: Real>: Sendable {
  /// Rows that are propagated before their gradients are summed; a larger batch goes in blocks.
  static var blockRows: Int { 1024 }

  /// Where the parameters lie in `parameters`, `gradients`, `first` and `second`.
  let layout: ParameterLayout
  /// Most panels of a block.
  let panels: Int
  /// The parameters.
  let parameters: AlignedBuffer<Scalar>
  /// Sums of gradients over the batch.
  let gradients: AlignedBuffer<Scalar>
  /// Velocities, or adam's first moments.
  let first: AlignedBuffer<Scalar>
  /// Adam's second moments.
  let second: AlignedBuffer<Scalar>
  /// The inputs of each layer in rows, [P·V × stride(fanIn)].
  let rows: [AlignedBuffer<Scalar>]
  /// The inputs of each layer and the scores in panels, [P × units × V].
  let values: [AlignedBuffer<Scalar>]
  /// δ of each layer in panels, [P × fanOut × V]; the last one is the scores' buffer.
  let deltas: [AlignedBuffer<Scalar>]
  /// Targets in panels, [P × outputs × V].
  let targets: AlignedBuffer<Scalar>
  /// The rows' weights, [P × V].
  let rowWeights: AlignedBuffer<Scalar>
  /// The losses of the block's panels, [P].
  let losses: AlignedBuffer<Double>

  /// Allocates what batches of `batchRows` rows need.
  init(_ architecture: Architecture, batchRows: Int) {
    let layout = ParameterLayout(architecture, of: Scalar.self)
    self.layout = layout
    let panels = PanelShape.panels(min(batchRows, Self.blockRows), of: Scalar.self)
    self.panels = panels
    let blockRows = panels * Scalar.lanes
    parameters = AlignedBuffer(count: layout.count)
    gradients = AlignedBuffer(count: layout.count)
    first = AlignedBuffer(count: layout.count)
    second = AlignedBuffer(count: layout.count)
    rows = layout.slots.map { AlignedBuffer(count: blockRows * $0.stride) }
    let values = ([architecture.inputs] + layout.slots.map(\.fanOut)).map {
      AlignedBuffer<Scalar>(count: blockRows * $0)
    }
    self.values = values
    let hidden = layout.slots.dropLast().map { AlignedBuffer<Scalar>(count: blockRows * $0.fanOut) }
    deltas = hidden + values.suffix(1)
    targets = AlignedBuffer(count: blockRows * architecture.outputs)
    rowWeights = AlignedBuffer(count: blockRows)
    losses = AlignedBuffer(count: panels)
  }
}
