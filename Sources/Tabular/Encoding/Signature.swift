/// What a network predicts.
package enum Task: String, CaseIterable, Codable, Sendable {
  case classification, regression
}

/// A column that scoring needs.
package struct ColumnSignature: Hashable, Codable, Sendable {
  /// The name in the header.
  package let name: String
  /// How its cells are read.
  package let kind: ColumnKind

  /// Describes a column.
  package init(name: String, kind: ColumnKind) {
    self.name = name
    self.kind = kind
  }
}

/// The target as scoring knows it.
package struct TargetSignature: Hashable, Codable, Sendable {
  /// The name in the header.
  package let name: String
  /// What is predicted.
  package let task: Task
  /// The classes in sorted order; of two, the second is the positive one. Empty for regression.
  package let classes: [String]

  /// Describes a target.
  package init(name: String, task: Task, classes: [String]) {
    self.name = name
    self.task = task
    self.classes = classes
  }
}

/// Everything that reading a CSV for a model needs, so that kinds are never inferred again.
package struct Signature: Hashable, Codable, Sendable {
  /// The feature columns in the order of the training file.
  package let columns: [ColumnSignature]
  /// The target.
  package let target: TargetSignature

  /// Describes the input of a model.
  package init(columns: [ColumnSignature], target: TargetSignature) {
    self.columns = columns
    self.target = target
  }

  /// The signature that goes with two encoders.
  package init(_ features: FeatureEncoder, _ target: TargetEncoder) {
    self.init(columns: features.signatures, target: target.signature)
  }
}
