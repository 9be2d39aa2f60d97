/// The runs of a study before they are resolved: names and the settings in which they differ from
/// the config.
struct StudyVariants {
  /// One setting of one run: a path of keys and the value there.
  struct Setting {
    let path: [String]
    let node: ConfigNode
    let line: Int?
  }

  /// One run of a study.
  struct Variant {
    var name: String
    var settings: [Setting]
  }

  /// The runs in the order of the file; in a grid the last axis varies fastest.
  let list: [Variant]

  /// Top-level keys that one study cannot vary.
  private static let fixed: Set<String> = [
    "model", "data", "target", "task", "positive", "columns", "split", "study", "delimiter",
    "limits",
  ]

  /// Reads `runs`, `one_at_a_time` or `grid`, and `seeds`.
  ///
  /// - Parameter seed: the `seed` of the config outside of the study.
  /// - Throws: `ConfigError` where none or several of them stand, or a run is not what it should
  ///   be.
  init(_ section: inout ConfigSection, seed: ConfigNode?) throws(ConfigError) {
    let runs = section.node("runs")
    let oneAtATime = section.node("one_at_a_time")
    let grid = section.node("grid")
    for key in ["random", "trials", "folds", "early_discard"] {
      guard let node = section.node(key) else { continue }
      throw section.error(
        at: node, key: key,
        .notBuilt(what: "`study.\(key)`", instead: "use runs, one_at_a_time or grid"))
    }
    let forms = [runs, oneAtATime, grid].compactMap(\.self)
    guard forms.count <= 1 else {
      throw section.error(
        at: forms[1], key: nil, .conflict(with: "another of runs, one_at_a_time and grid"))
    }
    var variants: [Variant]
    if let runs {
      variants = try Self.runs(runs, section)
    } else if let oneAtATime {
      variants = [Variant(name: "baseline", settings: [])]
      for axis in try Self.axes(oneAtATime, key: "one_at_a_time", section) {
        variants += axis.map { Variant(name: Self.name([$0]), settings: [$0]) }
      }
    } else if let grid {
      variants = try Self.product(try Self.axes(grid, key: "grid", section), at: grid, section)
    } else {
      variants = [Variant(name: "baseline", settings: [])]
    }
    let seeds = try section.integer("seeds", default: 1, in: 1...1000)
    if seeds > 1 { variants = Self.repeated(variants, seeds: seeds, from: seed) }
    guard variants.count <= Study.trialLimit else {
      throw section.error(
        at: forms.first ?? .empty, key: nil,
        .tooManyTrials(count: variants.count, limit: Study.trialLimit))
    }
    var names: Set<String> = []
    for variant in variants where !names.insert(variant.name).inserted {
      throw section.error(at: forms.first ?? .empty, key: nil, .duplicateTrial(name: variant.name))
    }
    list = variants
  }

  private static func runs(
    _ node: ConfigNode, _ section: ConfigSection
  ) throws(ConfigError) -> [Variant] {
    guard case .array(let items) = node.value, !items.isEmpty else {
      throw section.error(
        at: node, key: "runs",
        .wrongType(
          expected: "a list of runs such as [{ \"name\": \"baseline\" }]", found: "\(node)"))
    }
    var variants: [Variant] = []
    for (index, item) in items.enumerated() {
      guard let members = item.members else {
        throw section.error(
          at: item, key: "runs", .wrongType(expected: "an object {…}", found: "\(item)"))
      }
      var variant = Variant(name: "run \(index + 1)", settings: [])
      for member in members {
        if member.key == "name" {
          guard case .string(let name) = member.node.value, !name.isEmpty else {
            throw section.error(
              at: member.node, key: "runs.name",
              .wrongType(expected: "a text in quotes", found: "\(member.node)"))
          }
          variant.name = name
        } else {
          variant.settings.append(try setting(member.key, member.node, member.line, section))
        }
      }
      variants.append(variant)
    }
    return variants
  }

  /// The axes of `one_at_a_time` or `grid`: each key with its list of values.
  private static func axes(
    _ node: ConfigNode, key: String, _ section: ConfigSection
  ) throws(ConfigError) -> [[Setting]] {
    guard let members = node.members, !members.isEmpty else {
      throw section.error(
        at: node, key: key,
        .wrongType(
          expected: "keys with lists of values such as {\"training.learning_rate\": [0.1, 1]}",
          found: "\(node)"))
    }
    return try members.map { member throws(ConfigError) in
      guard case .array(let values) = member.node.value, !values.isEmpty else {
        throw section.error(
          at: member.node, key: "\(key).\(member.key)",
          .wrongType(expected: "a list of values", found: "\(member.node)"))
      }
      return try values.map { value throws(ConfigError) in
        try setting(member.key, value, value.line, section)
      }
    }
  }

  private static func setting(
    _ key: String, _ node: ConfigNode, _ line: Int?, _ section: ConfigSection
  ) throws(ConfigError) -> Setting {
    let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if fixed.contains(path[0]) {
      throw ConfigError(file: section.file, line: line, keyPath: key, problem: .fixedInStudy)
    }
    return Setting(path: path, node: node, line: line)
  }

  /// Every combination of one value from each axis.
  private static func product(
    _ axes: [[Setting]], at node: ConfigNode, _ section: ConfigSection
  ) throws(ConfigError) -> [Variant] {
    var combinations: [[Setting]] = [[]]
    for axis in axes {
      guard combinations.count * axis.count <= Study.trialLimit else {
        throw section.error(
          at: node, key: "grid",
          .tooManyTrials(count: combinations.count * axis.count, limit: Study.trialLimit))
      }
      combinations = combinations.flatMap { start in axis.map { start + [$0] } }
    }
    return combinations.map { Variant(name: name($0), settings: $0) }
  }

  /// Each run with the seeds s, s+1, …, from the run's own seed, or else the config's, on.
  private static func repeated(
    _ variants: [Variant], seeds: Int, from base: ConfigNode?
  ) -> [Variant] {
    variants.flatMap { variant in
      (0..<seeds).map { offset in
        let own = (variant.settings.last { $0.path == ["seed"] }?.node ?? base)?.value
        let first = if case .number(let number) = own { number } else { 42.0 }
        var repetition = variant
        let seed = first + Double(offset)
        repetition.settings.append(
          Setting(path: ["seed"], node: ConfigNode(value: .number(seed), line: nil), line: nil))
        repetition.name += ", seed \(Int(seed))"
        return repetition
      }
    }
  }

  /// `learning_rate 0.1, hidden [8]`: the last key of each path with its value.
  private static func name(_ settings: [Setting]) -> String {
    settings.map { "\($0.path.last ?? "") \($0.node)" }.joined(separator: ", ")
  }
}
