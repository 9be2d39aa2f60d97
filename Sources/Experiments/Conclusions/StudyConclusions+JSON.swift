import JSON

extension StudyConclusions {
  /// The finding `study`.
  package var finding: Finding { Finding(name: "study", value: json) }

  private var json: JSONValue {
    .object([
      "form": .string(study.form?.rawValue ?? "runs"),
      "model": .string(study.shared.model),
      "sentences": .array(sentences.map { .string($0) }),
      "metric": .object([
        "name": .string(metric.rawValue), "part": .string(part), "higher_is_better": .bool(true),
      ]),
      "repeats": .object([
        "kind": .string(repeats), "seeds": .integer(study.seeds),
        "folds": study.foldCount.map { .integer($0) } ?? .null,
      ]),
      "selection": .object([
        "by": .string(selectedBy), "chosen": .string(chosen.name), "run": .string(chosenRun),
        "sentence": .string(selectionSentence),
      ]),
      "test": test,
      "settings": .array(settings.map(json)),
      "axes": .array(axes),
    ])
  }

  private var repeats: String {
    switch (study.seeds > 1, study.foldCount != nil) {
    case (true, true): "seeds_and_folds"
    case (true, false): "seeds"
    case (false, true): "folds"
    case (false, false): "none"
    }
  }

  private var selectedBy: String {
    if case .folds = study.selection { "folds" } else { part }
  }

  private var test: JSONValue {
    if study.form == .random {
      return .object([
        "name": .string("Spearman's rank correlation, tested by Student's t"),
        "source": .string("Spearman 1904"), "correction": .string("Holm 1979, over the keys"),
      ])
    }
    switch Self.test(of: study) {
    case nil: return .null
    case .seeds:
      return .object([
        "name": .string("paired t-test over seeds"), "source": .string("Student 1908"),
        "correction": .string("Holm 1979, over all comparisons of the study"),
      ])
    case .folds:
      return .object([
        "name": .string("corrected resampled t-test over folds"),
        "source": .string("Nadeau and Bengio 2003"),
        "correction": .string("Holm 1979, over all comparisons of the study"),
      ])
    }
  }

  private func json(_ summary: SettingSummary) -> JSONValue {
    let figures = summary.figures.compactMap(\.self)
    let values = zip(study.axes, summary.setting.values).map { ($0.key, $1) }
    return .object([
      "name": .string(summary.setting.name),
      "values": .object(Dictionary(values, uniquingKeysWith: { $1 })),
      "runs": .array(summary.runs.map { .string($0.id) }),
      "state": .string(summary.state.rawValue),
      "count": .integer(figures.count),
      "mean": number(summary.spread?.mean), "deviation": deviation(summary.spread),
      "minimum": number(figures.min()), "maximum": number(figures.max()),
      "figures": .array(summary.figures.map(number)),
      "loss": number(summary.meanLoss),
      "epochs": number(Spread(summary.runs.map { Double($0.epochs) })?.mean),
      "seconds": .number(summary.runs.reduce(0) { $0 + $1.seconds }),
    ])
  }

  private func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  private func deviation(_ spread: Spread?) -> JSONValue {
    guard let spread, spread.count > 1 else { return .null }
    return .number(spread.deviation)
  }

  // MARK: - Axes

  private var axes: [JSONValue] {
    var axes = study.axes.enumerated().map { index, axis in
      JSONValue.object(members(index, axis))
    }
    let ofNames = comparisons.filter { $0.key == nil }
    if !ofNames.isEmpty {
      axes.append(
        .object([
          "key": .string("name"), "values": .array([]),
          "comparisons": .array(ofNames.map(json)),
        ]))
    }
    return axes
  }

  private func members(_ index: Int, _ axis: Study.Axis) -> [String: JSONValue] {
    var values: [JSONValue] = []
    for summary in settings where !values.contains(summary.setting.values[index]) {
      values.append(summary.setting.values[index])
    }
    var members: [String: JSONValue] = ["key": .string(axis.key)]
    if let relation = relations.first(where: { $0.key == axis.key }) {
      switch relation.kind {
      case .numbers(let correlation, let p, let count):
        members["correlation"] = .object([
          "coefficient": .number(correlation.coefficient), "p": .number(correlation.p),
          "p_corrected": .number(p), "count": .integer(count),
          "sentence": .string(sentence(relation)),
        ])
      case .choices, .nothing: members["sentence"] = .string(sentence(relation))
      }
      // Drawn numbers are as many as settings; the settings have them.
      if !axis.isChoice { values = [] }
    } else {
      members["comparisons"] = .array(comparisons.filter { $0.key == axis.key }.map(json))
    }
    members["values"] = .array(values.map { json(value: $0, of: index, axis) })
    return members
  }

  private func json(value: JSONValue, of index: Int, _ axis: Study.Axis) -> JSONValue {
    let own = settings.filter { $0.setting.values[index] == value }
    let spread = Spread(own.compactMap(\.comparableFigures).flatMap(\.self))
    var members: [String: JSONValue] = [
      "value": value, "settings": .array(own.map { .string($0.setting.name) }),
      "count": .integer(spread?.count ?? 0), "mean": number(spread?.mean),
      "deviation": deviation(spread),
    ]
    for relation in relations where relation.key == axis.key {
      guard case .choices(let choices) = relation.kind else { continue }
      members["median"] = number(choices.first { $0.value == value }?.median)
    }
    return .object(members)
  }

  private func json(_ comparison: SettingComparison) -> JSONValue {
    .object([
      "better": .string(comparison.better), "worse": .string(comparison.worse),
      "difference": .number(comparison.difference), "wins": .integer(comparison.wins),
      "pairs": .integer(comparison.differences.count), "p": number(comparison.p),
      "p_corrected": number(comparison.correctedP),
      "verdict": .string(comparison.verdict.rawValue), "sentence": .string(sentence(comparison)),
    ])
  }
}
