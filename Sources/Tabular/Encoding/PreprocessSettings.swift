/// How features become numbers of similar size.
package struct PreprocessSettings: Hashable, Codable, Sendable {
  /// What is done to numeric columns.
  package enum Scale: String, CaseIterable, Codable, Sendable {
    /// (x − mean) / standard deviation, as scikit-learn's `StandardScaler`.
    case standard
    /// (x − minimum) / (maximum − minimum), as `MinMaxScaler`.
    case minmax
    case none
  }

  /// What a missing value becomes.
  package enum Missing: String, CaseIterable, Codable, Sendable {
    /// A number: the mean of the training rows. A category: a level of its own.
    case mean
    /// A number: the median of the training rows. A category: a level of its own.
    case median
    /// The most frequent value of the training rows; the smallest of several.
    case mostFrequent = "most_frequent"
    /// An error.
    case error
  }

  /// What is done to numeric columns.
  package var scale: Scale
  /// What a missing value becomes.
  package var missing: Missing
  /// The most levels of a categorical column that get a feature of their own; with more, the least
  /// frequent ones share one, which counts too: scikit-learn's `OneHotEncoder(max_categories=…)`.
  package var maxCategories: Int
  /// Whether a numeric column with missing values in the training rows gets a second feature that
  /// says where: 1 for missing, 0 for a value.
  package var missingIndicator: Bool

  /// Standard scaling, means for missing values and at most 100 levels, unless said otherwise.
  package init(
    scale: Scale = .standard, missing: Missing = .mean, maxCategories: Int = 100,
    missingIndicator: Bool = false
  ) {
    self.scale = scale
    self.missing = missing
    self.maxCategories = maxCategories
    self.missingIndicator = missingIndicator
  }

  /// Reads the settings of a model; one that is older than the indicator has none.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scale = try container.decode(Scale.self, forKey: .scale)
    missing = try container.decode(Missing.self, forKey: .missing)
    maxCategories = try container.decode(Int.self, forKey: .maxCategories)
    missingIndicator = try container.decodeIfPresent(Bool.self, forKey: .missingIndicator) ?? false
  }

  private enum CodingKeys: String, CodingKey {
    case scale, missing, maxCategories, missingIndicator
  }
}
