/// How one categorical column becomes features: a 1 for its level, 0 for the others.
///
/// With more levels than may have features, the rare ones share one, and so does every level that
/// the training rows did not have. Without rare levels there is nothing to learn about an unknown
/// one: it is all zeros. Source: scikit-learn 1.9.1, `OneHotEncoder` with `max_categories` and
/// `handle_unknown="infrequent_if_exist"`.
///
/// A boolean column becomes one feature: 1 for true, 0 for false.
package struct CategoricalEncoding: Hashable, Codable, Sendable {
  /// The column's name.
  package let name: String
  /// The levels with a feature of their own, sorted by Unicode scalars; of a boolean column those
  /// that mean true.
  package let levels: [String]
  /// Whether a missing value has a feature of its own, the last one.
  ///
  /// It has one when the training rows had missing values; otherwise a missing value is unknown.
  package let hasMissingLevel: Bool
  /// The level that replaces a missing value; nil when none does.
  package let fill: String?
  /// How many levels the training rows had.
  package let foundLevels: Int
  // Optional, since models of before have neither.
  private let unknownLevel: Bool?
  private let boolean: Bool?

  /// Whether unknown levels have a feature of their own, after those of the levels.
  package var hasUnknownLevel: Bool { unknownLevel ?? false }
  /// Whether the column holds true and false only.
  package var isBoolean: Bool { boolean ?? false }

  /// Takes the levels of the training rows.
  ///
  /// - Parameters:
  ///   - codes: Of all rows.
  ///   - levels: What the codes stand for, sorted.
  ///   - isBoolean: Whether they are true and false.
  ///   - rows: The training rows.
  init(
    name: String, codes: [Int32], levels: [String], isBoolean: Bool = false, rows: [Int],
    settings: PreprocessSettings
  ) {
    self.name = name
    let (counts, missing) = Self.counts(codes, levels.count, rows)
    let found = levels.indices.filter { counts[$0] > 0 }
    foundLevels = found.count
    hasMissingLevel =
      missing > 0 && (settings.missing == .mean || settings.missing == .median)
    // The first of several, as scikit-learn's SimpleImputer.
    let mostFrequent = found.max { (counts[$0], $1) < (counts[$1], $0) }
    fill = settings.missing == .mostFrequent ? mostFrequent.map { levels[$0] } : nil
    boolean = isBoolean ? true : nil
    if isBoolean {
      self.levels = BooleanText.allTrue
      unknownLevel = nil
      return
    }
    let hasRare = found.count > settings.maxCategories
    unknownLevel = hasRare ? true : nil
    // Of equally frequent levels the first ones are the rare ones, as in scikit-learn's stable sort.
    let byCount = found.sorted { (counts[$0], $0) > (counts[$1], $1) }
    let kept = byCount.prefix(hasRare ? settings.maxCategories - 1 : found.count)
    self.levels = kept.sorted().map { levels[$0] }
  }

  /// How many rows have each code, and how many have none.
  ///
  /// Four rows in turn are counted in counts of their own: a code that comes again at once need not
  /// wait for its count.
  private static func counts(
    _ codes: [Int32], _ levels: Int, _ rows: [Int]
  ) -> (ofLevels: [Int], missing: Int) {
    // The first count of each is that of missing values.
    let width = levels + 1
    let counts = [Int](unsafeUninitializedCapacity: 4 * width) { counts, initialized in
      counts.initialize(repeating: 0)
      initialized = 4 * width
      codes.withUnsafeBufferPointer { codes in
        for (index, row) in rows.enumerated() {
          counts[index & 3 &* width &+ Int(codes[row]) &+ 1] &+= 1
        }
      }
    }
    let sums = (0..<width).map { place in
      (0..<4).reduce(0) { $0 + counts[$1 * width + place] }
    }
    return (Array(sums.dropFirst()), sums[0])
  }

  /// How many features the column becomes.
  package var width: Int { ownWidth + (hasUnknownLevel ? 1 : 0) + (hasMissingLevel ? 1 : 0) }

  /// The features before those of unknown and missing values.
  private var ownWidth: Int { isBoolean ? 1 : levels.count }

  /// The names of its features: `column=level`, `column (unknown)` and `column (missing)`; of a
  /// boolean column its own.
  package var featureNames: [String] {
    (isBoolean ? [name] : levels.map { "\(name)=\($0)" })
      + (hasUnknownLevel ? ["\(name) (unknown)"] : [])
      + (hasMissingLevel ? ["\(name) (missing)"] : [])
  }

  /// The feature that is 1 for a level that the training rows did not have; −1 for none.
  package var featureOfUnknown: Int32 { hasUnknownLevel ? Int32(ownWidth) : -1 }

  /// For each of `levels` of a table, and after them for a missing value, the feature that is 1; −1
  /// for none.
  package func features(for tableLevels: [String]) -> [Int32] {
    var positions: [TextKey: Int32] = [:]
    for (index, level) in levels.enumerated() {
      positions[TextKey(level)] = isBoolean ? 0 : Int32(index)
    }
    let unknown = featureOfUnknown
    let missing =
      hasMissingLevel
      ? Int32(width - 1) : fill.flatMap { positions[TextKey($0)] } ?? (fill == nil ? unknown : -1)
    return tableLevels.map { positions[TextKey($0)] ?? unknown } + [missing]
  }

  /// For each of `levels` of a table whether it means something to the network: another one is an
  /// unseen category.
  func areKnown(_ tableLevels: [String]) -> [Bool] {
    let known = Set((levels + (isBoolean ? BooleanText.allFalse : [])).map(TextKey.init))
    return tableLevels.map { known.contains($0.key) }
  }
}

/// The texts that are true and false.
enum BooleanText {
  /// The texts that mean true, sorted by Unicode scalars.
  static let allTrue = ["TRUE", "True", "true"]
  /// The texts that mean false.
  static let allFalse = ["FALSE", "False", "false"]

  /// Whether a text is one of them.
  static func isBoolean(_ text: String) -> Bool {
    allTrue.contains(text) || allFalse.contains(text)
  }
}
