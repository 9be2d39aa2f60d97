/// Two values of one key, or two settings, compared over the repeats of a study.
struct SettingComparison: Sendable {
  /// What is to be made of the difference.
  enum Verdict: String, Sendable {
    /// More than noise.
    case better
    /// Within noise.
    case tie
    /// One run each: nobody can tell.
    case unknown
  }

  /// The key; nil where two settings differ in several.
  let key: String?
  /// The values, or the settings' names: the one with the higher mean, and the other.
  let better, worse: String
  /// Of each repeat, better − worse.
  let differences: [Double]
  /// Before the correction for several comparisons; nil without repeats.
  let p: Double?
  var correctedP: Double?

  /// Differences of a p below this are taken for more than noise.
  static let significance = 0.05

  /// Compares the figures of two sides, repeat by repeat.
  init(
    key: String?, _ first: (name: String, figures: [Double]),
    _ second: (name: String, figures: [Double]), test: PairedTest?
  ) {
    let differences = zip(first.figures, second.figures).map { $0 - $1 }
    let isFirst = differences.reduce(0, +) >= 0
    self.key = key
    better = isFirst ? first.name : second.name
    worse = isFirst ? second.name : first.name
    self.differences = isFirst ? differences : differences.map { 0 - $0 }
    p = test.flatMap { $0.p(differences) }
    correctedP = p
  }

  /// The difference of the means.
  var difference: Double { Spread(differences)?.mean ?? 0 }

  /// In how many repeats the better one was better.
  var wins: Int { differences.count { $0 > 0 } }

  var verdict: Verdict {
    guard let p = correctedP else { return .unknown }
    return p < Self.significance ? .better : .tie
  }
}
