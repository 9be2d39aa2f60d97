import CWideKernels
import Glibc

/// The kernels with 64-byte vectors, which write the same bits as the ones here.
enum WideKernels {
  /// Whether they take the work over: the processor has AVX-512, and the environment does not say
  /// `BACKDROP_VECTORS=256`.
  static let areUsed: Bool = {
    if let text = getenv("BACKDROP_VECTORS"), String(cString: text) == "256" { return false }
    return wide_is_present()
  }()

  /// Units of a layer from which on they pay; fewer are taken one by one.
  static let leastUnits = 6
}

/// A function with a wide kernel of its own.
package enum WideFunction {
  case tanh, logistic

  #if arch(x86_64)
    fileprivate var kind: wide_function {
      switch self {
      case .tanh: wide_tanh
      case .logistic: wide_logistic
      }
    }
  #endif
}

extension SIMD8<Float> {
  package static func wideForward(
    _ layer: DenseLayer<Float>, inputs: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int
  ) {
    #if arch(x86_64)
      wide_forward_f32(
        layer.weights, layer.biases, layer.fanIn, layer.fanOut, layer.stride, scalars(inputs),
        scalars(outputs), panels)
    #endif
  }

  package static func wideBackward(
    _ layer: DenseLayer<Float>, deltas: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int
  ) {
    #if arch(x86_64)
      wide_backward_f32(
        layer.weights, layer.biases, layer.fanIn, layer.fanOut, layer.stride, scalars(deltas),
        scalars(outputs), panels)
    #endif
  }

  package static func wideGradient(
    _ gradient: LayerGradient<Float>, units: Range<Int>, columns: Range<Int>, continuing: Bool
  ) {
    #if arch(x86_64)
      wide_gradient_f32(
        gradient.inputs, gradient.deltas, gradient.rows, gradient.stride, gradient.fanOut,
        gradient.weights,
        wide_part(
          first_unit: units.lowerBound, units: units.count, first_column: columns.lowerBound,
          columns: columns.count, continuing: continuing))
    #endif
  }

  package static func wideMap(
    _ values: UnsafeMutablePointer<Self>, count: Int, _ function: WideFunction
  ) -> Int {
    #if arch(x86_64)
      return wide_map_f32(scalars(values), count, function.kind)
    #else
      return 0
    #endif
  }

  private static func scalars(_ vectors: UnsafePointer<Self>) -> UnsafePointer<Float> {
    UnsafeRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }

  private static func scalars(
    _ vectors: UnsafeMutablePointer<Self>
  ) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }
}

extension SIMD4<Double> {
  package static func wideForward(
    _ layer: DenseLayer<Double>, inputs: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int
  ) {
    #if arch(x86_64)
      wide_forward_f64(
        layer.weights, layer.biases, layer.fanIn, layer.fanOut, layer.stride, scalars(inputs),
        scalars(outputs), panels)
    #endif
  }

  package static func wideBackward(
    _ layer: DenseLayer<Double>, deltas: UnsafePointer<Self>, outputs: UnsafeMutablePointer<Self>,
    panels: Int
  ) {
    #if arch(x86_64)
      wide_backward_f64(
        layer.weights, layer.biases, layer.fanIn, layer.fanOut, layer.stride, scalars(deltas),
        scalars(outputs), panels)
    #endif
  }

  package static func wideGradient(
    _ gradient: LayerGradient<Double>, units: Range<Int>, columns: Range<Int>, continuing: Bool
  ) {
    #if arch(x86_64)
      wide_gradient_f64(
        gradient.inputs, gradient.deltas, gradient.rows, gradient.stride, gradient.fanOut,
        gradient.weights,
        wide_part(
          first_unit: units.lowerBound, units: units.count, first_column: columns.lowerBound,
          columns: columns.count, continuing: continuing))
    #endif
  }

  package static func wideMap(
    _ values: UnsafeMutablePointer<Self>, count: Int, _ function: WideFunction
  ) -> Int {
    #if arch(x86_64)
      return wide_map_f64(scalars(values), count, function.kind)
    #else
      return 0
    #endif
  }

  private static func scalars(_ vectors: UnsafePointer<Self>) -> UnsafePointer<Double> {
    UnsafeRawPointer(vectors).assumingMemoryBound(to: Double.self)
  }

  private static func scalars(
    _ vectors: UnsafeMutablePointer<Self>
  ) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Double.self)
  }
}
