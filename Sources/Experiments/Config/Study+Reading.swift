import JSON
import Tabular

extension Study {
  /// Reads a config file's bytes and resolves the runs that it asks for.
  ///
  /// - Parameters:
  ///   - bytes: the file's content; nil for a config of defaults.
  ///   - file: the config's name for messages.
  ///   - stem: the CSV's name without its extension: the model's name where the config gives none.
  ///   - overrides: `key=value` settings that win over the file.
  /// - Throws: `ConfigError` with file, line and key.
  package init(
    reading bytes: [UInt8]?, file: String, stem: String, overrides: [Override] = []
  ) throws(ConfigError) {
    var root =
      try bytes.map { bytes throws(ConfigError) in
        try JSON5Reader.parse(bytes, file: file)
      } ?? .empty
    guard root.members != nil else {
      throw ConfigError(
        file: file, line: root.line,
        problem: .wrongType(expected: "an object {…}", found: "\(root)"))
    }
    for override in overrides { root.set(override.path[...], to: override.node, line: nil) }
    data = try Self.takeData(&root, file: file)
    isNamedForData = (root["model"]?.value ?? .null) == .null
    let study = root["study"].flatMap { $0.value == .null ? nil : $0 }
    root.remove("study")
    guard let study else {
      let config = try ExperimentConfig(root, file: file, stem: stem)
      trials = [Trial(name: config.model, config: config, setting: 0, seedIndex: 0, fold: nil)]
      settings = [Setting(name: config.model, values: [])]
      (sharedStreamSkip, form, earlyDiscard) = (nil, nil, nil)
      (axes, seeds, selection) = ([], 1, .test)
      return
    }
    var section = try ConfigSection(study, file: file, path: ["study"])
    let base = try ExperimentConfig(root, file: file, stem: stem)
    let variants = try StudyVariants(&section, seed: base.seed)
    sharedStreamSkip = try Self.takeSharedStream(&section)
    seeds = try section.integer("seeds", default: 1, in: 1...1000)
    selection = try Self.takeSelection(&section, base, isShared: sharedStreamSkip != nil)
    earlyDiscard = try Self.takeEarlyDiscard(&section, selection)
    try section.finish()
    form = variants.form
    let folds: Int? = if case .folds(let count, _) = selection { count } else { nil }
    let count = variants.list.count * seeds * (folds ?? 1)
    guard count <= Study.trialLimit else {
      throw section.error(
        at: study, key: nil, .tooManyTrials(count: count, limit: Study.trialLimit))
    }
    let configs = try variants.list.map { variant throws(ConfigError) in
      var node = root
      for change in variant.changes {
        node.set(change.path[...], to: change.node, line: change.line)
      }
      return try ExperimentConfig(node, file: file, stem: stem)
    }
    trials = Self.trials(variants.list, configs, seeds: seeds, folds: folds)
    let axes = Self.axes(variants)
    settings = zip(variants.list, configs).map { variant, config in
      let resolved = config.resolved
      return Setting(name: variant.name, values: axes.map { resolved.value(at: $0.key) })
    }
    self.axes = axes
    // One stream has one seed: another one would be silently ignored.
    if sharedStreamSkip != nil, trials.contains(where: { $0.config.seed != shared.seed }) {
      throw section.error(
        at: study, key: "shared_random_stream", .conflict(with: "runs of different seeds"))
    }
  }

  /// The runs: each setting with each seed, from its own on, and each fold.
  private static func trials(
    _ variants: [StudyVariants.Variant], _ configs: [ExperimentConfig], seeds: Int, folds: Int?
  ) -> [Trial] {
    var trials: [Trial] = []
    for (setting, variant) in variants.enumerated() {
      for seedIndex in 0..<seeds {
        var config = configs[setting]
        config.seed &+= UInt32(seedIndex)
        let name = seeds > 1 ? "\(variant.name), seed \(config.seed)" : variant.name
        for fold in 0..<(folds ?? 1) {
          trials.append(
            Trial(
              name: folds == nil ? name : "\(name), fold \(fold + 1)", config: config,
              setting: setting, seedIndex: seedIndex, fold: folds == nil ? nil : fold))
        }
      }
    }
    return trials
  }

  /// The keys that the settings vary, in the order in which they stand first.
  private static func axes(_ variants: StudyVariants) -> [Axis] {
    var axes: [Axis] = []
    for change in variants.list.flatMap(\.changes) where change.path != ["seed"] {
      let key = change.path.joined(separator: ".")
      if axes.contains(where: { $0.key == key }) { continue }
      axes.append(Axis(key: key, isChoice: variants.choices.contains(key)))
    }
    return axes
  }

  private static func takeSelection(
    _ section: inout ConfigSection, _ base: ExperimentConfig, isShared: Bool
  ) throws(ConfigError) -> Selection {
    let by: SelectionName? = try section.choice("select_by")
    let fractionNode = section.node("validation_fraction")
    let fraction = try section.number(
      "validation_fraction", default: 0.2, in: (0.0).nextUp..<1, "a number above 0 and below 1")
    if let node = section.node("folds") {
      if let by { throw section.error(at: node, key: "folds", .conflict(with: "select_by \(by)")) }
      if fractionNode != nil {
        throw section.error(at: node, key: "folds", .conflict(with: "validation_fraction"))
      }
      if isShared {
        throw section.error(at: node, key: "folds", .conflict(with: "shared_random_stream"))
      }
      guard base.split.method.mixesRows else {
        throw section.error(
          at: node, key: "folds", .conflict(with: "split.method \(base.split.method)"))
      }
      return try folds(node, &section)
    }
    switch by ?? (isShared && fractionNode == nil ? .test : .validation) {
    case .validation: return .validation(fraction: fraction)
    case .test:
      if let fractionNode {
        throw section.error(
          at: fractionNode, key: "validation_fraction", .conflict(with: "select_by test"))
      }
      return .test
    }
  }

  /// `folds: 5`, or `{ count: 5, method: "random" }`.
  private static func folds(
    _ node: ConfigNode, _ section: inout ConfigSection
  ) throws(ConfigError) -> Selection {
    guard node.members != nil else {
      return .folds(count: try section.integer("folds", default: 5, in: 2...100), nil)
    }
    var inner = try ConfigSection(node, file: section.file, path: ["study", "folds"])
    let selection = Selection.folds(
      count: try inner.integer("count", default: 5, in: 2...100), try inner.choice("method"))
    try inner.finish()
    return selection
  }

  /// `early_discard: true`, or `{ factor: 3 }`.
  private static func takeEarlyDiscard(
    _ section: inout ConfigSection, _ selection: Selection
  ) throws(ConfigError) -> EarlyDiscard? {
    guard let node = section.node("early_discard") else { return nil }
    let discard: EarlyDiscard?
    if node.members != nil {
      var inner = try ConfigSection(node, file: section.file, path: ["study", "early_discard"])
      discard = EarlyDiscard(factor: try inner.integer("factor", default: 3, in: 2...10))
      try inner.finish()
    } else {
      discard = try section.flag("early_discard", default: false) ? EarlyDiscard(factor: 3) : nil
    }
    if discard != nil, selection == .test {
      throw section.error(
        at: node, key: "early_discard",
        .conflict(with: "a study that is chosen from by its test rows"))
    }
    return discard
  }

  /// Largest config file, in bytes.
  package static let configByteLimit = JSON5Reader.byteLimit

  /// Whether a config can be resolved; where it cannot, a job with it says why.
  package static func isReadable(config bytes: [UInt8]) -> Bool {
    do throws(ConfigError) {
      _ = try Study(reading: bytes, file: "", stem: "")
      return true
    } catch {
      return false
    }
  }

  /// The plain file name under `data`, removed from the config.
  static func takeData(
    _ root: inout ConfigNode, file: String
  ) throws(ConfigError) -> String? {
    guard let node = root["data"] else { return nil }
    root.remove("data")
    switch node.value {
    case .null: return nil
    case .string(let name):
      let plain =
        !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
        && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
      if plain { return name }
      throw ConfigError(
        file: file, line: node.line, keyPath: "data", problem: .notPlainFileName(found: name))
    default:
      throw ConfigError(
        file: file, line: node.line, keyPath: "data",
        problem: .wrongType(expected: "a file name in quotes", found: "\(node)"))
    }
  }

  private static func takeSharedStream(
    _ section: inout ConfigSection
  ) throws(ConfigError) -> Int? {
    guard let node = section.node("shared_random_stream") else { return nil }
    var stream = try ConfigSection(
      node, file: section.file, path: ["study", "shared_random_stream"])
    let skip = try stream.integer("skip_uniforms", default: 0, in: 0...1_000_000_000)
    try stream.finish()
    return skip
  }
}

/// One `key=value` setting from the command line.
package struct Override: Sendable, Equatable {
  /// The keys from the root on: `training.learning_rate` has two.
  package let path: [String]
  /// The value, without a line.
  package let node: ConfigNode

  /// Parses `key=value`; a value that is not JSON5 is taken as text, so that
  /// `network.activation=relu` needs no quotes.
  ///
  /// - Throws: `ConfigError` where there is no `=` or no key.
  package init(parsing text: String) throws(ConfigError) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw ConfigError(
        file: nil, keyPath: text,
        problem: .wrongType(expected: "key=value as in training.epochs=50", found: "\"\(text)\""))
    }
    path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let value = String(text[text.index(after: equals)...])
    do throws(ConfigError) {
      node = try JSON5Reader.parse(Array(value.utf8), file: "").withoutLines
    } catch {
      node = ConfigNode(value: .string(value), line: nil)
    }
  }
}

extension ConfigNode {
  /// The same value without lines, for values that come from no file.
  fileprivate var withoutLines: ConfigNode {
    switch value {
    case .array(let nodes): ConfigNode(value: .array(nodes.map(\.withoutLines)), line: nil)
    case .object(let members):
      ConfigNode(
        value: .object(
          members.map { Member(key: $0.key, line: nil, node: $0.node.withoutLines) }),
        line: nil)
    default: ConfigNode(value: value, line: nil)
    }
  }
}

/// What a study is chosen from by, as a config names it.
private enum SelectionName: String, CaseIterable {
  case validation, test
}

extension SplitMethod {
  /// Whether folds may mix the rows: where groups, an order or marks keep them apart they may not.
  fileprivate var mixesRows: Bool { [.random, .stratified, .none].contains(self) }
}

extension JSONValue {
  /// The value under a dotted key; null where there is none.
  fileprivate func value(at key: String) -> JSONValue {
    key.split(separator: ".").reduce(self) { $0[String($1)] ?? .null }
  }
}
