import Tabular

/// How many rows of each class the parts of a split have.
struct ClassCounts: Sendable, Equatable {
  /// The classes in the target encoder's order.
  let classes: [String]
  /// One count a class.
  let train, validation, test: [Int]

  /// Counts the rows of each part.
  init(_ classes: [String], labels: [Int], _ split: Split) {
    func count(_ rows: [Int]) -> [Int] {
      var counts = [Int](repeating: 0, count: classes.count)
      for row in rows { counts[labels[row]] += 1 }
      return counts
    }
    self.classes = classes
    train = count(split.train)
    validation = count(split.validation)
    test = count(split.test)
  }

  /// The class with the fewest training rows, the first of several.
  var rarest: (name: String, rows: Int)? {
    train.indices.min { train[$0] < train[$1] }.map { (classes[$0], train[$0]) }
  }

  /// The class with the most training rows, the first of several.
  var majority: Int {
    train.indices.max { (train[$0], $1) < (train[$1], $0) } ?? 0
  }
}
