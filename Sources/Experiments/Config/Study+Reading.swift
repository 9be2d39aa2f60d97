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
    let study = root["study"].flatMap { $0.value == .null ? nil : $0 }
    root.remove("study")
    isStudy = study != nil
    guard let study else {
      let config = try ExperimentConfig(root, file: file, stem: stem)
      trials = [Trial(name: config.model, config: config)]
      sharedStreamSkip = nil
      return
    }
    var section = try ConfigSection(study, file: file, path: ["study"])
    let variants = try StudyVariants(&section, seed: root["seed"])
    sharedStreamSkip = try Self.takeSharedStream(&section)
    try section.finish()
    trials = try variants.list.map { variant throws(ConfigError) in
      var node = root
      for setting in variant.settings {
        node.set(setting.path[...], to: setting.node, line: setting.line)
      }
      return Trial(
        name: variant.name, config: try ExperimentConfig(node, file: file, stem: stem))
    }
    // One stream has one seed: another one would be silently ignored.
    if sharedStreamSkip != nil, trials.contains(where: { $0.config.seed != shared.seed }) {
      throw section.error(
        at: study, key: "shared_random_stream", .conflict(with: "runs of different seeds"))
    }
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
