import RunLog

/// What a study varied: its settings as axes, and its runs grouped by all but their seed.
struct StudyDesign {
  /// How the runs lie among the values of the axes.
  enum Form: Hashable {
    /// Changes of a first run.
    case changes
    /// Every combination.
    case grid
    /// Values drawn at random.
    case random
  }

  /// One setting that was varied.
  struct Axis: Hashable {
    /// The dotted key.
    let key: String
    /// The key's last part where that is unique.
    let name: String
    /// The distinct values as a person would write them: numbers by size, others as they came.
    let values: [String]
    /// Whether every value is a number.
    let isNumeric: Bool
  }

  /// The runs of one combination of values, that differ in their seeds and folds alone.
  struct Group {
    /// The place of its first run among the runs.
    let first: Int
    /// The runs, in order.
    let results: [RunResult]
    /// Its values by the axes' keys.
    let values: [String: String]

    /// The first run's name without its seed.
    var name: String {
      let name = results[0].run.name
      guard results.count > 1 else { return name }
      // What stands behind the last commas may be the seed's and the fold's.
      var parts = name.split(separator: ", ", omittingEmptySubsequences: false)
      while parts.count > 1, let last = parts.last,
        last.hasPrefix("seed ") || last.hasPrefix("fold ")
      {
        parts.removeLast()
      }
      return parts.joined(separator: ", ")
    }
  }

  let form: Form
  let axes: [Axis]
  let groups: [Group]
  /// What the runs are judged by.
  let metric: MetricColumn?

  /// Looks at the runs of a job, in the study's order.
  ///
  /// - Parameter form: as the finding `study` has it; nil to tell by the settings.
  init(_ results: [RunResult], form: String? = nil) {
    let settings = results.map { result in
      Dictionary(
        result.parameters.map { ($0.key, SettingText.plain($0.value)) }, uniquingKeysWith: { $1 })
    }
    let columns = SettingColumn.differing(in: results).filter { !Self.isRepeat($0.key) }
    let keys = columns.map(\.key)
    var places: [[String]: Int] = [:]
    var grouped: [(first: Int, results: [RunResult], values: [String: String])] = []
    for (index, result) in results.enumerated() {
      let values = keys.map { settings[index][$0] ?? none }
      if let place = places[values] {
        grouped[place].results.append(result)
      } else {
        places[values] = grouped.count
        grouped.append(
          (index, [result], Dictionary(zip(keys, values), uniquingKeysWith: { $1 })))
      }
    }
    axes = Self.axes(columns, settings, groups: grouped.count)
    groups = grouped.map { Group(first: $0.first, results: $0.results, values: $0.values) }
    self.form =
      switch form {
      case "grid": .grid
      case "random": .random
      case nil: Self.form(axes, groups.count)
      default: .changes
      }
    let done = results.filter { $0.run.state == .done }
    let part =
      [MetricPart.validation, .test, .train].first { part in
        done.contains { result in result.metrics.contains { $0.part == part } }
      } ?? .test
    metric = done.first.flatMap { MetricName.headline(of: $0, part) }
  }

  /// The mean and the spread of the metric over a group's seeds; nil where nothing was measured.
  func summary(of results: [RunResult]) -> (mean: Double, deviation: Double?, count: Int)? {
    metric.flatMap { summary(of: results, $0) }
  }

  /// The same of any metric.
  func summary(
    of results: [RunResult], _ metric: MetricColumn
  ) -> (mean: Double, deviation: Double?, count: Int)? {
    let values = results.compactMap { metric.value(in: $0) }.filter(\.isFinite)
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    guard values.count > 1 else { return (mean, nil, 1) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot(), values.count)
  }

  /// A summary as text: `97.90 %`, over several seeds `97.90 % ± 0.55`.
  func text(_ name: String, _ summary: (mean: Double, deviation: Double?, count: Int)) -> String {
    let mean = NumberText.metric(name, summary.mean)
    guard let deviation = summary.deviation else { return mean }
    let spread =
      NumberText.isShare(name)
      ? NumberText.fixed(deviation * 100, decimals: 2) : NumberText.loss(deviation)
    return "\(mean) ± \(spread)"
  }

  /// Where the metric lies; accuracies as percent.
  func metricAxis(_ values: [Double]) -> PlotAxis {
    let isShare = metric.map { NumberText.isShare($0.name) } ?? false
    let scale = PlotScale(covering: values)
    let top = isShare ? min(scale.high, 1.02) : scale.high
    let bottom = isShare ? max(scale.low, 0) : scale.low
    let kept = bottom < top ? PlotScale(bottom, top, scale.kind) : scale
    return PlotAxis(
      title: metric.map { "\($0.part.rawValue) \(MetricName.words($0.name))" } ?? "",
      scale: kept, form: isShare ? .percent : .number)
  }

  // MARK: - Finding out

  /// Whether a setting tells the repeats of one setting apart: its seeds, its folds, and the run on
  /// all training rows.
  private static func isRepeat(_ key: String) -> Bool { key == "seed" || key.hasPrefix("study.") }

  /// The differing settings without those that only follow another one.
  private static func axes(
    _ columns: [SettingColumn], _ settings: [[String: String]], groups: Int
  ) -> [Axis] {
    var partitions: Set<[Int]> = []
    return columns.compactMap { column in
      var values: [String] = []
      let partition = settings.map { setting in
        let value = setting[column.key] ?? none
        if let index = values.firstIndex(of: value) { return index }
        values.append(value)
        return values.count - 1
      }
      // Values that are never the same twice, as those drawn at random, follow nothing.
      let isNew = partitions.insert(partition).inserted
      guard isNew || values.count == groups else { return nil }
      let isNumeric = values.allSatisfy { Double($0) != nil }
      return Axis(
        key: column.key, name: column.header,
        values: isNumeric ? values.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : values,
        isNumeric: isNumeric)
    }
  }

  private static func form(_ axes: [Axis], _ groups: Int) -> Form {
    let product = axes.reduce(1.0) { $0 * Double($1.values.count) }
    if axes.count > 1, product == Double(groups) { return .grid }
    let hasManyValues = axes.contains {
      $0.isNumeric && $0.values.count > 6 && $0.values.count * 2 > groups
    }
    return hasManyValues && (axes.count > 1 || groups > 12) ? .random : .changes
  }
}
