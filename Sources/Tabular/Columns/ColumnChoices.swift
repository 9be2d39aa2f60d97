/// What the user says about columns; everything else is decided from the data.
package struct ColumnChoices: Hashable, Codable, Sendable {
  /// Columns that are not read.
  package var ignore: [String]
  /// Columns whose every value must be a number.
  package var numeric: [String]
  /// Columns whose values are categories, also when they are numbers.
  package var categorical: [String]
  /// Columns that name rows: no features.
  package var id: [String]
  /// The target; nil for the last column that has no other part.
  package var target: String?
  /// The column of row weights.
  package var weight: String?
  /// The column that names each row's group or part of the split.
  package var split: String?

  /// Describes choices; none unless given.
  package init(
    ignore: [String] = [], numeric: [String] = [], categorical: [String] = [], id: [String] = [],
    target: String? = nil, weight: String? = nil, split: String? = nil
  ) {
    self.ignore = ignore
    self.numeric = numeric
    self.categorical = categorical
    self.id = id
    self.target = target
    self.weight = weight
    self.split = split
  }
}

/// The part that a column of the file plays.
enum ColumnPart: Equatable {
  case ignored, id, weight, split
  /// A feature or the target; `kind` is nil until it is known.
  case feature(ColumnKind?)
  case target(ColumnKind?)
}

extension ColumnChoices {
  /// The part of each column in a header.
  ///
  /// - Throws: `unknownColumns`, `columnChosenTwice`, `noFeatures`.
  func parts(for header: Header) throws(TabularError) -> [ColumnPart] {
    let lists = [
      ("ignore", ignore), ("id", id), ("numeric", numeric), ("categorical", categorical),
      ("target", target.map { [$0] } ?? []), ("weight", weight.map { [$0] } ?? []),
      ("split", split.map { [$0] } ?? []),
    ]
    try refuseUnknown(lists.flatMap(\.1), header)
    var chosen: [String: [String]] = [:]
    for (list, names) in lists { for name in names { chosen[name, default: []].append(list) } }
    // Only the target may also be given a kind.
    for name in header.names {
      let choices = chosen[name, default: []]
      let isTypedTarget = choices == ["numeric", "target"] || choices == ["categorical", "target"]
      if choices.count > 1, !isTypedTarget {
        throw .columnChosenTwice(Place(header.file, line: 1), name: name, choices: choices)
      }
    }
    var parts = header.names.map { part(chosen[$0, default: []]) }
    if target == nil, let last = parts.lastIndex(where: \.isFeature) {
      if case .feature(let kind) = parts[last] { parts[last] = .target(kind) }
    }
    guard parts.contains(where: \.isFeature) else {
      throw .noFeatures(
        Place(header.file, line: 1), otherDelimiter: parts.count == 1 ? header.otherDelimiter : nil)
    }
    return parts
  }

  private func part(_ choices: [String]) -> ColumnPart {
    let kind: ColumnKind? =
      choices.contains("numeric") ? .numeric : choices.contains("categorical") ? .categorical : nil
    if choices.contains("target") { return .target(kind) }
    if choices.contains("ignore") { return .ignored }
    if choices.contains("id") { return .id }
    if choices.contains("weight") { return .weight }
    if choices.contains("split") { return .split }
    return .feature(kind)
  }

  private func refuseUnknown(_ names: [String], _ header: Header) throws(TabularError) {
    let unknown = names.filter { !header.names.contains($0) }
    if unknown.isEmpty { return }
    if header.names.count == 1, header.otherDelimiter != nil {
      throw .noFeatures(Place(header.file, line: 1), otherDelimiter: header.otherDelimiter)
    }
    throw .unknownColumns(
      Place(header.file, line: 1), names: unknown, available: header.names)
  }
}

extension ColumnPart {
  /// Whether it is a feature.
  var isFeature: Bool { if case .feature = self { true } else { false } }
}
