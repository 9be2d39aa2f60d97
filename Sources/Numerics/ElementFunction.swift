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
  /// The value of an element function.
  @inline(__always) func applying(_ function: ElementFunction) -> Self {
    switch function {
    case .sigmoid: logistic()
    case .tanh: hyperbolicTangent()
    // NaN must stay NaN: comparing with it is false, and `self` is kept.
    case .relu: replaced(by: Self(splat: 0), where: self, isBelow: Self(splat: 0))
    case .identity: self
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
