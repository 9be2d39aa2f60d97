import Glibc
import Numerics

/// The ranges and lists that a `random` study draws from.
struct RandomDraws {
  /// What the values of one key are drawn from.
  enum Source {
    /// Evenly between two numbers.
    case uniform(Double, Double)
    /// Evenly between the logarithms of two numbers above zero.
    case logUniform(Double, Double)
    /// Each of a list with the same probability.
    case choice([ConfigNode])
  }

  /// One key with its source.
  struct Axis {
    let key: String
    let line: Int?
    let source: Source

    var isChoice: Bool { if case .choice = source { true } else { false } }
  }

  /// The keys in the order of the file, which is the order of their draws.
  let axes: [Axis]

  /// Reads `study.random`.
  ///
  /// - Throws: `ConfigError` where a source is none of the three, or its range is empty.
  init(_ node: ConfigNode, _ section: ConfigSection) throws(ConfigError) {
    guard let members = node.members, !members.isEmpty else {
      throw section.error(
        at: node, key: "random",
        .wrongType(
          expected:
            "keys with what to draw from such as {\"training.l2\": {\"log_uniform\": [1e-6, 0.1]}}",
          found: "\(node)"))
    }
    axes = try members.map { member throws(ConfigError) in
      Axis(key: member.key, line: member.line, source: try Self.source(member, section))
    }
  }

  private static func source(
    _ member: ConfigNode.Member, _ section: ConfigSection
  ) throws(ConfigError) -> Source {
    let node = member.node
    let expected = "{\"uniform\": [low, high]}, {\"log_uniform\": [low, high]} or {\"choice\": […]}"
    guard let inner = node.members?.first, node.members?.count == 1 else {
      throw section.error(
        at: node, key: "random.\(member.key)", .wrongType(expected: expected, found: "\(node)"))
    }
    let key = "random.\(member.key).\(inner.key)"
    guard ["uniform", "log_uniform", "choice"].contains(inner.key) else {
      throw ConfigError(
        file: inner.line == nil ? nil : section.file, line: inner.line, keyPath: "study.\(key)",
        problem: .unknownKey(allowed: ["choice", "log_uniform", "uniform"]))
    }
    guard case .array(let items) = inner.node.value, !items.isEmpty else {
      throw section.error(
        at: inner.node, key: key, .wrongType(expected: "a list", found: "\(inner.node)"))
    }
    if inner.key == "choice" { return .choice(items) }
    let numbers = items.compactMap { item -> Double? in
      if case .number(let number) = item.value { number } else { nil }
    }
    let isLog = inner.key == "log_uniform"
    guard numbers.count == 2, items.count == 2, numbers[0] < numbers[1],
      numbers.allSatisfy(\.isFinite), !isLog || numbers[0] > 0
    else {
      throw section.error(
        at: inner.node, key: key,
        .outOfRange(
          expected: "[low, high] with \(isLog ? "0 < " : "")low < high", found: "\(inner.node)"))
    }
    return isLog ? .logUniform(numbers[0], numbers[1]) : .uniform(numbers[0], numbers[1])
  }

  /// Draws settings, one after the other, each key in the order of the file.
  ///
  /// The generator is NumPy's `RandomState(seed)`; numbers are kept to six significant digits, so
  /// that a config with the number as it is shown trains the same.
  func settings(
    count: Int, seed: UInt32, _ section: ConfigSection
  ) throws(ConfigError) -> [StudyVariants.Variant] {
    var random = RandomState(seed: seed)
    var variants: [StudyVariants.Variant] = []
    for number in 1...count {
      let changes = try axes.map { axis throws(ConfigError) in
        try StudyVariants.change(
          axis.key, Self.draw(axis.source, &random), axis.line, section)
      }
      // The same may be drawn twice where all keys have lists.
      variants.append(
        StudyVariants.Variant(
          name: "\(number): \(StudyVariants.name(changes))", changes: changes))
    }
    return variants
  }

  private static func draw(_ source: Source, _ random: inout RandomState) -> ConfigNode {
    switch source {
    case .choice(let nodes): return nodes[random.integer(below: nodes.count)]
    case .uniform(let low, let high):
      return ConfigNode(value: .number(rounded(random.uniform(low: low, high: high))), line: nil)
    case .logUniform(let low, let high):
      let drawn = exp(random.uniform(low: log(low), high: log(high)))
      return ConfigNode(value: .number(min(high, max(low, rounded(drawn)))), line: nil)
    }
  }

  /// The nearest number of six significant digits.
  private static func rounded(_ number: Double) -> Double {
    guard number != 0, number.isFinite else { return number }
    let digits = 5 - Int(floor(log10(abs(number))))
    let scale = pow(10, Double(abs(digits)))
    return digits >= 0 ? (number * scale).rounded() / scale : (number / scale).rounded() * scale
  }
}
