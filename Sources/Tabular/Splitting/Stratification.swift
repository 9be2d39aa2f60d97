import Numerics

/// A stratified split for which there are rows enough.
struct Stratification {
  private let labels: [Int]
  private let classNames: [String]

  /// Describes the rows by their class.
  init(_ labels: [Int], classNames: [String]) {
    self.labels = labels
    self.classNames = classNames
  }

  /// Divides the rows.
  ///
  /// - Throws: `classTooSmall`, `moreClassesThanRows`, where scikit-learn refuses too.
  func split(testCount: Int, seed: UInt32) throws(TabularError) -> Split {
    try check(testCount: testCount)
    var random = RandomState(seed: seed)
    let shuffle = StratifiedShuffle(labels: labels, testCount: testCount, random: &random)
    return Split(train: shuffle.train, test: shuffle.test)
  }

  private func check(testCount: Int) throws(TabularError) {
    let count = labels.count
    var sizes = [Int](repeating: 0, count: (labels.max() ?? -1) + 1)
    for label in labels { sizes[label] += 1 }
    for (label, size) in sizes.enumerated() where size == 1 {
      throw .classTooSmall(
        name: label < classNames.count ? classNames[label] : String(label), rows: 1)
    }
    let classes = sizes.count { $0 > 0 }
    if count - testCount < classes {
      throw .moreClassesThanRows(part: "training", classes: classes, rows: count - testCount)
    }
    if testCount < classes {
      throw .moreClassesThanRows(part: "test", classes: classes, rows: testCount)
    }
  }
}
