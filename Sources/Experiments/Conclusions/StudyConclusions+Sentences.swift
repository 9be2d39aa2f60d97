extension StudyConclusions {
  /// The conclusions, in the order in which to read them.
  package var sentences: [String] {
    [selectionSentence] + comparisonSentences + relations.map(sentence) + caveats
  }

  /// How the run was chosen, and what that means for its figures.
  package var selectionSentence: String {
    let name = "\"\(chosen.name)\""
    switch study.selection {
    case .folds(let count, _):
      return "\(name) is chosen by its mean loss over \(count) folds of the training rows and was "
        + "trained again on all of them; the test rows were used for this run alone"
    case .validation:
      return part == "validation"
        ? "\(name) is chosen by its loss on validation rows; the test rows were used for this run "
          + "alone"
        : "\(name) is chosen by its loss on the rows of the part \(part)"
    case .test:
      return part == "test"
        ? "\(name) is chosen by its loss on the test rows, so its test figures flatter it a little"
        : "\(name) is chosen by its loss on the training rows, for want of others"
    }
  }

  /// A sentence about a comparison.
  func sentence(_ comparison: SettingComparison) -> String {
    let key = comparison.key.map { "\($0.split(separator: ".").last ?? "") " } ?? ""
    let (better, worse) = (comparison.better, comparison.worse)
    let difference = metric.text(ofDifference: comparison.difference)
    let repeats = study.foldCount != nil ? "folds" : "seeds"
    let wins = "\(comparison.wins) of \(comparison.differences.count) \(repeats)"
    switch comparison.verdict {
    case .better: return "\(key)\(better) beats \(worse) (\(difference), \(wins))"
    case .tie:
      let noise = study.foldCount != nil ? "fold" : "seed"
      return comparison.differences.allSatisfy { $0 == 0 }
        ? "\(key)\(better) ties with \(worse): the same \(metric.displayed) in every repeat"
        : "\(key)\(better) ties with \(worse): difference within \(noise) noise "
          + "(\(difference), \(wins))"
    case .unknown:
      return comparison.difference == 0
        ? "\(key)\(better) and \(worse) came to the same \(metric.displayed), in one run each"
        : "\(key)\(better) came to \(difference) against \(worse), in one run each"
    }
  }

  /// Of each key the best value with every other; the comparisons of two others are left to the
  /// table.
  private var comparisonSentences: [String] {
    if study.form == .runs { return comparisons.map(sentence) }
    return study.axes.flatMap { axis -> [String] in
      let ofAxis = comparisons.filter { $0.key == axis.key }
      let losers = Set(ofAxis.map(\.worse))
      let best = ofAxis.map(\.better).first { !losers.contains($0) } ?? ofAxis.first?.better
      return ofAxis.filter { $0.better == best || $0.worse == best }.map(sentence)
    }
  }

  /// A sentence about a key of a random study.
  func sentence(_ relation: RandomRelation) -> String {
    let key = relation.key.split(separator: ".").last ?? ""
    switch relation.kind {
    case .nothing(let count):
      return "\(key): \(count) settings tell nothing about it"
    case .numbers(let correlation, let p, let count):
      let facts =
        "Spearman's ρ \(StudyMetric.text(correlation.coefficient, digits: 2)), "
        + "p \(Self.text(p)), \(count) settings"
      guard p < SettingComparison.significance else {
        return "\(key): no relation with \(metric.displayed) to be seen (\(facts))"
      }
      let direction = correlation.coefficient > 0 ? "higher" : "lower"
      return "\(key): higher values went with \(direction) \(metric.displayed) (\(facts))"
    case .choices(let choices):
      let medians = choices.map {
        "\(metric.text(of: $0.median)) with \($0.value.displayed) "
          + "(\($0.count) setting\($0.count == 1 ? "" : "s"))"
      }
      return "\(key): median \(medians.joined(separator: ", "))"
    }
  }

  private var caveats: [String] {
    var caveats: [String] = []
    if Self.test(of: study) == nil, settings.count > 1, study.form != .random {
      caveats.append(
        "each setting was run once, which cannot tell noise from effect: \"seeds\" or \"folds\" "
          + "in the study would")
    }
    for (state, what) in [
      (StudyRun.State.discarded, "was given up early and is left out of the comparisons"),
      (.diverged, "diverged and is left out of the comparisons"),
    ] {
      let count = settings.count { $0.state == state }
      if count == 1 { caveats.append("1 of \(settings.count) settings \(what)") }
      if count > 1 {
        let plural = what.replacing("was", with: "were").replacing("is left", with: "are left")
        caveats.append("\(count) of \(settings.count) settings \(plural)")
      }
    }
    return caveats
  }

  /// A p as a person reads it.
  static func text(_ p: Double) -> String {
    p < 0.001 ? "below 0.001" : StudyMetric.text(p, digits: 3)
  }
}
