package import Numerics

/// Scores many rows with one network: its parameters and the memory are prepared once.
///
/// Not for use by two threads at a time; each makes its own.
package final class Scorer<Scalar: Real> {
  /// Rows that are scored at a time.
  private static var blockRows: Int { 64 }

  private let architecture: Architecture
  private let layout: ParameterLayout
  private let parameters: AlignedBuffer<Scalar>
  private let rows: AlignedBuffer<Scalar>
  private let values: [AlignedBuffer<Scalar>]
  private let shallow: ShallowMemory<Scalar>?

  /// Prepares a network for scoring.
  package convenience init(_ network: Network<Scalar>) {
    self.init(network.architecture)
    layout.pack(network.layers, into: parameters.start)
  }

  /// Prepares the memory for networks of an architecture; the parameters are zero.
  init(_ architecture: Architecture) {
    self.architecture = architecture
    layout = ParameterLayout(architecture, of: Scalar.self)
    parameters = AlignedBuffer(count: layout.count)
    let inputs = architecture.inputs
    rows = AlignedBuffer(count: Self.blockRows * PanelShape.stride(inputs, of: Scalar.self))
    values = ([inputs] + layout.slots.map(\.fanOut)).map {
      AlignedBuffer(count: Self.blockRows * $0)
    }
    shallow = ShallowMemory(architecture, layout, rows: Self.blockRows)
  }

  /// Takes up other parameters of the same architecture, in the kernels' order.
  func adopt(_ source: UnsafePointer<Scalar>) {
    parameters.start.update(from: source, count: layout.count)
  }

  /// Scores rows: the probability of the positive class, of all classes, or the value.
  ///
  /// - Returns: [rows × outputs]. A row's scores do not depend on the other rows.
  package func scores(_ inputs: FeatureMatrix<Scalar>) -> Matrix<Scalar> {
    var result = Matrix<Scalar>(rows: inputs.rows, columns: architecture.outputs)
    inputs.withUnsafeRows { source in
      result.withUnsafeMutableElements { target in
        score(source, into: target)
      }
    }
    return result
  }

  /// Scores rows.
  ///
  /// - Parameters:
  ///   - inputs: [rows × inputs].
  ///   - outputs: [rows × outputs], row-major; overwritten.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func score(
    _ inputs: FeatureRows<Scalar>, into outputs: UnsafeMutableBufferPointer<Scalar>
  ) {
    let count = outputs.count / architecture.outputs
    precondition(
      inputs.count == count && inputs.columns == architecture.inputs
        && outputs.count == count * architecture.outputs, "the rows do not fit the network")
    guard let target = outputs.baseAddress else { return }
    var row = 0
    while row < count {
      let filled = min(Self.blockRows, count - row)
      if let source = inputs.dense, let shallow,
        shallow.score(
          source + row * inputs.columns, rows: filled, parameters: parameters.start,
          into: target + row * architecture.outputs)
      {
        row += filled
        continue
      }
      let panels = transposed(inputs, row..<row + filled)
      scoreBlock(panels, rows: filled, into: target + row * architecture.outputs)
      row += filled
    }
  }

  /// Scores rows that are in panels already.
  ///
  /// - Parameters:
  ///   - panels: as `PanelShape` says, the last one filled up with any rows.
  ///   - count: how many rows there are.
  ///   - outputs: [rows × outputs], row-major; overwritten.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func score(
    panels: UnsafePointer<Scalar>, rows count: Int, into outputs: UnsafeMutablePointer<Scalar>
  ) {
    var row = 0
    while row < count {
      scoreBlock(
        panels + row * architecture.inputs, rows: min(Self.blockRows, count - row),
        into: outputs + row * architecture.outputs)
      row += Self.blockRows
    }
  }

  /// A block of rows as panels.
  @inline(__always)
  private func transposed(_ source: FeatureRows<Scalar>, _ chosen: Range<Int>)
    -> UnsafePointer<Scalar>
  {
    let inputs = architecture.inputs
    let stride = PanelShape.stride(inputs, of: Scalar.self)
    let panels = PanelShape.panels(chosen.count, of: Scalar.self)
    Scalar.copyRows(source, chosen, into: rows.start, stride: stride)
    for row in chosen.count..<(panels * Scalar.lanes) {
      (rows.start + row * stride).update(repeating: 0, count: inputs)
    }
    Scalar.transposeRows(
      rows.start, stride: stride, columns: inputs, panels: values[0].start, count: panels)
    return UnsafePointer(values[0].start)
  }

  /// Scores a block of rows in panels.
  @inline(__always)
  private func scoreBlock(
    _ inputs: UnsafePointer<Scalar>, rows count: Int, into target: UnsafeMutablePointer<Scalar>
  ) {
    let panels = PanelShape.panels(count, of: Scalar.self)
    for index in layout.slots.indices {
      let hidden = index < layout.slots.count - 1
      Scalar.forward(
        layout.layer(index, in: parameters.start),
        inputs: index == 0 ? inputs : UnsafePointer(values[index].start),
        outputs: values[index + 1].start, panels: panels,
        function: hidden ? architecture.activation.function(within: .any) : .identity)
    }
    let scores = values[layout.slots.count].start
    let units = architecture.outputs
    Scalar.outputScores(
      scores, units: units, panels: panels, loss: architecture.output.loss, reach: .any)
    if units == 1 {
      target.update(from: scores, count: count)
      return
    }
    // Asked for once: it is a call, also in specialised code.
    let lanes = Scalar.lanes
    for index in 0..<count {
      let panel = scores + index / lanes * lanes * units
      for unit in 0..<units {
        target[index * units + unit] = panel[unit * lanes + index % lanes]
      }
    }
  }
}
