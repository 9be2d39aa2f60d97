/// Why the score of a row deserves less trust, or why there is none.
package struct RowConcern: Equatable, Sendable {
  /// What is unusual about a value.
  package enum Kind: Int, CaseIterable, Comparable, Sendable {
    /// It is missing, and the training rows' statistics stand in for it.
    case imputed
    /// It is a number below the smallest or above the largest of the training rows.
    case outOfRange
    /// It is a category that has no feature: training did not see it, or too rarely.
    case unseen
    /// It is no number; the row is scored as if it were missing, where the model allows that.
    case unparsable
    /// It is missing where the model allows none.
    case missing
    /// It is a target that is none of the classes.
    case unknownTarget

    package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  /// The row's index among the rows looked at.
  package let row: Int
  /// The column's index: in the encoder, with the target as the last one.
  package let column: Int
  /// What is unusual.
  package let kind: Kind
  /// The category, where it is one that is unseen, or the target's label.
  package let text: String?

  /// Describes a concern.
  package init(row: Int, column: Int, kind: Kind, text: String? = nil) {
    self.row = row
    self.column = column
    self.kind = kind
    self.text = text
  }
}
