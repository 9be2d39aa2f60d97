/// Float and Double, with the kernels of training specialised to each.
///
/// Kernels work on raw buffers laid out as `PanelShape` says, 64-byte aligned. They allocate
/// nothing and check nothing: the caller's shapes must agree.
package protocol Real: BinaryFloatingPoint, SIMDScalar, BitwiseCopyable, Sendable, Codable {
  /// The vector type of the kernels.
  associatedtype Vector: Lanes where Vector.Scalar == Self
  /// The kernels of hidden layers in rows; `NoRowKernels` where there are none.
  associatedtype RowKernel: RowKernels where RowKernel.Scalar == Self

  /// This type's name in a config.
  static var precision: Precision { get }

  /// The whole number before the point, which an `Int` must have: without a detour, unlike
  /// `Int.init`, which in generic code looks at the number's parts.
  var truncated: Int { get }

  /// Numbers in a vector of the kernels.
  static var lanes: Int { get }

  /// A bound of the magnitudes of X·W + b of one layer, whatever the row: the greatest of its units'
  /// |b| + Σ |w| · reach; infinity where that is no finite number.
  ///
  /// - Parameter inputs: the greatest magnitude of each input, and zeros up to the layer's stride; nil
  ///   where it is 1.
  static func bound(_ layer: DenseLayer<Self>, inputs: UnsafePointer<Self>?) -> Self

  /// Computes the values f(X·W + b) of one layer.
  ///
  /// - Parameters:
  ///   - inputs: X in panels of `fanIn` units.
  ///   - outputs: panels of `fanOut` units; overwritten, must not alias `inputs`.
  static func forward(
    _ layer: DenseLayer<Self>, inputs: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int, function: ElementFunction)

  /// Propagates δ back through one layer: (δ·Wᵀ) ∘ f′.
  ///
  /// - Parameters:
  ///   - deltas: δ in panels of `fanOut` units.
  ///   - values: the layer's inputs, which are the values of f, in panels of `fanIn` units.
  ///   - outputs: panels of `fanIn` units; overwritten, must not alias the others.
  static func backward(
    _ layer: DenseLayer<Self>, deltas: UnsafePointer<Self>, values: UnsafePointer<Self>,
    outputs: UnsafeMutablePointer<Self>, panels: Int, derivative: ElementDerivative)

  /// Sums the gradient of some weights over the rows, in order; goes on from the sums that stand
  /// there where `continuing`. `columns` must begin and end at whole vectors.
  static func weightGradient(
    _ gradient: LayerGradient<Self>, units: Range<Int>, columns: Range<Int>, continuing: Bool)

  /// Sums the gradient of some biases: a sum for each lane over the panels, then `laneSum`.
  static func biasGradient(
    _ gradient: LayerGradient<Self>, units: Range<Int>, continuing: Bool)

  /// Adds the products of δ and inputs of some panels to a narrow network's sums: for each parameter
  /// one sum a lane over the even panels in order, and one over the odd ones. Begins anew unless
  /// `continuing`, where the panels so far must have been an even number.
  static func panelGradient(_ gradient: PanelGradient<Self>, panels: Int, continuing: Bool)

  /// Adds up a layer's sums, those of the even panels and of the odd ones and then the lanes by
  /// `laneSum`, into [fanOut × stride] weights and [fanOut] biases.
  static func collectGradient(
    _ gradient: PanelGradient<Self>, weights: UnsafeMutablePointer<Self>, stride: Int,
    biases: UnsafeMutablePointer<Self>)

  /// Forward, back and the gradient's sums in one pass, where the processor has a kernel for it.
  ///
  /// - Returns: whether it was done; if not, nothing but losses has been written. It is refused
  ///   where a logistic function is saturated or a target or row's weight is neither 0 nor 1.
  static func narrowPass(_ pass: NarrowPass<Self>) -> Bool

  /// The kernels of hidden layers in rows with an activation; nil where the processor has none for it.
  static func rowKernels(for function: ElementFunction) -> RowKernel?

  /// How many numbers of scratch memory a `ShallowNetwork` needs for so many rows at a time; nil where the
  /// processor has no kernel for it.
  static func shallowRoom(rows: Int, inputs: Int, units: Int, outputs: Int) -> Int?

  /// Sums gradient and loss of a batch of a small network in one call.
  ///
  /// - Returns: the sum of the losses; nil where nothing was done: there is no kernel, or an output is no
  ///   number.
  static func shallowPass(
    _ network: ShallowNetwork<Self>, _ batch: ShallowBatch<Self>
  ) -> Double?

  /// Scores rows, which are not padded, with a small network in one call.
  ///
  /// - Parameter probabilities: [rows × outputs], row-major; overwritten.
  /// - Returns: false where nothing was done, because there is no kernel.
  static func shallowScores(
    _ network: ShallowNetwork<Self>, _ source: UnsafePointer<Self>, rows: Int,
    into probabilities: UnsafeMutablePointer<Self>
  ) -> Bool

  /// Copies chosen rows into rows of length `stride`; leaves the padding as it is.
  static func gatherRows(
    _ features: FeatureRows<Self>, _ rows: UnsafeBufferPointer<Int32>,
    into target: UnsafeMutablePointer<Self>, stride: Int)

  /// Copies neighbouring rows into rows of length `stride`; leaves the padding as it is.
  static func copyRows(
    _ features: FeatureRows<Self>, _ rows: Range<Int>,
    into target: UnsafeMutablePointer<Self>, stride: Int)

  /// Copies chosen rows into panels; for few columns. Leaves the rest of the last panel as it is.
  static func gatherPanels(
    _ selection: RowSelection<Self>, into target: UnsafeMutablePointer<Self>)

  /// Transposes rows of length `stride` into panels.
  static func transposeRows(
    _ rows: UnsafePointer<Self>, stride: Int, columns: Int,
    panels: UnsafeMutablePointer<Self>, count: Int)

  /// Transposes panels into rows of length `stride`, zeros after the last column of a vector.
  static func transposePanels(
    _ panels: UnsafePointer<Self>, columns: Int, count: Int,
    rows: UnsafeMutablePointer<Self>, stride: Int)

  /// Applies the output activation in place.
  ///
  /// - Parameter reach: what is known of the numbers that a logistic unit is applied to.
  static func outputScores(
    _ outputs: UnsafeMutablePointer<Self>, units: Int, panels: Int, loss: OutputLoss,
    reach: LogisticReach)

  /// Turns scores into δ = (score − target) · weight in place.
  ///
  /// - Parameters:
  ///   - targets: panels of `units` units.
  ///   - rowWeights: a vector a panel; 0 for rows that fill up the last panel.
  ///   - sharing: which panels share a logarithm where there is one logistic unit.
  ///   - losses: receives the sum of weighted losses of each panel; those that share a logarithm have
  ///     theirs in the place of the first.
  static func outputDelta(
    _ outputs: UnsafeMutablePointer<Self>, targets: UnsafePointer<Self>,
    rowWeights: UnsafePointer<Self>, units: Int, panels: Int, loss: OutputLoss,
    sharing: SharedLogarithm, losses: UnsafeMutablePointer<Double>)

  /// Updates parameters by the gradient (Σ + decay · w) · scale, and returns Σ w² of the old ones.
  static func update(
    _ block: ParameterBlock<Self>, with update: ParameterUpdate<Self>,
    decay: Self, scale: Self
  ) -> Self

  /// Returns Σ g² of the gradients g = (Σ + decay · w) · scale; changes nothing.
  static func gradientSquares(
    _ block: ParameterBlock<Self>, decay: Self, scale: Self
  ) -> Self

  /// Writes the gradients g = (Σ + decay · w) · scale in place of the first moment, and returns Σ w².
  static func meanGradient(
    _ block: ParameterBlock<Self>, decay: Self, scale: Self
  ) -> Self

  /// Replaces each number by its value under an elementary function.
  static func apply(_ function: VectorFunction, to numbers: UnsafeMutableBufferPointer<Self>)
}

/// The elementary functions of the kernels, for whoever needs one over a whole buffer.
package enum VectorFunction: CaseIterable, Sendable {
  case exponential, logarithm, tanh, sigmoid
  /// For magnitudes up to ½.
  case centralSigmoid
}

extension Lanes {
  /// Applies an elementary function to a buffer of any length and alignment.
  @inline(__always) static func apply(
    _ function: VectorFunction, to numbers: UnsafeMutableBufferPointer<Scalar>
  ) {
    var vectors = InlineArray<16, Self>(repeating: Self(splat: 1))
    var start = 0
    while start < numbers.count {
      let filled = Swift.min(16 * count, numbers.count - start)
      for index in 0..<filled { vectors[index / count][index % count] = numbers[start + index] }
      let used = (filled + count - 1) / count
      var span = vectors.mutableSpan
      span.withUnsafeMutableBufferPointer { buffer in
        guard let values = buffer.baseAddress else { return }
        switch function {
        case .exponential: map(values, count: used) { $0.exponential() }
        case .logarithm: map(values, count: used) { $0.logarithm() }
        case .tanh: apply(.tanh, to: values, count: used)
        case .sigmoid: apply(.sigmoid, to: values, count: used)
        case .centralSigmoid: apply(.centralSigmoid, to: values, count: used)
        }
      }
      for index in 0..<filled { numbers[start + index] = vectors[index / count][index % count] }
      start += filled
    }
  }
}
