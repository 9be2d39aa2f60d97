import Glibc
import Numerics
import Perceptron
import Testing

/// A network shape whose gradient is compared with central differences.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let activation: Activation
  let output: OutputKind
  let hidden: [Int]
  let l2: Double
  let weighted: Bool
  var rows = 11
  /// What the initial weights are multiplied by; small ones keep logistic units near 0.
  var scale = 1.0

  var testDescription: String {
    "\(activation) \(output) \(hidden) l2 \(l2)\(weighted ? " weighted" : "") \(rows) rows, weights × \(scale)"
  }

  static let all = narrow + halved + central

  /// Of the shape that has a kernel of its own, with pre-activations up to ½ in magnitude.
  private static let central: [GradientCase] = [Activation.sigmoid, .tanh].map {
    GradientCase(
      activation: $0, output: .logistic, hidden: [5], l2: 0.3, weighted: false, rows: 131,
      scale: 0.05)
  }

  /// Networks whose gradient is summed panel by panel.
  private static let narrow: [GradientCase] = Activation.allCases.flatMap { activation in
    OutputKind.allCases.flatMap { output in
      [[], [5], [6, 3], [4, 7, 2]].flatMap { hidden in
        [(0, false), (0.3, false), (0.3, true)].map { l2, weighted in
          GradientCase(
            activation: activation, output: output, hidden: hidden, l2: l2, weighted: weighted)
        }
      }
    }
  }

  /// A larger one, whose gradient is summed in two halves of the rows. Without relu: among so many rows
  /// one would cross its corner between the two sides of a difference.
  private static let halved: [GradientCase] = [Activation.sigmoid, .tanh, .identity].flatMap {
    activation in
    OutputKind.allCases.map {
      GradientCase(
        activation: activation, output: $0, hidden: [20, 9], l2: 0.3, weighted: true, rows: 131)
    }
  }
}

@Suite struct GradientTests {
  @Test(arguments: GradientCase.all) func equalsCentralDifferences(_ shape: GradientCase) throws {
    let outputs = shape.output == .softmax ? 3 : 1
    var random = RandomState(seed: 3)
    let architecture = Architecture(
      inputs: 3, hidden: shape.hidden, outputs: outputs, activation: shape.activation,
      output: shape.output)
    var network = Network<Double>(
      architecture: architecture, initialWeights: .glorotUniform, random: &random)
    for layer in network.layers.indices {
      for index in network.layers[layer].bias.indices {
        network.layers[layer].bias[index] *= shape.scale
      }
      let weight = network.layers[layer].weight
      network.layers[layer].weight = Matrix(
        rows: weight.rows, columns: weight.columns,
        elements: weight.elements.map { $0 * shape.scale })
    }
    let x = Matrix<Double>(
      rows: shape.rows, columns: 3, elements: (0..<(shape.rows * 3)).map { _ in random.normal() })
    var targets = Matrix<Double>(rows: shape.rows, columns: outputs)
    for row in 0..<shape.rows {
      switch shape.output {
      case .softmax: targets[row, random.integer(below: 3)] = 1
      case .logistic: targets[row, 0] = Double(random.integer(below: 2))
      case .identity: targets[row, 0] = random.normal()
      }
    }
    let weights = (0..<shape.rows).map { _ in shape.weighted ? random.uniform() + 0.5 : 1 }
    // One plain step of size 1 over all rows moves each parameter by minus its gradient.
    var trainer = Trainer(
      network: network, inputs: FeatureMatrix(x), targets: targets, rowWeights: weights,
      options: TrainingOptions(
        optimizer: .sgd(momentum: 0, nesterov: false), learningRate: 1, batchSize: .full,
        epochs: 1, shuffle: false, l2: shape.l2, patience: nil), random: random)
    let stepped = try trainer.train().network
    for layer in network.layers.indices {
      let old = network.layers[layer]
      for index in old.weight.elements.indices {
        let found = old.weight.elements[index] - stepped.layers[layer].weight.elements[index]
        let expected = difference(network, x, targets, weights, shape.l2) { changed, step in
          changed.layers[layer].weight[
            index / old.weight.columns, index % old.weight.columns] += step
        }
        #expect((found - expected).magnitude < 2e-8)
      }
      for unit in old.bias.indices {
        let found = old.bias[unit] - stepped.layers[layer].bias[unit]
        let expected = difference(network, x, targets, weights, shape.l2) {
          $0.layers[layer].bias[unit] += $1
        }
        #expect((found - expected).magnitude < 2e-8)
      }
    }
  }

  private func difference(
    _ network: Network<Double>, _ x: Matrix<Double>, _ targets: Matrix<Double>,
    _ weights: [Double], _ l2: Double, _ change: (inout Network<Double>, Double) -> Void
  ) -> Double {
    let step = 1e-5
    let losses = [step, -step].map { step in
      var changed = network
      change(&changed, step)
      return naiveLoss(changed, x, targets, weights, l2)
    }
    return (losses[0] - losses[1]) / (2 * step)
  }

  /// The loss by its definition, without any kernel.
  private func naiveLoss(
    _ network: Network<Double>, _ x: Matrix<Double>, _ targets: Matrix<Double>,
    _ weights: [Double], _ l2: Double
  ) -> Double {
    var sum = 0.0
    for row in 0..<x.rows {
      var values = (0..<x.columns).map { x[row, $0] }
      for (index, layer) in network.layers.enumerated() {
        values = layer.bias.indices.map { unit in
          values.indices.reduce(layer.bias[unit]) { $0 + values[$1] * layer.weight[$1, unit] }
        }
        guard index < network.layers.count - 1 else { continue }
        values = values.map { value in
          switch network.architecture.activation {
          case .sigmoid: 1 / (1 + exp(-value))
          case .tanh: tanh(value)
          case .relu: max(value, 0)
          case .identity: value
          }
        }
      }
      var loss = 0.0
      switch network.architecture.output {
      case .logistic:
        let p = 1 / (1 + exp(-values[0]))
        loss = -log(targets[row, 0] > 0.5 ? p : 1 - p)
      case .softmax:
        let total = values.reduce(0) { $0 + exp($1) }
        for unit in values.indices where targets[row, unit] > 0.5 {
          loss -= log(exp(values[unit]) / total)
        }
      case .identity:
        loss = (values[0] - targets[row, 0]) * (values[0] - targets[row, 0]) / 2
      }
      sum += weights[row] * loss
    }
    let squares = network.layers.reduce(0) { total, layer in
      layer.weight.elements.reduce(total) { $0 + $1 * $1 }
    }
    return (sum + l2 / 2 * squares) / weights.reduce(0, +)
  }
}
