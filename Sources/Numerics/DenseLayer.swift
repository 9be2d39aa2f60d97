/// One layer's parameters where a kernel reads them.
package struct DenseLayer<Scalar: Real> {
  /// Wᵀ, [fanOut × stride], row-major, with zeros after the first `fanIn` of each row.
  package let weights: UnsafePointer<Scalar>
  /// b, [fanOut].
  package let biases: UnsafePointer<Scalar>
  /// Number of inputs.
  package let fanIn: Int
  /// Number of units.
  package let fanOut: Int
  /// Length of a row of `weights`.
  package let stride: Int

  /// Describes a layer's parameters; `stride` must be `PanelShape.stride(fanIn)`.
  @inlinable @inline(__always) package init(
    weights: UnsafePointer<Scalar>, biases: UnsafePointer<Scalar>, fanIn: Int, fanOut: Int,
    stride: Int
  ) {
    self.weights = weights
    self.biases = biases
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.stride = stride
  }
}

/// Inner steps a block of a product takes, so that its operands stay in the first-level cache.
private let blockLength = 256

extension Lanes {
  /// Computes f(X·W + b) of one layer for a range of panels: see `Real.forward`.
  @inline(__always) static func forward(
    _ layer: DenseLayer<Scalar>, inputs: UnsafePointer<Scalar>,
    outputs: UnsafeMutablePointer<Scalar>, panels: Int, function: ElementFunction
  ) {
    let source = UnsafeRawPointer(inputs).assumingMemoryBound(to: Self.self)
    let target = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    let isWide = WideKernels.areUsed && layer.fanOut >= WideKernels.leastUnits
    var panel = 0
    while panel < panels {
      let from = source + panel * layer.fanIn
      let to = target + panel * layer.fanOut
      let width =
        isWide
        ? min(4, panels - panel) : width(ofUnits: layer.fanOut, panels: panels - panel)
      if isWide {
        wideForward(layer, inputs: from, outputs: to, panels: width)
      } else if width == 8 {
        forwardByUnit(layer, from, to)
      } else if width == 2 {
        forward(layer, from, to, Panels<Self, 2>.self)
      } else {
        forward(layer, from, to, Panels<Self, 1>.self)
      }
      apply(function, to: to, count: width * layer.fanOut)
      panel &+= width
    }
  }

  /// How many panels a tile spans: with few units many, so that enough sums run side by side.
  @inline(__always) private static func width(ofUnits units: Int, panels: Int) -> Int {
    units <= 5 && panels >= 8 ? 8 : min(2, panels)
  }

  /// Eight panels of a layer of few units, one unit at a time.
  @inline(__always) private static func forwardByUnit(
    _ layer: DenseLayer<Scalar>, _ from: UnsafePointer<Self>, _ to: UnsafeMutablePointer<Self>
  ) {
    for unit in 0..<layer.fanOut {
      Tile<Self, 1, 8>.forward(
        ProductBlock<Self>(
          vectors: from, vectorColumn: layer.fanIn, count: layer.fanIn,
          scalars: layer.weights + unit * layer.stride, scalarStep: 1, scalarRow: layer.stride,
          target: to + unit, targetColumn: layer.fanOut), biases: layer.biases + unit)
    }
  }

  @inline(__always) private static func forward<let width: Int>(
    _ layer: DenseLayer<Scalar>, _ from: UnsafePointer<Self>, _ to: UnsafeMutablePointer<Self>,
    _: Panels<Self, width>.Type
  ) {
    var start = 0
    repeat {
      let count = min(blockLength, layer.fanIn - start)
      var unit = 0
      while unit < layer.fanOut {
        let block = ProductBlock<Self>(
          vectors: from + start, vectorColumn: layer.fanIn, count: count,
          scalars: layer.weights + unit * layer.stride + start, scalarStep: 1,
          scalarRow: layer.stride, target: to + unit, targetColumn: layer.fanOut)
        let origin = start == 0 ? layer.biases + unit : nil
        switch layer.fanOut - unit {
        case 1: Tile<Self, 1, width>.forward(block, biases: origin)
        case 2: Tile<Self, 2, width>.forward(block, biases: origin)
        case 3: Tile<Self, 3, width>.forward(block, biases: origin)
        case 4: Tile<Self, 4, width>.forward(block, biases: origin)
        case 5: Tile<Self, 5, width>.forward(block, biases: origin)
        default: Tile<Self, 6, width>.forward(block, biases: origin)
        }
        unit &+= 6
      }
      start &+= count
    } while start < layer.fanIn
  }

  /// Computes (δ·Wᵀ) ∘ f′ of one layer for a range of panels: see `Real.backward`.
  @inline(__always) static func backward(
    _ layer: DenseLayer<Scalar>, deltas: UnsafePointer<Scalar>, values: UnsafePointer<Scalar>,
    outputs: UnsafeMutablePointer<Scalar>, panels: Int, derivative: ElementDerivative
  ) {
    let source = UnsafeRawPointer(deltas).assumingMemoryBound(to: Self.self)
    let activations = UnsafeRawPointer(values).assumingMemoryBound(to: Self.self)
    let target = UnsafeMutableRawPointer(outputs).assumingMemoryBound(to: Self.self)
    let isWide =
      WideKernels.areUsed && layer.fanIn >= WideKernels.leastUnits && layer.fanOut > 1
    var panel = 0
    while panel < panels {
      let from = source + panel * layer.fanOut
      let at = activations + panel * layer.fanIn
      let to = target + panel * layer.fanIn
      let width = min(isWide ? 4 : layer.fanOut == 1 ? 8 : 2, panels - panel)
      if isWide {
        wideBackward(layer, deltas: from, outputs: to, panels: width)
      } else if layer.fanOut == 1 {
        for index in 0..<width { backward(layer, from[index], to + index * layer.fanIn) }
      } else if width == 2 {
        backward(layer, from, to, Panels<Self, 2>.self)
      } else {
        backward(layer, from, to, Panels<Self, 1>.self)
      }
      multiply(to, by: derivative, at: at, count: width * layer.fanIn)
      panel &+= width
    }
  }

  /// One panel of a layer of one unit: δ times each of its weights.
  @inline(__always) private static func backward(
    _ layer: DenseLayer<Scalar>, _ delta: Self, _ to: UnsafeMutablePointer<Self>
  ) {
    var input = 0
    while input < layer.fanIn {
      to[input] = Self(splat: 0).adding(Self(splat: layer.weights[input]), times: delta)
      input &+= 1
    }
  }

  @inline(__always) private static func backward<let width: Int>(
    _ layer: DenseLayer<Scalar>, _ from: UnsafePointer<Self>, _ to: UnsafeMutablePointer<Self>,
    _: Panels<Self, width>.Type
  ) {
    var start = 0
    repeat {
      let count = min(blockLength, layer.fanOut - start)
      var unit = 0
      while unit < layer.fanIn {
        let block = ProductBlock<Self>(
          vectors: from + start, vectorColumn: layer.fanOut, count: count,
          scalars: layer.weights + start * layer.stride + unit, scalarStep: layer.stride,
          scalarRow: 1, target: to + unit, targetColumn: layer.fanIn)
        switch layer.fanIn - unit {
        case 1: Tile<Self, 1, width>.backward(block, first: start == 0)
        case 2: Tile<Self, 2, width>.backward(block, first: start == 0)
        case 3: Tile<Self, 3, width>.backward(block, first: start == 0)
        case 4: Tile<Self, 4, width>.backward(block, first: start == 0)
        case 5: Tile<Self, 5, width>.backward(block, first: start == 0)
        default: Tile<Self, 6, width>.backward(block, first: start == 0)
        }
        unit &+= 6
      }
      start &+= count
    } while start < layer.fanOut
  }
}

/// Names a number of panels or units, for the kernels to be specialised to.
enum Panels<V: Lanes, let width: Int> {}

/// The operands of one tile of a product.
private struct ProductBlock<V: Lanes> {
  let vectors: UnsafePointer<V>
  let vectorColumn: Int
  let count: Int
  let scalars: UnsafePointer<V.Scalar>
  let scalarStep: Int
  let scalarRow: Int
  let target: UnsafeMutablePointer<V>
  let targetColumn: Int
}

extension Tile {
  fileprivate static func forward(_ block: ProductBlock<V>, biases: UnsafePointer<V.Scalar>?) {
    var sums =
      if let biases {
        broadcast(biases)
      } else {
        load(block.target, rowStep: 1, columnStep: block.targetColumn)
      }
    multiply(
      &sums, count: block.count, vectors: block.vectors, vectorStep: 1,
      vectorColumn: block.vectorColumn, scalars: block.scalars, scalarStep: 1,
      scalarRow: block.scalarRow)
    store(sums, to: block.target, rowStep: 1, columnStep: block.targetColumn)
  }

  fileprivate static func backward(_ block: ProductBlock<V>, first: Bool) {
    var sums =
      first
      ? Sums(repeating: InlineArray(repeating: V(splat: 0)))
      : load(block.target, rowStep: 1, columnStep: block.targetColumn)
    multiply(
      &sums, count: block.count, vectors: block.vectors, vectorStep: 1,
      vectorColumn: block.vectorColumn, scalars: block.scalars, scalarStep: block.scalarStep,
      scalarRow: 1)
    store(sums, to: block.target, rowStep: 1, columnStep: block.targetColumn)
  }
}
