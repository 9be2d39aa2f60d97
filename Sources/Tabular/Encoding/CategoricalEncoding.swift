/// How one categorical column becomes features: a 1 for its level, 0 for the others.
///
/// A level that the training rows did not have, or that was not among the most frequent ones, is
/// unknown: all zeros.
package struct CategoricalEncoding: Hashable, Codable, Sendable {
  /// The column's name.
  package let name: String
  /// The levels with a feature of their own, sorted by Unicode scalars.
  package let levels: [String]
  /// Whether a missing value has a feature of its own, after those of the levels.
  ///
  /// It has one when the training rows had missing values; otherwise a missing value is unknown.
  package let hasMissingLevel: Bool
  /// The level that replaces a missing value; nil when none does.
  package let fill: String?
  /// How many levels the training rows had.
  package let foundLevels: Int

  /// Takes the levels of the training rows.
  ///
  /// - Parameters:
  ///   - codes: Of all rows.
  ///   - levels: What the codes stand for.
  ///   - rows: The training rows.
  init(
    name: String, codes: [Int32], levels: [String], rows: [Int], settings: PreprocessSettings
  ) {
    self.name = name
    var counts = [Int](repeating: 0, count: levels.count)
    var missing = 0
    for row in rows {
      if codes[row] >= 0 { counts[Int(codes[row])] += 1 } else { missing += 1 }
    }
    let found = levels.indices.filter { counts[$0] > 0 }
    foundLevels = found.count
    // Ties keep the sorted order, so that the choice does not depend on the sort's algorithm.
    let byCount = found.sorted { (counts[$1], levels[$0].key) < (counts[$0], levels[$1].key) }
    let kept = byCount.prefix(settings.maxCategories)
    self.levels = kept.map { levels[$0] }.sorted { $0.key < $1.key }
    hasMissingLevel =
      missing > 0 && (settings.missing == .mean || settings.missing == .median)
    fill = settings.missing == .mostFrequent ? byCount.first.map { levels[$0] } : nil
  }

  /// How many features the column becomes.
  package var width: Int { levels.count + (hasMissingLevel ? 1 : 0) }

  /// The names of its features: `column=level`, and `column (missing)`.
  package var featureNames: [String] {
    levels.map { "\(name)=\($0)" } + (hasMissingLevel ? ["\(name) (missing)"] : [])
  }

  /// For each of `levels` of a table, and after them for a missing value, the feature that is 1; −1
  /// for none.
  func features(for tableLevels: [String]) -> [Int32] {
    var positions: [TextKey: Int32] = [:]
    for (index, level) in levels.enumerated() { positions[TextKey(level)] = Int32(index) }
    let missing =
      hasMissingLevel ? Int32(levels.count) : fill.flatMap { positions[TextKey($0)] } ?? -1
    return tableLevels.map { positions[TextKey($0)] ?? -1 } + [missing]
  }

  /// For each of `levels` of a table whether it means something to the network: another one is an
  /// unseen category.
  func areKnown(_ tableLevels: [String]) -> [Bool] {
    let known = Set(levels.map(TextKey.init))
    return tableLevels.map { known.contains($0.key) }
  }
}
