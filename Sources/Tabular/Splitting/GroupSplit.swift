import Numerics

/// A split that keeps all rows of a group on one side.
///
/// Source: scikit-learn 1.9.1, `GroupShuffleSplit._iter_indices`: the distinct groups are sorted and
/// split at random, and the rows of each part keep the order of the file. Groups are sorted by
/// value when all of them are numbers, as pandas would read them, else by Unicode scalars.
struct GroupSplit {
  /// The group of each row, an index in sorted order.
  private let groups: [Int]
  private let count: Int
  private let place: Place

  /// Takes the groups from the table's split column.
  ///
  /// - Parameter rows: the rows to divide, which the result counts from 0; nil for all.
  /// - Throws: `missingGroup`.
  init(_ table: Table, rows: [Int]? = nil) throws(TabularError) {
    guard let column = table.splitColumn else { preconditionFailure("the table has no groups") }
    place = Place(table.file, column: column.number, columnName: column.name)
    let rank = Self.ranks(column.levels)
    var groups: [Int] = []
    groups.reserveCapacity(column.codes.count)
    for (row, code) in column.codes.enumerated() {
      guard code >= 0 else { throw .missingGroup(column.place(ofRow: row, in: table)) }
      groups.append(rank[Int(code)])
    }
    guard let rows else {
      self.groups = groups
      count = column.levels.count
      return
    }
    // Of groups without a row here there is nothing to draw.
    let chosen = rows.map { groups[$0] }
    var numbers: [Int: Int] = [:]
    for group in Set(chosen).sorted() { numbers[group] = numbers.count }
    self.groups = chosen.map { numbers[$0] ?? 0 }
    count = numbers.count
  }

  /// Divides the rows.
  ///
  /// - Throws: `tooFewGroups` where one part would have none.
  func split(testFraction: Double, seed: UInt32) throws(TabularError) -> Split {
    let testCount = Int((testFraction * Double(count)).rounded(.up))
    guard testFraction > 0, testFraction < 1, testCount >= 1, testCount < count else {
      throw .tooFewGroups(place, groups: count, testFraction: testFraction)
    }
    var random = RandomState(seed: seed)
    var isTest = [Bool](repeating: false, count: count)
    for group in random.permutation(count)[..<testCount] { isTest[group] = true }
    return Split(
      train: groups.indices.filter { !isTest[groups[$0]] },
      test: groups.indices.filter { isTest[groups[$0]] })
  }

  /// The place in sorted order of each of `levels`, which are sorted by Unicode scalars.
  private static func ranks(_ levels: [String]) -> [Int] {
    let values = levels.compactMap(DecimalNumber.double)
    var order = Array(levels.indices)
    // Ties, such as 1 and 1.0, stay two groups in the order of their texts.
    if values.count == levels.count { order.sort { (values[$0], $0) < (values[$1], $1) } }
    var ranks = [Int](repeating: 0, count: levels.count)
    for (rank, level) in order.enumerated() { ranks[level] = rank }
    return ranks
  }
}
