package import Numerics
package import Perceptron
package import Tabular

/// Everything that decides one training, complete: what the config says, and the default of what it
/// leaves out.
///
/// Defaults are those of scikit-learn's MLP where it has one, with tanh. The same data, the same
/// value of this type and the same version of the program give the same weights, bit for bit.
package struct ExperimentConfig: Sendable, Equatable {
  /// The model's name in the store.
  package var model: String
  /// What to predict; nil for the last column.
  package var target: String?
  /// Classification or regression; nil to tell by the target's type.
  package var task: Task?
  /// The label of the positive class; nil for the second of two.
  package var positive: String?
  package var columns: ColumnChoices
  /// What stands between two fields of the CSV.
  package var delimiter: Delimiter
  /// What the CSV may not exceed.
  package var limits: CSVLimits
  package var split: SplitSettings
  package var preprocess: PreprocessSettings
  package var network: NetworkSettings
  package var training: TrainingOptions
  /// How much the rows of each class count; nil where they count the same.
  package var classWeight: ClassWeight?
  /// The model whose parameters the training starts from; nil where they are drawn.
  package var warmStart: WarmStart?
  /// The type of the weights and of all arithmetic on them.
  package var precision: Precision
  /// Seeds the initial weights and the shuffles.
  package var seed: UInt32
}

extension ExperimentConfig {
  /// How the CSV is written and what it may not exceed.
  package var format: CSVFormat {
    var format = delimiter.format
    format.limits = limits
    return format
  }
}

/// The characters that may stand between two fields.
package enum Delimiter: String, CaseIterable, Sendable {
  case comma = ","
  case semicolon = ";"
  case tab = "\t"
  case bar = "|"

  /// A CSV written with it.
  package var format: CSVFormat {
    switch self {
    case .comma: CSVFormat(delimiter: UInt8(ascii: ","))
    case .semicolon: CSVFormat(delimiter: UInt8(ascii: ";"))
    case .tab: CSVFormat(delimiter: UInt8(ascii: "\t"))
    case .bar: CSVFormat(delimiter: UInt8(ascii: "|"))
    }
  }
}

/// The shape of the network between the inputs and the output, and how it starts.
package struct NetworkSettings: Sendable, Equatable {
  /// Units of each hidden layer, from the inputs on; empty for a linear model.
  package var hidden: [Int]
  package var activation: Activation
  /// How tanh is differentiated: rightly, or as the founding notebook did.
  package var tanhDerivative: TanhDerivative
  package var initialWeights: InitialWeights

  /// Most hidden layers of a network.
  package static let layerLimit = 16
  /// Most units of a hidden layer.
  package static let widthLimit = 4096
  /// Most weights and biases of a network.
  package static let parameterLimit = 50_000_000
}
