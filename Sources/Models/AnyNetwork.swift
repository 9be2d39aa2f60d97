import Files
package import Numerics
package import Perceptron
package import Tabular

/// A network of either precision.
package enum AnyNetwork: Equatable, Sendable {
  case float32(Network<Float>)
  case float64(Network<Double>)

  /// The network's shape.
  package var architecture: Architecture {
    switch self {
    case .float32(let network): network.architecture
    case .float64(let network): network.architecture
    }
  }

  /// The type of its numbers.
  package var precision: Precision {
    switch self {
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// Scores rows of a table: probabilities or values, [rows × outputs], widened to double.
  ///
  /// - Parameter rows: The rows in the order wanted; nil for all.
  /// - Throws: What the encoder throws.
  package func scores(
    _ table: Table, rows: [Int]? = nil, encoder: FeatureEncoder
  ) throws(TabularError) -> Matrix<Double> {
    switch self {
    case .float32(let network):
      network.scores(try encoder.encode(table, rows: rows)).converted(to: Double.self)
    case .float64(let network):
      network.scores(try encoder.encode(table, rows: rows))
    }
  }

  /// The SHA-256 of the parameters: of each layer the weight, row by row, then the bias, as
  /// little-endian numbers; 64 hexadecimal digits.
  package var weightsSHA256: String {
    switch self {
    case .float32(let network): Self.hash(network)
    case .float64(let network): Self.hash(network)
    }
  }

  private static func hash<Scalar: Real>(_ network: Network<Scalar>) -> String {
    var hash = SHA256()
    for layer in network.layers {
      layer.weight.withUnsafeElements { hash.update(UnsafeRawBufferPointer($0)) }
      layer.bias.withUnsafeBytes { hash.update($0) }
    }
    return hash.finalize()
  }
}

extension Matrix {
  /// The same numbers, each rounded to the other type.
  func converted<Other: Real>(to type: Other.Type) -> Matrix<Other> {
    if let same = self as? Matrix<Other> { return same }
    // From a type that is known there is a conversion for each other; any other way is through the
    // exponent and the digits.
    let converted: [Other] =
      switch elements {
      case let numbers as [Float]: numbers.map { Other($0) }
      case let numbers as [Double]: numbers.map { Other($0) }
      default: elements.map { Other($0) }
      }
    return Matrix<Other>(rows: rows, columns: columns, elements: converted)
  }
}
