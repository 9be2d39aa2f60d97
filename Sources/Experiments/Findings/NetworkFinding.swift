import JSON
import Perceptron

/// The finding `network`: the shape of the network that was trained.
struct NetworkFinding {
  let architecture: Architecture

  /// The finding as `docs/findings.md` describes it.
  var finding: Finding {
    Finding(
      name: "network",
      value: .object([
        "inputs": .integer(architecture.inputs),
        "hidden": .array(architecture.hidden.map { .integer($0) }),
        "outputs": .integer(architecture.outputs),
        "activation": .string(architecture.activation.rawValue),
        "output_activation": .string(architecture.output.rawValue),
        "parameters": .integer(architecture.parameterCount),
      ]))
  }
}
