import Numerics

/// The activation of the hidden layers.
package enum Activation: String, Codable, CaseIterable, Sendable {
  case sigmoid, tanh, relu, identity

  /// The kernel of this activation, where logistic units have a reach.
  func function(within reach: LogisticReach) -> ElementFunction {
    switch self {
    case .sigmoid: reach == .central ? .centralSigmoid : .sigmoid
    case .tanh: .tanh
    case .relu: .relu
    case .identity: .identity
    }
  }

  /// The kernel of its derivative.
  func derivative(_ kind: TanhDerivative) -> ElementDerivative {
    switch self {
    case .sigmoid: .sigmoid
    case .tanh: kind == .correct ? .tanh : .tanhOfValue
    case .relu: .relu
    case .identity: .identity
    }
  }
}

/// How tanh is differentiated.
package enum TanhDerivative: String, Codable, CaseIterable, Sendable {
  /// 1 − a² at the activation a.
  case correct
  /// 1 − tanh(a)² at the activation a: an error of the founding notebook, kept to repeat its
  /// numbers.
  case notebook
}

/// The output activation with its loss.
package enum OutputKind: String, Codable, CaseIterable, Sendable {
  /// One logistic unit with the log loss.
  case logistic
  /// A softmax over the classes with the cross-entropy.
  case softmax
  /// The value itself with half the mean squared error.
  case identity

  /// The kernel of this output.
  var loss: OutputLoss {
    switch self {
    case .logistic: .logistic
    case .softmax: .softmax
    case .identity: .squared
    }
  }
}
