/// A function applied to each pre-activation of a hidden layer.
package enum ElementFunction: Sendable {
  case sigmoid, tanh, relu, identity
  /// The logistic function by its polynomial, for magnitudes up to ½.
  case centralSigmoid
}

/// The derivative of an element function, computed from the function's value a.
package enum ElementDerivative: Sendable {
  /// a · (1 − a).
  case sigmoid
  /// 1 − a².
  case tanh
  /// 1 − tanh(a)²: not tanh's derivative, but what one gets from taking a for the pre-activation.
  case tanhOfValue
  /// 0 where a is 0, else 1.
  case relu
  /// 1.
  case identity
}

extension Lanes {
  /// Applies an element function in place.
  @inline(__always) static func apply(
    _ function: ElementFunction, to values: UnsafeMutablePointer<Self>, count: Int
  ) {
    switch function {
    case .sigmoid: mapLogistic(values, count: count)
    case .centralSigmoid: map(values, count: count) { $0.centralLogistic() }
    case .tanh:
      if WideKernels.areUsed {
        _ = wideMap(values, count: count, .tanh)
      } else {
        map(values, count: count) { $0.hyperbolicTangent() }
      }
    case .relu:
      // NaN must stay NaN: comparing with it is false, and the value is kept.
      map(values, count: count) {
        $0.replaced(by: Self(splat: 0), where: $0, isBelow: Self(splat: 0))
      }
    case .identity: break
    }
  }

  /// Replaces vectors by a function's values.
  @inline(__always) static func map(
    _ values: UnsafeMutablePointer<Self>, count: Int, _ function: (Self) -> Self
  ) {
    var index = 0
    while index < count {
      values[index] = function(values[index])
      index &+= 1
    }
  }

  /// Replaces vectors by the logistic function's values; the bits are those of `logistic`.
  @inline(__always) static func mapLogistic(
    _ values: UnsafeMutablePointer<Self>, count: Int
  ) {
    var index = 0
    if WideKernels.areUsed {
      while index < count {
        index &+= wideMap(values + index, count: count &- index, .logistic)
        let rest = min(2, count &- index)
        outsideLogistic(values + index, count: rest)
        index &+= rest
      }
      return
    }
    let low = Self(splat: Scalar.logisticFloor)
    let high = Self(splat: Scalar.logisticCeiling)
    while index &+ 4 <= count {
      if areInside(InlineArray<4, Self> { values[index &+ $0] }, low, high) {
        for place in index..<(index &+ 4) { values[place] = values[place].insideLogistic() }
      } else {
        outsideLogistic(values + index, count: 4)
      }
      index &+= 4
    }
    outsideLogistic(values + index, count: count - index)
  }

  /// The rest, and vectors with a saturated lane, kept out of the loop's registers.
  @inline(never) private static func outsideLogistic(
    _ values: UnsafeMutablePointer<Self>, count: Int
  ) {
    map(values, count: count) { $0.logistic() }
  }

  /// Multiplies vectors by a derivative, given the function's values.
  @inline(__always) static func multiply(
    _ vectors: UnsafeMutablePointer<Self>, by derivative: ElementDerivative,
    at values: UnsafePointer<Self>, count: Int
  ) {
    let (zero, one) = (Self(splat: 0), Self(splat: 1))
    switch derivative {
    case .sigmoid:
      combine(vectors, values, count: count) { $0.times($1).times(one.minus($1)) }
    case .tanh:
      combine(vectors, values, count: count) { $0.times(one.minus($1.times($1))) }
    case .tanhOfValue:
      combine(vectors, values, count: count) {
        let again = $1.hyperbolicTangent()
        return $0.times(one.minus(again.times(again)))
      }
    case .relu:
      combine(vectors, values, count: count) { zero.replaced(by: $0, where: zero, isBelow: $1) }
    case .identity: break
    }
  }

  @inline(__always) private static func combine(
    _ vectors: UnsafeMutablePointer<Self>, _ values: UnsafePointer<Self>, count: Int,
    _ function: (Self, Self) -> Self
  ) {
    var index = 0
    while index < count {
      vectors[index] = function(vectors[index], values[index])
      index &+= 1
    }
  }
}
