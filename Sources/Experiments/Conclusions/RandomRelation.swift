import JSON

/// How the values that a random study drew for one key relate to its figures.
///
/// Two drawn values are never compared: each stands for one setting, in which all other keys differ
/// too.
struct RandomRelation: Sendable {
  /// What can be said.
  enum Kind: Sendable {
    /// The rank correlation of the numbers with the figures, and its p corrected for all keys.
    case numbers(RankCorrelation, correctedP: Double, count: Int)
    /// The median of the figures with each value, the highest first.
    case choices([(value: JSONValue, median: Double, count: Int)])
    /// Too few settings, or values, to say anything.
    case nothing(count: Int)
  }

  let key: String
  var kind: Kind

  /// Relates every key.
  static func all(
    _ axes: [Study.Axis], _ settings: [SettingSummary], _ metric: StudyMetric
  ) -> [RandomRelation] {
    let used = settings.filter { $0.comparableFigures != nil }
    let figures = used.compactMap { $0.spread?.mean }
    var relations = axes.enumerated().map { index, axis in
      RandomRelation(
        key: axis.key,
        kind: kind(axis, used.map { $0.setting.values[index] }, figures))
    }
    let tested = relations.indices.filter {
      if case .numbers = relations[$0].kind { true } else { false }
    }
    let p = HolmCorrection.corrected(
      tested.compactMap {
        if case .numbers(let correlation, _, _) = relations[$0].kind { correlation.p } else { nil }
      })
    for (index, p) in zip(tested, p) {
      guard case .numbers(let correlation, _, let count) = relations[index].kind else { continue }
      relations[index].kind = .numbers(correlation, correctedP: p, count: count)
    }
    return relations
  }

  private static func kind(
    _ axis: Study.Axis, _ values: [JSONValue], _ figures: [Double]
  ) -> Kind {
    if axis.isChoice {
      var choices: [(value: JSONValue, median: Double, count: Int)] = []
      for value in values where !choices.contains(where: { $0.value == value }) {
        let own = zip(values, figures).filter { $0.0 == value }.map(\.1)
        choices.append((value, median(own), own.count))
      }
      choices.sort { $0.median > $1.median }
      return choices.isEmpty ? .nothing(count: 0) : .choices(choices)
    }
    let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
    guard numbers.count == figures.count, let correlation = RankCorrelation(numbers, figures)
    else { return .nothing(count: figures.count) }
    return .numbers(correlation, correctedP: correlation.p, count: figures.count)
  }

  private static func median(_ figures: [Double]) -> Double {
    let sorted = figures.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
