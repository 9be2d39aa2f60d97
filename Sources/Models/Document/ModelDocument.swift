package import JSON
package import Numerics
package import Perceptron
package import Tabular

/// What `model.json` tells about a model: everything that scoring needs and where it comes from.
package struct ModelDocument: Codable, Equatable, Sendable {
  /// The program that made the model.
  package struct Producer: Codable, Equatable, Sendable {
    /// The program's name.
    package var name: String
    /// Its version.
    package var version: String

    /// Describes a program.
    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The data that the model was made from.
  package struct Dataset: Codable, Equatable, Sendable {
    /// The file's name.
    package var name: String
    /// The SHA-256 of the file's bytes as they came, 64 hexadecimal digits.
    package var sha256: String
    /// How many rows it has.
    package var rows: Int

    /// Describes a file.
    package init(name: String, sha256: String, rows: Int) {
      self.name = name
      self.sha256 = sha256
      self.rows = rows
    }
  }

  /// How the rows were divided.
  package struct Split: Codable, Equatable, Sendable {
    /// The method as the config names it.
    package var method: String
    /// The seed; nil for a method that draws nothing.
    package var seed: Int?
    /// The column that named the groups or the parts; nil for other methods.
    package var column: String?
    /// How many rows the network was trained on.
    package var trainRows: Int
    /// How many rows the training was watched with; nil when the data marked none.
    package var validationRows: Int?
    /// How many rows were held out; 0 when none were.
    package var testRows: Int

    /// Describes a split.
    package init(
      method: String, seed: Int?, column: String? = nil, trainRows: Int,
      validationRows: Int? = nil, testRows: Int
    ) {
      self.method = method
      self.seed = seed
      self.column = column
      self.trainRows = trainRows
      self.validationRows = validationRows
      self.testRows = testRows
    }
  }

  /// How well the finished network does.
  package struct Results: Codable, Equatable, Sendable {
    /// On the rows that it was trained on.
    package var train: Metrics
    /// On the rows held out; nil when none were.
    package var test: Metrics?

    /// Takes the metrics of both parts.
    package init(train: Metrics, test: Metrics?) {
      self.train = train
      self.test = test
    }
  }

  /// The program that made the model.
  package var producer: Producer
  /// The model's name in the store.
  package var name: String
  /// The id of the run that made it.
  package var run: String
  /// The name of the trial within its study; nil outside of a study.
  package var trial: String?
  /// When it was made, as the caller writes times.
  package var createdAt: String
  /// The columns that scoring needs, and the target.
  package var signature: Signature
  /// How rows become features.
  package var encoder: FeatureEncoder
  /// How the target becomes outputs.
  package var targetEncoder: TargetEncoder
  /// The network's shape.
  package var architecture: Architecture
  /// The type of its numbers.
  package var precision: Precision
  /// The config with every default filled in.
  package var config: JSONValue
  /// The data that it was made from.
  package var dataset: Dataset
  /// How the rows were divided.
  package var split: Split
  /// How well it does.
  package var metrics: Results
  /// How many epochs were trained.
  package var epochsRun: Int
  /// See `AnyNetwork.weightsSHA256`.
  package var weightsSHA256: String

  /// Describes a network that was trained.
  package init(
    producer: Producer, name: String, run: String, trial: String? = nil, createdAt: String,
    encoder: FeatureEncoder, targetEncoder: TargetEncoder, network: AnyNetwork, config: JSONValue,
    dataset: Dataset, split: Split, metrics: Results, epochsRun: Int
  ) {
    self.producer = producer
    self.name = name
    self.run = run
    self.trial = trial
    self.createdAt = createdAt
    signature = Signature(encoder, targetEncoder)
    self.encoder = encoder
    self.targetEncoder = targetEncoder
    architecture = network.architecture
    precision = network.precision
    self.config = config
    self.dataset = dataset
    self.split = split
    self.metrics = metrics
    self.epochsRun = epochsRun
    weightsSHA256 = network.weightsSHA256
  }

  package func encode(to encoder: any Encoder) throws { try encode(to: encoder, with: nil) }

  /// Encodes the document.
  ///
  /// - Parameter texts: how the rows are encoded, where there is a text of that.
  func encode(to encoder: any Encoder, with texts: DocumentTexts.Texts?) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(producer, forKey: .producer)
    try container.encode(name, forKey: .name)
    try container.encode(run, forKey: .run)
    try container.encodeIfPresent(trial, forKey: .trial)
    try container.encode(createdAt, forKey: .createdAt)
    if let texts {
      try container.encode(texts.signature, forKey: .signature)
      try container.encode(texts.encoder, forKey: .encoder)
      try container.encode(texts.targetEncoder, forKey: .targetEncoder)
    } else {
      try container.encode(signature, forKey: .signature)
      try container.encode(self.encoder, forKey: .encoder)
      try container.encode(targetEncoder, forKey: .targetEncoder)
    }
    try container.encode(architecture, forKey: .architecture)
    try container.encode(precision, forKey: .precision)
    try container.encode(config, forKey: .config)
    try container.encode(dataset, forKey: .dataset)
    try container.encode(split, forKey: .split)
    try container.encode(metrics, forKey: .metrics)
    try container.encode(epochsRun, forKey: .epochsRun)
    try container.encode(weightsSHA256, forKey: .weightsSHA256)
  }

  // The names that convert to snake case and back: `weights_sha256` gives `weightsSha256`.
  private enum CodingKeys: String, CodingKey {
    case producer, name, run, trial, createdAt, signature, encoder, targetEncoder, architecture
    case precision, config, dataset, split, metrics, epochsRun
    case weightsSHA256 = "weightsSha256"
  }
}
