package import Numerics

/// Turns the target into what a network is trained towards.
///
/// Classes are sorted as scikit-learn sorts them: numerically when all labels are numbers, else by
/// Unicode scalars. Labels of the same value, such as `1` and `1.0`, are one class, named by the
/// first of them in sorted order.
package struct TargetEncoder: Hashable, Codable, Sendable {
  /// Distinct integers up to which a numeric target means classes.
  package static let integerClassLimit = 20

  /// The target's name.
  package let name: String
  /// What is predicted.
  package let task: Task
  /// The classes in sorted order, exactly as in the file; of two, the second is the positive one.
  ///
  /// Where the user chose the first of two for the positive class, their order is reversed.
  package let classes: [String]

  /// Takes the classes from a training table.
  ///
  /// Without a task, a target of texts means classification. A target of numbers means
  /// classification when all of them are integers with at most 20 distinct values: just two, or
  /// each twice on average. Otherwise regression.
  /// - Parameter positive: The label of the positive class, the second one unless it is given; it
  ///   goes with two classes only.
  /// - Throws: `targetIsText` when numbers are wanted, `oneClass`, `tooManyClasses`,
  ///   `unknownPositive`.
  package init(fitting table: Table, task: Task? = nil, positive: String? = nil)
    throws(TabularError)
  {
    guard let target = table.target else { preconditionFailure("a training table has a target") }
    name = target.name
    self.task = task ?? Self.defaultTask(target)
    let place = Place(table.file, column: target.number, columnName: target.name)
    switch self.task {
    case .regression:
      guard target.numbers != nil else {
        throw .targetIsText(place, found: target.levels.first ?? "")
      }
      if let positive { throw .unknownPositive(place, found: positive, classes: []) }
      classes = []
    case .classification:
      guard target.codes != nil else {
        throw .tooManyClasses(place, limit: TargetColumn.labelLimit)
      }
      let sorted = Self.classes(target)
      guard sorted.count > 1 else { throw .oneClass(place, name: sorted.first ?? "") }
      guard let positive else {
        classes = sorted
        return
      }
      guard sorted.count == 2, let index = ClassLookup(sorted).index(of: positive) else {
        throw .unknownPositive(place, found: positive, classes: sorted)
      }
      classes = index == 1 ? sorted : sorted.reversed()
    }
  }

  /// The class that a probability of 1 stands for; nil unless there are two classes.
  package var positive: String? { classes.count == 2 ? classes[1] : nil }

  /// The target as scoring knows it.
  package var signature: TargetSignature {
    TargetSignature(name: name, task: task, classes: classes)
  }

  /// How many outputs a network has: one for regression and for two classes, else one for each
  /// class.
  package var width: Int { classes.count > 2 ? classes.count : 1 }

  /// The class of each row, as an index into `classes`.
  ///
  /// - Throws: `unknownClass` for a label that training did not see.
  package func classIndices(_ table: Table, rows: [Int]? = nil) throws(TabularError) -> [Int] {
    precondition(task == .classification, "regression has no classes")
    guard let target = table.target, let codes = target.codes else {
      preconditionFailure("the table has no labels")
    }
    var indices: [Int] = []
    indices.reserveCapacity(rows?.count ?? table.rowCount)
    try forEachClass(table, target, codes, rows) { indices.append($0) }
    return indices
  }

  /// Calls `body` with the class of each row, as an index into `classes`.
  @inline(__always)
  private func forEachClass(
    _ table: Table, _ target: TargetColumn, _ codes: [Int32], _ rows: [Int]?, _ body: (Int) -> Void
  ) throws(TabularError) {
    let lookup = ClassLookup(classes)
    let classOfLevel = target.levels.map { lookup.index(of: $0) ?? -1 }
    for step in 0..<(rows?.count ?? table.rowCount) {
      let row = rows?[step] ?? step
      let code = Int(codes[row])
      guard code >= 0, classOfLevel[code] >= 0 else {
        let place = Place(
          table.file, line: table.lines.line(ofRow: row), column: target.number, columnName: name)
        if code < 0 { throw .missingValue(place) }
        throw .unknownClass(place, found: target.levels[code], classes: classes)
      }
      body(classOfLevel[code])
    }
  }

  /// Encodes rows of a table with a target.
  ///
  /// - Returns: [rows × 1] with 0 and 1 for two classes, [rows × classes] one-hot for more, [rows ×
  ///   1] values for regression.
  /// - Throws: `unknownClass`, `missingValue`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  package func encode<Scalar: Real>(_ table: Table, rows: [Int]? = nil)
    throws(TabularError) -> Matrix<Scalar>
  {
    let count = rows?.count ?? table.rowCount
    if task == .regression {
      return Matrix(
        rows: count, columns: 1, elements: try values(table, rows: rows).map { Scalar($0) })
    }
    guard let target = table.target, let codes = target.codes else {
      preconditionFailure("the table has no labels")
    }
    var elements = [Scalar](repeating: 0, count: count * width)
    var place = 0
    if width == 1 {
      try forEachClass(table, target, codes, rows) { index in
        elements[place] = Scalar(index)
        place &+= 1
      }
    } else {
      try forEachClass(table, target, codes, rows) { index in
        elements[place &+ index] = 1
        place &+= width
      }
    }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  /// The class of a label, as an index into `classes`; nil for one that training did not see.
  package func classIndex(of label: String) -> Int? { ClassLookup(classes).index(of: label) }

  private func values(_ table: Table, rows: [Int]?) throws(TabularError) -> [Double] {
    guard let target = table.target, let numbers = target.numbers else {
      preconditionFailure("the table has no numeric target")
    }
    let wanted = rows ?? Array(0..<table.rowCount)
    for row in wanted where numbers[row].isNaN {
      throw .missingValue(
        Place(
          table.file, line: table.lines.line(ofRow: row), column: target.number,
          columnName: name))
    }
    return wanted.map { numbers[$0] }
  }

  private static func classes(_ target: TargetColumn) -> [String] {
    guard target.numbers != nil else { return target.levels }
    let values = target.levels.map { DecimalNumber.double($0) ?? .nan }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var names: [String] = []
    var distinct: [Double] = []
    for index in order where values[index] != distinct.last {
      names.append(target.levels[index])
      distinct.append(values[index])
    }
    return names
  }

  private static func defaultTask(_ target: TargetColumn) -> Task {
    guard let numbers = target.numbers else { return .classification }
    guard target.codes != nil else { return .regression }
    var distinct = DistinctNumbers(capacity: integerClassLimit)
    for number in numbers where distinct.insert(number) {
      guard number == number.rounded(), distinct.count <= integerClassLimit else {
        return .regression
      }
    }
    return distinct.count <= 2 || distinct.count * 2 <= numbers.count
      ? .classification : .regression
  }
}

/// Finds the class of a label: the same text, or the same number when all classes are numbers.
private struct ClassLookup {
  private let classes: [TextKey]
  private let values: [Double]?

  init(_ classes: [String]) {
    self.classes = classes.map(\.key)
    let values = classes.compactMap(DecimalNumber.double)
    self.values = values.count == classes.count ? values : nil
  }

  func index(of label: String) -> Int? {
    if let values, let value = DecimalNumber.double(label) { return values.firstIndex(of: value) }
    return classes.firstIndex(of: label.key)
  }
}
