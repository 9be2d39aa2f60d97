import JSON
import RunLog

/// The network: its layers, drawn and counted, and how it was initialised.
struct NetworkSection {
  let result: RunResult
  /// Whether the page has told of the derivative before.
  var isInStudy = false

  /// The section; nothing where the run log does not know the shape.
  var html: HTML {
    guard let network = result.finding("network"), let inputs = network["inputs"]?.integer,
      let outputs = network["outputs"]?.integer
    else { return .nothing }
    let hidden = (network["hidden"]?.list ?? []).compactMap(\.integer)
    let activation = network["activation"]?.string ?? ""
    let output = network["output_activation"]?.string ?? ""
    let layers =
      [NetworkDrawing.Layer(units: inputs, kind: inputs == 1 ? "input" : "inputs")]
      + hidden.map { NetworkDrawing.Layer(units: $0, kind: activation) }
      + [NetworkDrawing.Layer(units: outputs, kind: output)]
    var table = HTMLTable(
      "Weights and biases of each layer",
      [
        HTMLTable.Column("layer"), HTMLTable.Column("units", isNumeric: true),
        HTMLTable.Column("activation"), HTMLTable.Column("weights", isNumeric: true),
        HTMLTable.Column("biases", isNumeric: true),
      ])
    for (index, pair) in zip(layers, layers.dropFirst()).enumerated() {
      let (from, to) = pair
      let isLast = index == layers.count - 2
      table.append([
        isLast ? "output" : "hidden \(index + 1)", "\(NumberText.count(to.units))",
        "\(to.kind)", "\(NumberText.count(from.units)) × \(NumberText.count(to.units))",
        "\(NumberText.count(to.units))",
      ])
    }
    let parameters = network["parameters"]?.integer
    return .section(
      "network", "Network",
      [
        .plots([
          NetworkDrawing(layers: layers).figure(
            id: "network-drawing", title: "The layers",
            remark: parameters.map {
              "\(PageNumber.rows($0, "weight")) and biases in all; of a large layer some units."
            })
        ]),
        table.html(id: "layers"), notes,
      ])
  }

  /// What is unusual about the derivative.
  var notes: HTML {
    guard !isInStudy, result.parameter("network.activation") == "tanh",
      result.parameter("network.tanh_derivative") == "notebook"
    else { return .nothing }
    return Self.tanhNote
  }

  /// The notebook's slip, which a setting repeats.
  static let tanhNote = HTML.note([
    .element("strong", [], "About the derivative of tanh. "), .text(tanhWords),
    .code("\"tanh_derivative\": \"notebook\""),
    ", to give the numbers that the notebook printed; without it the derivative is right.",
  ])

  private static let tanhWords = """
    The notebook hands the activation a = tanh(z) to a function that expects z, and so computes \
    1 − tanh(a)² where the derivative is 1 − a². The sign is right and the size nearly so, hence \
    the network learns all the same. These runs repeat the slip:\u{20}
    """
}
