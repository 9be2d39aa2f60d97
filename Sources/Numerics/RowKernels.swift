#if arch(x86_64)
  import CWideKernels
#endif

/// Numbers that a layer reads and writes in rows, as many rows of both.
package struct RowPair<Scalar: Real> {
  /// [count × sourceStep].
  package let source: UnsafePointer<Scalar>
  /// From the start of a row that is read to that of the next.
  package let sourceStep: Int
  /// [count × targetStep]; what follows a row's numbers is left as it is.
  package let target: UnsafeMutablePointer<Scalar>
  /// From the start of a row that is written to that of the next.
  package let targetStep: Int
  /// Number of rows.
  package let count: Int

  /// Names the rows.
  package init(
    source: UnsafePointer<Scalar>, sourceStep: Int, target: UnsafeMutablePointer<Scalar>,
    targetStep: Int, count: Int
  ) {
    self.source = source
    self.sourceStep = sourceStep
    self.target = target
    self.targetStep = targetStep
    self.count = count
  }
}

/// Chosen rows of the data that will be read soon: kernels ask for their memory meanwhile, a few at a time.
package struct RowsAhead<Scalar: Real> {
  fileprivate let source: UnsafePointer<Scalar>?
  fileprivate let width: Int
  /// Those that have not been asked for.
  fileprivate var rows: UnsafeBufferPointer<Int32>

  /// How many have not been asked for.
  package var count: Int { rows.count }

  /// Names some rows.
  package init(_ features: FeatureRows<Scalar>, _ rows: UnsafeBufferPointer<Int32>) {
    (source, width) = (features.elements, features.width)
    self.rows = rows
  }
}

/// The kernels of hidden layers whose numbers lie in rows instead of panels: nothing has to be transposed
/// between two layers but the weights. They write the same bits as those for panels.
package protocol RowKernels: Sendable {
  associatedtype Scalar: Real

  /// How many numbers the turned weights of a layer take.
  func turnedCount(inputs: Int, units: Int) -> Int

  /// Writes the weights of a layer with a row for each input.
  func turn(_ layer: DenseLayer<Scalar>, into turned: UnsafeMutablePointer<Scalar>)

  /// Computes f(X·W + b).
  ///
  /// - Parameters:
  ///   - turned: the weights, turned.
  ///   - rows: X, and where the values are written.
  ///   - ahead: what will be read soon.
  func forward(
    _ layer: DenseLayer<Scalar>, turned: UnsafePointer<Scalar>, _ rows: RowPair<Scalar>,
    ahead: inout RowsAhead<Scalar>)

  /// Computes X·W + b of an output layer, which should have few units.
  ///
  /// - Parameters:
  ///   - rows: X, [panels × lanes × step].
  ///   - outputs: receives panels of `fanOut` units.
  func outputs(
    _ layer: DenseLayer<Scalar>, rows: UnsafePointer<Scalar>, step: Int, panels: Int,
    into outputs: UnsafeMutablePointer<Scalar>)

  /// Propagates δ back through one layer: (δ·Wᵀ) ∘ f′.
  ///
  /// - Parameters:
  ///   - rows: δ, and where that of the layer before is written.
  ///   - values: the layer's inputs, which are the values of f, as the target lies.
  ///   - ahead: what will be read soon.
  func backward(
    _ layer: DenseLayer<Scalar>, _ rows: RowPair<Scalar>, values: UnsafePointer<Scalar>,
    ahead: inout RowsAhead<Scalar>)

  /// Sums the gradient of some weights: see `Real.weightGradient`.
  ///
  /// - Parameters:
  ///   - gradient: with δ in rows instead of panels.
  ///   - deltaStep: from the start of a row of δ to that of the next.
  func weightGradient(
    _ gradient: LayerGradient<Scalar>, deltaStep: Int, units: Range<Int>, columns: Range<Int>,
    continuing: Bool)

  /// Sums the gradient of all biases: see `Real.biasGradient`.
  func biasGradient(_ gradient: LayerGradient<Scalar>, deltaStep: Int, continuing: Bool)
}

#if arch(x86_64)
  extension Float {
    package static func rowKernels(for function: ElementFunction) -> WideRowKernels? {
      guard WideKernels.areUsed else { return nil }
      switch function {
      case .tanh: return WideRowKernels(activation: wide_activation_tanh)
      case .sigmoid: return WideRowKernels(activation: wide_activation_logistic)
      case .relu: return WideRowKernels(activation: wide_activation_relu)
      case .identity, .centralSigmoid: return nil
      }
    }
  }
#else
  extension Float {
    package static func rowKernels(for function: ElementFunction) -> NoRowKernels<Self>? { nil }
  }
#endif

extension Double {
  package static func rowKernels(for function: ElementFunction) -> NoRowKernels<Self>? { nil }
}

/// Those of a precision that has none: there is no such value.
package enum NoRowKernels<Scalar: Real>: RowKernels {
  package func turnedCount(inputs: Int, units: Int) -> Int { switch self {} }

  package func turn(_ layer: DenseLayer<Scalar>, into turned: UnsafeMutablePointer<Scalar>) {}

  package func forward(
    _ layer: DenseLayer<Scalar>, turned: UnsafePointer<Scalar>, _ rows: RowPair<Scalar>,
    ahead: inout RowsAhead<Scalar>
  ) {}

  package func outputs(
    _ layer: DenseLayer<Scalar>, rows: UnsafePointer<Scalar>, step: Int, panels: Int,
    into outputs: UnsafeMutablePointer<Scalar>
  ) {}

  package func backward(
    _ layer: DenseLayer<Scalar>, _ rows: RowPair<Scalar>, values: UnsafePointer<Scalar>,
    ahead: inout RowsAhead<Scalar>
  ) {}

  package func weightGradient(
    _ gradient: LayerGradient<Scalar>, deltaStep: Int, units: Range<Int>, columns: Range<Int>,
    continuing: Bool
  ) {}

  package func biasGradient(
    _ gradient: LayerGradient<Scalar>, deltaStep: Int, continuing: Bool
  ) {}
}

#if arch(x86_64)
  /// Those with 64-byte vectors.
  package struct WideRowKernels: RowKernels {
    fileprivate let activation: wide_activation

    package func turnedCount(inputs: Int, units: Int) -> Int { wide_turned_room_f32(inputs, units) }

    package func turn(_ layer: DenseLayer<Float>, into turned: UnsafeMutablePointer<Float>) {
      var layer = wide_layer_f32(layer)
      wide_turn_f32(&layer, turned)
    }

    package func forward(
      _ layer: DenseLayer<Float>, turned: UnsafePointer<Float>, _ rows: RowPair<Float>,
      ahead: inout RowsAhead<Float>
    ) {
      var layer = wide_layer_f32(layer)
      ahead.ask { wide_row_forward_f32(&layer, turned, wide_rows_f32(rows), activation, &$0) }
    }

    package func outputs(
      _ layer: DenseLayer<Float>, rows: UnsafePointer<Float>, step: Int, panels: Int,
      into outputs: UnsafeMutablePointer<Float>
    ) {
      var layer = wide_layer_f32(layer)
      wide_row_outputs_f32(&layer, rows, step, panels * Float.lanes, outputs)
    }

    package func backward(
      _ layer: DenseLayer<Float>, _ rows: RowPair<Float>, values: UnsafePointer<Float>,
      ahead: inout RowsAhead<Float>
    ) {
      var layer = wide_layer_f32(layer)
      ahead.ask { wide_row_backward_f32(&layer, wide_rows_f32(rows), values, activation, &$0) }
    }

    package func weightGradient(
      _ gradient: LayerGradient<Float>, deltaStep: Int, units: Range<Int>, columns: Range<Int>,
      continuing: Bool
    ) {
      var operands = wide_row_gradient_f32(
        inputs: gradient.inputs, deltas: gradient.deltas, weights: gradient.weights,
        rows: gradient.rows, delta_step: deltaStep, stride: gradient.stride)
      wide_row_gradient_f32(
        &operands,
        wide_part(
          first_unit: units.lowerBound, units: units.count, first_column: columns.lowerBound,
          columns: columns.count, continuing: continuing))
    }

    package func biasGradient(_ gradient: LayerGradient<Float>, deltaStep: Int, continuing: Bool) {
      wide_row_biases_f32(
        gradient.deltas, deltaStep, gradient.rows, gradient.fanOut, gradient.biases, continuing)
    }
  }

  extension RowsAhead<Float> {
    /// Lets a kernel ask for some of them.
    @inline(__always)
    fileprivate mutating func ask(_ body: (inout wide_ahead_f32) -> Void) {
      var ahead = wide_ahead_f32(
        source: source, order: rows.baseAddress, width: width,
        count: source == nil || width == 0 ? 0 : rows.count)
      let before = ahead.count
      body(&ahead)
      rows = UnsafeBufferPointer(rebasing: rows.dropFirst(before - ahead.count))
    }
  }

  extension wide_layer_f32 {
    fileprivate init(_ layer: DenseLayer<Float>) {
      self.init(
        weights: layer.weights, biases: layer.biases, fan_in: layer.fanIn, units: layer.fanOut,
        stride: layer.stride)
    }
  }

  extension wide_rows_f32 {
    fileprivate init(_ rows: RowPair<Float>) {
      self.init(
        from: rows.source, to: rows.target, from_step: rows.sourceStep, to_step: rows.targetStep,
        count: rows.count)
    }
  }
#endif
