package import Tabular

/// How a CSV is scored.
package struct ScoringOptions: Sendable {
  /// How the CSV is written.
  package var format = CSVFormat()
  /// How the scores are written; CSV with the delimiter of the input unless it says otherwise.
  package var rowFormat: RowFormat
  /// Columns of the input that are written before the scores.
  package var keep = KeptColumns.none
  /// Whether kept fields are made safe for spreadsheets; otherwise they are written byte for byte.
  package var escapesKept = false
  /// Whether each row gets a status and a reason, and bad rows are kept.
  package var verdict = false
  /// From which probability on the positive class of two is predicted.
  package var threshold = 0.5
  /// Whether anybody asks for the metrics and the shift: otherwise rows are scored and checked, and
  /// neither compared with the target nor with the training rows.
  package var isReported = true

  /// CSV with commas in and out, the scores alone, bad rows refused.
  package init(format: CSVFormat = CSVFormat()) {
    self.format = format
    rowFormat = .csv(delimiter: format.delimiter)
  }
}

/// What came of scoring a CSV.
package struct ScoringSummary: Sendable {
  /// How many rows were written.
  package internal(set) var rows = 0
  /// How many of them have no score.
  package internal(set) var emptyRows = 0
  /// How many of them are bad: with a cell that is not what it should be. Always 0 without verdicts.
  package internal(set) var badRows = 0
  /// The metrics over the rows that have a target; nil when none has.
  package internal(set) var metrics: Metrics?
  /// How often each class was predicted for each true one; nil where that is not known.
  package internal(set) var confusion: ConfusionMatrix?
  /// Whether metrics that depend on the order of the probabilities come from rounded ones, because
  /// of the number of rows.
  package internal(set) var hasRoundedRanking = false
  /// How the rows differ from the training rows.
  package internal(set) var shift: ShiftSummary
}
