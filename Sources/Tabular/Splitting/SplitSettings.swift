import Numerics

/// How rows are divided into those to train on and those to test on.
package enum SplitMethod: String, CaseIterable, Codable, Sendable {
  /// At random: scikit-learn's `train_test_split`.
  case random
  /// At random with each class in proportion: `train_test_split(stratify=y)`.
  case stratified
  /// The last rows are the test rows.
  case ordered
  /// At random by groups of rows, no group in both parts: scikit-learn's `GroupShuffleSplit`.
  case group
  /// As a column of the data says.
  case column
  /// All rows are training rows.
  case none
}

/// The rows of the parts, in the order in which they are used.
package struct Split: Equatable, Sendable {
  /// Rows to train on.
  package let train: [Int]
  /// Rows to watch the training with; only the method `column` gives any.
  package let validation: [Int]
  /// Rows to test on.
  package let test: [Int]

  /// Describes a split.
  package init(train: [Int], validation: [Int] = [], test: [Int]) {
    self.train = train
    self.validation = validation
    self.test = test
  }
}

/// The settings of a split.
package struct SplitSettings: Hashable, Codable, Sendable {
  /// How rows are divided.
  package var method: SplitMethod
  /// The share of test rows, in (0, 1).
  package var testFraction: Double
  /// The seed of the random methods.
  package var seed: UInt32
  /// The column that names each row's group (`group`) or part (`column`); nil for other methods.
  package var column: String?

  /// A random split with a quarter of the rows to test on, unless said otherwise.
  package init(
    method: SplitMethod = .random, testFraction: Double = 0.25, seed: UInt32 = 42,
    column: String? = nil
  ) {
    self.method = method
    self.testFraction = testFraction
    self.seed = seed
    self.column = column
  }

  /// Divides the rows of a table.
  ///
  /// - Parameters:
  ///   - labels: As `indices` takes them.
  ///   - classNames: The classes' names, for messages.
  /// - Throws: What `indices` throws; `tooFewGroups`, `missingGroup`, `unknownPart`, `noTrainRows`.
  package func split(_ table: Table, labels: [Int]? = nil, classNames: [String] = [])
    throws(TabularError) -> Split
  {
    switch method {
    case .group: try GroupSplit(table).split(testFraction: testFraction, seed: seed)
    case .column: try MarkedParts.split(table)
    default: try indices(count: table.rowCount, labels: labels, classNames: classNames)
    }
  }

  /// Divides some rows of a table by group; the result counts them from 0.
  ///
  /// - Throws: `tooFewGroups`, `missingGroup`.
  package func splitGroups(_ table: Table, rows: [Int]) throws(TabularError) -> Split {
    try GroupSplit(table, rows: rows).split(testFraction: testFraction, seed: seed)
  }

  /// Divides the rows 0..<count, in the same order as scikit-learn 1.9 with the same seed.
  ///
  /// - Parameters:
  ///   - count: n, how many rows there are; ⌈testFraction·n⌉ of them become test rows.
  ///   - labels: The class of each row, from 0 in sorted order of the classes; the stratified
  ///     method needs it.
  ///   - classNames: The classes' names, for messages.
  /// - Throws: `tooFewRows`, `classTooSmall`, `moreClassesThanRows`.
  package func indices(count: Int, labels: [Int]? = nil, classNames: [String] = [])
    throws(TabularError) -> Split
  {
    if method == .none { return Split(train: Array(0..<count), test: []) }
    let testCount = Int((testFraction * Double(count)).rounded(.up))
    guard testFraction > 0, testFraction < 1, testCount >= 1, testCount < count else {
      throw .tooFewRows(rows: count, testFraction: testFraction)
    }
    switch method {
    case .ordered:
      return Split(
        train: Array(0..<count - testCount), test: Array(count - testCount..<count))
    case .stratified:
      guard let labels else { preconditionFailure("a stratified split needs labels") }
      let stratification = Stratification(labels, classNames: classNames)
      return try stratification.split(testCount: testCount, seed: seed)
    case .group, .column: preconditionFailure("a split by a column needs the table")
    case .random, .none:
      var random = RandomState(seed: seed)
      let order = random.permutation(count)
      return Split(train: Array(order[testCount...]), test: Array(order[..<testCount]))
    }
  }
}
