#if arch(x86_64)
  import CWideKernels
#endif

/// What is known beforehand of the numbers that logistic units are applied to.
package enum LogisticReach: Sendable {
  /// Nothing: each of them must be looked at.
  case any
  /// None is so great that it saturates the function.
  case inside
  /// None is greater than ½ in magnitude, where the function is a polynomial.
  case central

  /// Judges a bound of their magnitudes; what is no number bounds nothing.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init<Scalar: Real>(within bound: Scalar) {
    // The functions' own limits leave a margin that is far more than what a bound and the sums that
    // it is for can be rounded by.
    self =
      bound <= Scalar.logisticCentre
      ? .central : bound <= -Scalar.logisticFloor - 1 ? .inside : .any
  }

  #if arch(x86_64)
    /// As the wide kernels are told it.
    var wide: wide_reach {
      switch self {
      case .any: wide_any
      case .inside: wide_inside
      case .central: wide_central
      }
    }
  #endif
}

extension Lanes {
  /// See `Real.bound`.
  @inline(__always) static func bound(
    _ layer: DenseLayer<Scalar>, inputs: UnsafePointer<Scalar>?
  ) -> Scalar {
    var greatest: Scalar = 0
    for unit in 0..<layer.fanOut {
      let row = layer.weights + unit * layer.stride
      var sum = Self(splat: 0)
      for place in stride(from: 0, to: layer.stride, by: count) {
        let weights = UnsafeRawPointer(row + place).loadUnaligned(as: Self.self).magnitude()
        let reach =
          inputs.map { UnsafeRawPointer($0 + place).loadUnaligned(as: Self.self) }
          ?? Self(splat: 1)
        sum = sum.adding(weights, times: reach)
      }
      let bound = sum.laneSum() + layer.biases[unit].magnitude
      guard bound < .infinity else { return .infinity }
      greatest = max(greatest, bound)
    }
    return greatest
  }
}
