import Tabular

/// The settings of a study before they are resolved: names, and what each of them changes in the
/// config.
struct StudyVariants {
  /// A path of keys and the value there.
  struct Change {
    let path: [String]
    let node: ConfigNode
    let line: Int?
  }

  /// One setting of a study.
  struct Variant {
    var name: String
    var changes: [Change]
  }

  /// The settings in the order of the file; in a grid the last axis varies fastest.
  let list: [Variant]
  let form: Study.Form
  /// The dotted keys of which a random study draws the value from a list.
  let choices: Set<String>

  /// Top-level keys that one study cannot vary.
  private static let fixed: Set<String> = [
    "model", "data", "target", "task", "positive", "columns", "split", "study", "delimiter",
    "limits",
  ]

  /// Reads `runs`, `one_at_a_time`, `grid` or `random`.
  ///
  /// - Parameter seed: seeds the draws of `random`.
  /// - Throws: `ConfigError` where several of them stand, or one is not what it should be.
  init(_ section: inout ConfigSection, seed: UInt32) throws(ConfigError) {
    let runs = section.node("runs")
    let oneAtATime = section.node("one_at_a_time")
    let grid = section.node("grid")
    let random = section.node("random")
    let trials = section.node("trials")
    let forms = [runs, oneAtATime, grid, random].compactMap(\.self)
    guard forms.count <= 1 else {
      throw section.error(
        at: forms[1], key: nil, .conflict(with: "another of runs, one_at_a_time, grid and random"))
    }
    if let trials, random == nil {
      throw section.error(at: trials, key: "trials", .conflict(with: "a study without random"))
    }
    var choices: Set<String> = []
    if let oneAtATime {
      form = .oneAtATime
      var variants = [Variant(name: "baseline", changes: [])]
      for axis in try Self.axes(oneAtATime, key: "one_at_a_time", section) {
        variants += axis.map { Variant(name: Self.name([$0]), changes: [$0]) }
      }
      list = variants
    } else if let grid {
      form = .grid
      list = try Self.product(try Self.axes(grid, key: "grid", section), at: grid, section)
    } else if let random {
      form = .random
      let count = try section.integer("trials", default: 20, in: 1...Study.trialLimit)
      let draws = try RandomDraws(random, section)
      for draw in draws.axes where draw.isChoice { choices.insert(draw.key) }
      list = try draws.settings(count: count, seed: seed, section)
    } else {
      form = .runs
      list =
        try runs.map { runs throws(ConfigError) in try Self.runs(runs, section) }
        ?? [Variant(name: "baseline", changes: [])]
    }
    self.choices = choices
    try Self.check(list, at: forms.first ?? .empty, section)
  }

  private static func check(
    _ list: [Variant], at node: ConfigNode, _ section: ConfigSection
  ) throws(ConfigError) {
    guard list.count <= Study.trialLimit else {
      throw section.error(
        at: node, key: nil, .tooManyTrials(count: list.count, limit: Study.trialLimit))
    }
    var names: Set<String> = []
    for variant in list where !names.insert(variant.name).inserted {
      throw section.error(at: node, key: nil, .duplicateTrial(name: variant.name))
    }
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
      var variant = Variant(name: "run \(index + 1)", changes: [])
      for member in members {
        if member.key == "name" {
          guard case .string(let name) = member.node.value, !name.isEmpty else {
            throw section.error(
              at: member.node, key: "runs.name",
              .wrongType(expected: "a text in quotes", found: "\(member.node)"))
          }
          variant.name = name
        } else {
          variant.changes.append(try change(member.key, member.node, member.line, section))
        }
      }
      variants.append(variant)
    }
    return variants
  }

  /// The axes of `one_at_a_time` or `grid`: each key with its list of values.
  private static func axes(
    _ node: ConfigNode, key: String, _ section: ConfigSection
  ) throws(ConfigError) -> [[Change]] {
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
        try change(member.key, value, value.line, section)
      }
    }
  }

  /// A change of one key.
  ///
  /// - Throws: `fixedInStudy` for a key that no study varies.
  static func change(
    _ key: String, _ node: ConfigNode, _ line: Int?, _ section: ConfigSection
  ) throws(ConfigError) -> Change {
    let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if fixed.contains(path[0]) {
      throw ConfigError(file: section.file, line: line, keyPath: key, problem: .fixedInStudy)
    }
    return Change(path: path, node: node, line: line)
  }

  /// Every combination of one value from each axis.
  private static func product(
    _ axes: [[Change]], at node: ConfigNode, _ section: ConfigSection
  ) throws(ConfigError) -> [Variant] {
    var combinations: [[Change]] = [[]]
    for axis in axes {
      guard combinations.count * axis.count <= Study.trialLimit else {
        throw section.error(
          at: node, key: "grid",
          .tooManyTrials(count: combinations.count * axis.count, limit: Study.trialLimit))
      }
      combinations = combinations.flatMap { start in axis.map { start + [$0] } }
    }
    return combinations.map { Variant(name: name($0), changes: $0) }
  }

  /// `learning_rate 0.1, activation tanh`: the last key of each path with its value.
  static func name(_ changes: [Change]) -> String {
    changes.map { "\($0.path.last ?? "") \(text($0.node))" }.joined(separator: ", ")
  }

  /// The value as a person would write it: a word without its quotes.
  private static func text(_ node: ConfigNode) -> String {
    if case .string(let text) = node.value, !text.isEmpty,
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) })
    {
      return text
    }
    return "\(node)"
  }
}
