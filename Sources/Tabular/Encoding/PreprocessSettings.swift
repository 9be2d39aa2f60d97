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
  /// The levels of a categorical column that get a feature of their own: the most frequent ones.
  package var maxCategories: Int

  /// Standard scaling, means for missing values and at most 100 levels, unless said otherwise.
  package init(scale: Scale = .standard, missing: Missing = .mean, maxCategories: Int = 100) {
    self.scale = scale
    self.missing = missing
    self.maxCategories = maxCategories
  }
}
