package import Perceptron

/// How large a network may be, so that neither a config nor a file can ask for all memory.
package enum ModelLimits {
  /// The most hidden layers.
  package static let hiddenLayers = 16
  /// The most units of a hidden layer.
  package static let hiddenWidth = 4096
  /// The most weights and biases together.
  package static let parameters = 50_000_000

  /// Refuses an architecture that is too large or cannot be, before anything is allocated.
  ///
  /// - Throws: `beyondLimit`; `badDocument` for a side below 1.
  package static func check(_ architecture: Architecture) throws(ModelError) {
    guard architecture.hidden.count <= hiddenLayers else {
      throw .beyondLimit(
        what: "hidden layers", found: architecture.hidden.count, limit: hiddenLayers)
    }
    for width in architecture.hidden where width > hiddenWidth {
      throw .beyondLimit(what: "units in a hidden layer", found: width, limit: hiddenWidth)
    }
    // Bounding each side first keeps the products below from overflowing.
    for side in [architecture.inputs, architecture.outputs] where side > parameters {
      throw .beyondLimit(what: "inputs or outputs", found: side, limit: parameters)
    }
    let sides = [architecture.inputs] + architecture.hidden + [architecture.outputs]
    guard sides.allSatisfy({ $0 >= 1 }) else {
      throw .badDocument(keyPath: "architecture", problem: "a layer has no units")
    }
    guard architecture.parameterCount <= parameters else {
      throw .beyondLimit(
        what: "weights and biases", found: architecture.parameterCount, limit: parameters)
    }
  }
}
