/// Columns that seem to name the rows instead of telling something about them.
package enum IdentifierColumns {
  /// Fewer rows than this have other values in every row by chance.
  static let leastRows = 20

  /// The names of such columns: texts that were left out because they name every row; texts of which
  /// nine in ten are found once only; whole numbers that differ in every row, where they run without
  /// wide gaps or the name says that they are an id.
  ///
  /// - Complexity: O(n) a column; most columns are done with after a few rows.
  package static func names(_ table: Table) -> [String] {
    let leftOut = table.leftOut.filter { $0.reason == .namesEveryRow }.map(\.name)
    if table.rowCount < leastRows { return leftOut }
    return leftOut
      + table.columns.filter { column in
        switch column.values {
        case .numeric(let values): isNumbering(values, name: column.name)
        case .categorical(let codes, let levels): isNaming(codes, levels.count)
        }
      }.map(\.name)
  }

  private static func isNaming(_ codes: [Int32], _ levels: Int) -> Bool {
    // Where a level has two rows on average, no nine in ten can be alone.
    if levels * 2 < codes.count { return false }
    var counts = [Int32](repeating: 0, count: levels)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let values = counts.reduce(0) { $0 + Int($1) }
    return values >= leastRows && counts.count { $0 == 1 } * 10 >= values * 9
  }

  private static func isNumbering(_ values: [Double], name: String) -> Bool {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values {
      // False for NaN too.
      guard value == value.rounded(), value.magnitude < 9_007_199_254_740_992 else { return false }
      low = min(low, value)
      high = max(high, value)
    }
    guard high - low < 2 * Double(values.count) || isIdentifier(name) else { return false }
    var seen = DistinctNumbers(capacity: values.count)
    return values.allSatisfy { seen.insert($0) }
  }

  /// Whether a name is, begins or ends with "id", "index", "key" or "number" as a word of its own.
  private static func isIdentifier(_ name: String) -> Bool {
    var words: [String] = [""]
    var wasLower = false
    for character in name.unicodeScalars {
      let isLetter = character.properties.isAlphabetic
      // `rowId` has two words.
      if !isLetter || wasLower && character.properties.isUppercase { words.append("") }
      if isLetter { words[words.count - 1] += String(character).lowercased() }
      wasLower = character.properties.isLowercase
    }
    let named = words.filter { !$0.isEmpty }
    let known: Set<String> = ["id", "ids", "index", "idx", "key", "number", "no", "nr", "uuid"]
    return [named.first, named.last].contains { $0.map(known.contains) ?? false }
  }
}
