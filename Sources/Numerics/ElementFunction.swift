/// A function applied to each pre-activation of a hidden layer.
package enum ElementFunction: Sendable {
  case sigmoid, tanh, relu, identity
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
    case .sigmoid: map(values, count: count) { $0.logistic() }
    case .tanh: map(values, count: count) { $0.hyperbolicTangent() }
    case .relu:
      // NaN must stay NaN: comparing with it is false, and the value is kept.
      map(values, count: count) {
        $0.replaced(by: Self(splat: 0), where: $0, isBelow: Self(splat: 0))
      }
    case .identity: break
    }
  }

  /// Replaces vectors by a function's values, four at a time so that their latencies overlap.
  @inline(__always) static func map(
    _ values: UnsafeMutablePointer<Self>, count: Int, _ function: (Self) -> Self
  ) {
    var index = 0
    while index &+ 4 <= count {
      let group = InlineArray<4, Self> { function(values[index &+ $0]) }
      for place in 0..<4 { values[index &+ place] = group[place] }
      index &+= 4
    }
    while index < count {
      values[index] = function(values[index])
      index &+= 1
    }
  }

  /// `self` times a derivative, given the function's value.
  @inline(__always) func times(_ derivative: ElementDerivative, at value: Self) -> Self {
    let one = Self(splat: 1)
    switch derivative {
    case .sigmoid: return times(value).times(one.minus(value))
    case .tanh: return times(one.minus(value.times(value)))
    case .tanhOfValue:
      let again = value.hyperbolicTangent()
      return times(one.minus(again.times(again)))
    case .relu: return Self(splat: 0).replaced(by: self, where: Self(splat: 0), isBelow: value)
    case .identity: return self
    }
  }
}
