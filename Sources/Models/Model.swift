package import Numerics
import Perceptron

/// A trained network with everything that scoring new rows needs.
package struct Model: Equatable, Sendable {
  /// What the model is and where it comes from.
  package let document: ModelDocument
  /// The network.
  package let network: AnyNetwork
  /// Encoded rows whose scores are saved with the model, [up to 16 × inputs], widened to double.
  package let probe: Matrix<Double>

  /// The most rows of a probe.
  package static let probeRows = 16

  /// Puts a model together.
  ///
  /// - Parameter inputs: encoded rows, of which the first 16 become the probe; one at least.
  package init<Scalar: Real>(
    document: ModelDocument, network: AnyNetwork, inputs: Matrix<Scalar>
  ) {
    precondition(inputs.columns == network.architecture.inputs, "the rows do not fit the network")
    precondition(inputs.rows > 0, "a probe has one row at least")
    let rows = Array(0..<min(inputs.rows, Self.probeRows))
    self.init(
      document: document, network: network,
      probe: inputs.selecting(rows: rows).converted(to: Double.self))
  }

  /// Takes the parts of a model as they are.
  init(document: ModelDocument, network: AnyNetwork, probe: Matrix<Double>) {
    precondition(
      document.architecture == network.architecture && document.precision == network.precision,
      "the document describes another network")
    self.document = document
    self.network = network
    self.probe = probe
  }

  /// The same model with its figures on the test part, which were not known when it was made.
  package func measured(onTest metrics: Metrics) -> Model {
    var document = document
    document.metrics.test = metrics
    return Model(document: document, network: network, probe: probe)
  }
}
