import JSON
import Numerics
import Perceptron

extension Model {
  /// The model as one JSON object: `document` as `model.json` has it, and `layers` with their
  /// `weight` (a list for each input) and `bias`.
  ///
  /// - Throws: `badDocument` where a number of the document cannot be written.
  package func json() throws(ModelError) -> [UInt8] {
    switch network {
    case .float32(let network): try json(network)
    case .float64(let network): try json(network)
    }
  }

  private func json<Scalar: Real>(_ network: Network<Scalar>) throws(ModelError) -> [UInt8] {
    let layers = network.layers.map { layer in
      let width = layer.weight.columns
      let elements = layer.weight.elements
      return ExportedModel<Scalar>.Layer(
        weight: (0..<layer.weight.rows).map { Array(elements[$0 * width..<($0 + 1) * width]) },
        bias: layer.bias)
    }
    do {
      var json = try JSONTextEncoder.encode(
        ExportedModel(document: document, layers: layers), .line, .snakeCase)
      json.append(UInt8(ascii: "\n"))
      return json
    } catch {
      throw .badDocument(keyPath: "", problem: "\(error)")
    }
  }
}

/// What a JSON export holds.
private struct ExportedModel<Scalar: Real>: Encodable {
  struct Layer: Encodable {
    let weight: [[Scalar]]
    let bias: [Scalar]
  }

  var format = "backdrop-model-json"
  var formatVersion = 1
  let document: ModelDocument
  let layers: [Layer]
}
