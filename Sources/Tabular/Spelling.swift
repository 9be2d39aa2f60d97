/// Finds the name that a misspelt name was probably meant to be.
package enum Spelling {
  /// Names longer than this are not compared by edits: no one mistypes them, and the cost is
  /// quadratic.
  private static let longestCompared = 64

  /// The candidate nearest to a misspelt name, or nil when none is near enough to be meant.
  ///
  /// Case does not count. A candidate is near when at most a third of the name's characters (one at
  /// least) were inserted, deleted, replaced or swapped with their neighbour; failing that, when
  /// the name is the beginning of the candidate. Of equally near candidates the first one wins.
  package static func closest(to name: String, among candidates: [String]) -> String? {
    let typed = letters(name)
    guard !typed.isEmpty, typed.count <= longestCompared else { return nil }
    var best: (candidate: String, edits: Int)?
    var limit = max(1, (typed.count + 2) / 3)
    for candidate in candidates {
      let meant = letters(candidate)
      guard abs(meant.count - typed.count) <= limit else { continue }
      let edits = distance(typed, meant)
      guard edits <= limit, edits < max(typed.count, meant.count) else { continue }
      best = (candidate, edits)
      limit = edits - 1
    }
    return best?.candidate ?? completion(of: typed, among: candidates)
  }

  /// The tail of an error message: `; did you mean "x"?`, or nothing when no candidate is near.
  package static func suggestion(for name: String, among candidates: [String]) -> String {
    closest(to: name, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// The first candidate that begins with the letters; fewer than three begin too many.
  private static func completion(of typed: [Unicode.Scalar], among candidates: [String]) -> String?
  {
    guard typed.count >= 3 else { return nil }
    return candidates.first { letters($0).starts(with: typed) }
  }

  private static func letters(_ name: String) -> [Unicode.Scalar] {
    Array(name.lowercased().unicodeScalars)
  }

  /// The number of single edits between two words, a swap of neighbours counting as one.
  ///
  /// The restricted Damerau–Levenshtein distance (optimal string alignment). Source: Damerau 1964,
  /// "A technique for computer detection and correction of spelling errors"; the recurrence as in
  /// Boytsov 2011, section 2.2.1. Three rows of the table are kept.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = last
      row[0] = i + 1
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        row[j + 1] = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
