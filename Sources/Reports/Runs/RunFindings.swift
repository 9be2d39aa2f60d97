import JSON
import RunLog

/// What predicting the same for every row gives, from a run's finding `baseline`.
struct RunBaseline {
  /// The part of the data that the metrics are about: the last of test, validation and training part
  /// on which the run itself was measured.
  let part: MetricPart
  /// By name.
  let metrics: [String: Double]
  /// What is predicted, in words.
  let sentence: String

  /// Nil where the run has no such finding.
  init?(_ result: RunResult) {
    guard let finding = result.finding("baseline") else { return nil }
    let parts = [MetricPart.test, .validation, .train].filter { part in
      result.metrics.contains { $0.part == part } && finding.numbers(part.rawValue) != nil
    }
    guard let part = parts.first, let metrics = finding.numbers(part.rawValue) else { return nil }
    (self.part, self.metrics) = (part, metrics)
    let what = finding["prediction"]
    sentence =
      switch what {
      case .string(let name): "always \(name)"
      case .number(_, let value): "always the mean, \(Self.text(of: value))"
      default: "always the same"
      }
  }

  /// All digits of a whole number, as far as a double can have them.
  private static func text(of mean: Double) -> String {
    let whole = mean.magnitude <= 0x1p53 ? Int(exactly: mean) : nil
    return whole.map { "\($0)" } ?? NumberText.short(mean)
  }
}

/// What a user should know about a run's data, from its finding `honesty`.
struct RunWarnings {
  /// One sentence each.
  let messages: [String]

  /// None where the run has no such finding.
  init(_ result: RunResult) {
    let warnings = result.finding("honesty")?["warnings"]?.list ?? []
    messages = warnings.compactMap { $0["message"]?.string }
  }
}

extension RunResult {
  /// The part whose figures tell best what the run is worth: of test, validation and training part
  /// the first on which it was measured; nil where nothing was measured.
  var headlinePart: MetricPart? {
    [MetricPart.test, .validation, .train].first { part in
      metrics.contains { $0.part == part }
    }
  }

  /// A finding's document; nil where there is none of that name that is JSON.
  func finding(_ name: String) -> JSONTree? {
    guard let row = findings.first(where: { $0.name == name }) else { return nil }
    do { return try JSONTreeParser.parse(row.value) } catch { return nil }
  }
}

extension JSONTree {
  /// The rows that a finding is about, as a word before "rows": `test` or `validation`.
  var partName: String { self["part"]?.string ?? MetricPart.test.rawValue }

  /// The numbers of the object under a key; nil where there is none.
  func numbers(_ key: String) -> [String: Double]? {
    guard case .object(let members)? = self[key] else { return nil }
    let numbers = members.compactMap { member in member.value.number.map { (member.key, $0) } }
    return Dictionary(numbers, uniquingKeysWith: { first, _ in first })
  }
}
