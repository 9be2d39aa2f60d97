extension [Int] {
  /// Rows in the order of the table, in which its columns are read from the first value to the last.
  ///
  /// - Parameter count: The rows of the table.
  /// - Complexity: O(`count`) where they are a good part of the table's, and each is there once.
  func ascending(below count: Int) -> [Int] {
    if self.count * 8 < count { return sorted() }
    var isWanted = [Bool](repeating: false, count: count)
    for row in self {
      if isWanted[row] { return sorted() }
      isWanted[row] = true
    }
    var rows: [Int] = []
    rows.reserveCapacity(self.count)
    for row in isWanted.indices where isWanted[row] { rows.append(row) }
    return rows
  }
}
