import Tabular

/// What is done with a column, in words.
enum ColumnUse {
  /// A feature, as the encoder of the training rows has it.
  static func of(_ encoding: FeatureEncoder.ColumnEncoding, _ settings: PreprocessSettings)
    -> String
  {
    switch encoding {
    case .numeric(let column): numeric(column, settings)
    case .categorical(let column): categorical(column)
    }
  }

  /// A column that is no feature.
  static func of(_ reason: LeftOutColumn.Reason, _ method: SplitMethod) -> String {
    switch reason {
    case .ignored: "not read: columns.ignore"
    case .id: "not read: columns.id"
    case .weight: "weighs the rows"
    case .split: method == .group ? "groups the rows of the split" : "marks the parts of the split"
    case .namesEveryRow: "left out: another text in every row"
    case .empty: "left out: every value is missing"
    }
  }

  /// The target.
  static func of(_ target: TargetEncoder) -> String {
    switch target.task {
    case .regression: "predicted: a value"
    case .classification:
      target.positive.map { "predicted: probability of \(quoted($0))" }
        ?? "predicted: one of \(target.classes.count) classes"
    }
  }

  private static func numeric(_ column: NumericEncoding, _ settings: PreprocessSettings) -> String {
    var use =
      switch settings.scale {
      case .standard: "standardised"
      case .minmax: "scaled to 0…1"
      case .none: "used as it is"
      }
    if column.minimum == nil {
      use += ", no value in the training rows"
    } else if column.minimum == column.maximum {
      use += ", the same in every training row"
    }
    let policy =
      switch settings.missing {
      case .mean: ""
      case .median: ", missing values become the median"
      case .mostFrequent: ", missing values become the most frequent one"
      case .error: ", a missing value is an error"
      }
    return use + policy + (column.hasMissingIndicator ? ", with a feature for missing values" : "")
  }

  private static func categorical(_ column: CategoricalEncoding) -> String {
    var extra: [String] = []
    if column.hasUnknownLevel {
      extra.append("\(column.foundLevels - column.levels.count) rare levels share one")
    }
    if column.hasMissingLevel { extra.append("one for missing values") }
    let use = column.isBoolean ? "1 for true, 0 for false" : "one-hot into \(column.width)"
    return ([use] + extra).joined(separator: ", ")
  }
}

/// A name from the data in double quotes, made fit for a message.
func quoted(_ text: String) -> String { Excerpt.quoted(text) }
