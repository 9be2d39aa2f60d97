/// What the elements of a row of features mean.
package struct FeatureForm: Sendable, Equatable {
  /// Neighbouring columns that hold numbers.
  struct Run: Equatable {
    /// The first column.
    let column: Int
    /// Which of a row's numbers stands there.
    let first: Int
    /// How many columns there are.
    fileprivate(set) var count: Int
  }

  /// How many columns a row has that is written out.
  package private(set) var columns = 0
  /// How many columns hold any number.
  package private(set) var numbers = 0
  /// Where the numbers stand, in order.
  private(set) var runs: [Run] = []
  /// The first column of each group of which one may be 1.
  private(set) var groups: [Int] = []

  /// A row without columns.
  package init() {}

  /// A row of nothing but numbers.
  init(numbers count: Int) {
    append(numbers: count)
  }

  /// How many of the columns that are no numbers may be 1 at once.
  package var ones: Int { groups.count }

  /// How many elements a row has: its numbers, and then for each group which of its columns is 1.
  package var width: Int { numbers + ones }

  /// Whether the elements are the columns, so that nothing need be written out.
  package var isDense: Bool { groups.isEmpty }

  /// Adds columns that hold any number.
  package mutating func append(numbers count: Int) {
    if count == 0 { return }
    if let last = runs.last, last.column + last.count == columns {
      runs[runs.count - 1].count += count
    } else {
      runs.append(Run(column: columns, first: numbers, count: count))
    }
    numbers += count
    columns += count
  }

  /// Adds a group of columns, perhaps without any, of which one at most is 1 and the others are 0.
  package mutating func append(oneOf count: Int) {
    groups.append(columns)
    columns += count
  }
}
