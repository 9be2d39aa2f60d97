import JSON

/// What a study says: figures for each setting, comparisons for each key that it varies, and
/// sentences.
///
/// The finding `study`; docs/findings.md gives its shape, docs/studies.md the tests.
package struct StudyConclusions: Sendable {
  let study: Study
  let metric: StudyMetric
  /// The part on which the runs were measured: `validation`, `test` or `train`.
  let part: String
  let chosen: Study.Setting
  let chosenRun: String
  let settings: [SettingSummary]
  let comparisons: [SettingComparison]
  let relations: [RandomRelation]

  /// Concludes.
  ///
  /// - Parameters:
  ///   - runs: every run of the study, but for the last one of a study with folds.
  ///   - metric: what the runs are compared by.
  ///   - part: the part on which that was measured.
  ///   - chosen: the setting that was chosen, and the run whose model became current.
  package init(
    _ study: Study, runs: [StudyRun], metric: StudyMetric, part: String,
    chosen: (setting: Int, run: String)
  ) {
    self.study = study
    self.metric = metric
    self.part = part
    self.chosen = study.settings[chosen.setting]
    chosenRun = chosen.run
    let runsOfSettings = Dictionary(grouping: runs) { $0.trial.setting }
    let settings = study.settings.enumerated().map { index, setting in
      SettingSummary(
        setting, runs: runsOfSettings[index] ?? [], folds: study.foldCount, seeds: study.seeds)
    }
    self.settings = settings
    if study.form == .random {
      comparisons = []
      relations = RandomRelation.all(study.axes, settings, metric)
    } else {
      comparisons = Self.corrected(
        Self.comparisons(study, settings, test: Self.test(of: study)))
      relations = []
    }
  }

  /// The test for the repeats of a study; nil without any.
  static func test(of study: Study) -> PairedTest? {
    study.foldCount != nil ? .folds : study.seeds > 1 ? .seeds : nil
  }

  private static func corrected(_ comparisons: [SettingComparison]) -> [SettingComparison] {
    let tested = comparisons.indices.filter { comparisons[$0].p != nil }
    let p = HolmCorrection.corrected(tested.compactMap { comparisons[$0].p })
    var corrected = comparisons
    for (index, p) in zip(tested, p) { corrected[index].correctedP = p }
    return corrected
  }

  // MARK: - Comparisons

  private static func comparisons(
    _ study: Study, _ settings: [SettingSummary], test: PairedTest?
  ) -> [SettingComparison] {
    study.form == .runs
      ? withTheFirst(study, settings, test)
      : study.axes.indices.flatMap { along($0, study, settings, test) }
  }

  /// Each setting with the first one, by the key in which they differ where it is only one.
  private static func withTheFirst(
    _ study: Study, _ settings: [SettingSummary], _ test: PairedTest?
  ) -> [SettingComparison] {
    guard let first = settings.first, let figures = first.comparableFigures else { return [] }
    return settings.dropFirst().compactMap { other in
      guard let otherFigures = other.comparableFigures else { return nil }
      let differing = study.axes.indices.filter {
        first.setting.values[$0] != other.setting.values[$0]
      }
      guard differing.count == 1 else {
        return SettingComparison(
          key: nil, (other.setting.name, otherFigures), (first.setting.name, figures), test: test)
      }
      let axis = differing[0]
      return SettingComparison(
        key: study.axes[axis].key, (other.setting.values[axis].displayed, otherFigures),
        (first.setting.values[axis].displayed, figures), test: test)
    }
  }

  /// Each two values of one key: the mean difference, repeat by repeat, of the settings that differ
  /// in nothing else.
  private static func along(
    _ axis: Int, _ study: Study, _ settings: [SettingSummary], _ test: PairedTest?
  ) -> [SettingComparison] {
    let axes = study.axes.indices.map { DistinctValues(settings, axis: $0) }
    let figures = settings.map(\.comparableFigures)
    let values = axes[axis].values
    var comparisons: [SettingComparison] = []
    for (place, first) in values.enumerated() {
      for (otherPlace, second) in values.enumerated().dropFirst(place + 1) {
        let pairs = settings.indices.filter { axes[axis].places[$0] == place }.compactMap {
          one -> ([Double], [Double])? in
          let other = settings.indices.first { other in
            axes.indices.allSatisfy {
              axes[$0].places[other] == ($0 == axis ? otherPlace : axes[$0].places[one])
            }
          }
          guard let other, let a = figures[one], let b = figures[other] else { return nil }
          return (a, b)
        }
        guard let repeats = pairs.first?.0.count else { continue }
        func means(_ side: (([Double], [Double])) -> [Double]) -> [Double] {
          (0..<repeats).map { index in Spread(pairs.map { side($0)[index] })?.mean ?? 0 }
        }
        comparisons.append(
          SettingComparison(
            key: study.axes[axis].key, (first.displayed, means { $0.0 }),
            (second.displayed, means { $0.1 }), test: test))
      }
    }
    return comparisons
  }
}

/// The values that the settings of a study have of one key, each once.
private struct DistinctValues {
  let values: [JSONValue]
  /// Which of the values each setting has.
  let places: [Int]

  init(_ settings: [SettingSummary], axis: Int) {
    var values: [JSONValue] = []
    places = settings.map { setting in
      let value = setting.setting.values[axis]
      if let place = values.firstIndex(of: value) { return place }
      values.append(value)
      return values.count - 1
    }
    self.values = values
  }
}

extension JSONValue {
  /// The value as a sentence has it: a text without its quotes.
  var displayed: String {
    switch self {
    case .string(let text): text
    case .array(let values): "[" + values.map(\.displayed).joined(separator: ", ") + "]"
    default: text
    }
  }
}
