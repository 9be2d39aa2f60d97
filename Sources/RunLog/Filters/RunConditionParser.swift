/// What is wrong with the text of a condition; the payloads are facts.
package enum RunConditionError: Error, Hashable, Sendable {
  /// Something else should stand at a place, counted in characters from 1.
  case expected(String, position: Int, found: String?)
  /// A quote or bracket is never closed.
  case unclosed(Character, position: Int)
  /// The comparison does not go with what is compared.
  case unfit(field: String, expected: String, found: String)
  /// The condition is too long or too deep.
  case tooLarge
  /// What the name of a field led to.
  case runLog(RunLogError)
}

/// Reads conditions as people write them.
///
///     condition  = conjunction { "or" conjunction }
///     conjunction = term { "and" term }
///     term       = "not" term | "(" condition ")" | NAME comparison VALUE
///     comparison = "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | "~"
///
/// Words do not care for case. A value is a number, a word, a text in single or double quotes,
/// `true`, `false`, `null`, `nan`, or JSON in brackets.
struct RunConditionParser {
  private let tokens: [RunConditionToken]
  private let field: (String) throws(RunLogError) -> RunField
  private var next = 0
  private static let depthLimit = 32
  private static let lengthLimit = 10_000

  /// Takes a condition apart.
  ///
  /// - Parameter field: knows the fields by their names.
  init(
    _ text: String, field: @escaping (String) throws(RunLogError) -> RunField
  ) throws(RunConditionError) {
    guard text.utf8.count <= Self.lengthLimit else { throw .tooLarge }
    tokens = try RunConditionToken.all(in: text)
    self.field = field
  }

  /// Reads the whole text.
  mutating func condition() throws(RunConditionError) -> RunCondition {
    let condition = try disjunction(depth: 0)
    guard next == tokens.count else { throw expected("\"and\", \"or\" or the end") }
    return condition
  }

  private mutating func disjunction(depth: Int) throws(RunConditionError) -> RunCondition {
    var parts = [try conjunction(depth: depth)]
    while takeWord("or") { parts.append(try conjunction(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction(depth: Int) throws(RunConditionError) -> RunCondition {
    var parts = [try term(depth: depth)]
    while takeWord("and") { parts.append(try term(depth: depth)) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func term(depth: Int) throws(RunConditionError) -> RunCondition {
    guard depth < Self.depthLimit else { throw .tooLarge }
    if takeWord("not") { return .not(try term(depth: depth + 1)) }
    if takeSign("(") {
      let inner = try disjunction(depth: depth + 1)
      guard takeSign(")") else { throw expected("\")\"") }
      return inner
    }
    return try comparison()
  }

  private mutating func comparison() throws(RunConditionError) -> RunCondition {
    guard let token = peek, case .word(let name) = token.kind else {
      throw expected("the name of a metric, a setting or a column of v_runs")
    }
    next += 1
    let field: RunField
    do throws(RunLogError) { field = try self.field(name) } catch { throw .runLog(error) }
    guard let sign = peek, case .sign(let text) = sign.kind,
      let comparison = Self.comparisons[text]
    else { throw expected("= != < <= > >= or ~") }
    next += 1
    guard let literal = peek?.literal else { throw expected("a value") }
    next += 1
    try check(name, field, comparison, literal)
    return .comparison(field, comparison, literal)
  }

  private static let comparisons: [String: RunCondition.Comparison] = [
    "=": .equal, "==": .equal, "!=": .unequal, "<>": .unequal, "<": .less, "<=": .atMost,
    ">": .more, ">=": .atLeast, "~": .contains,
  ]

  /// Refuses what could never be true.
  private func check(
    _ name: String, _ field: RunField, _ comparison: RunCondition.Comparison,
    _ literal: RunCondition.Literal
  ) throws(RunConditionError) {
    func unfit(_ expected: String) -> RunConditionError {
      .unfit(field: name, expected: expected, found: "\(comparison.rawValue) \(literal.source)")
    }
    let isOrdering = comparison != .equal && comparison != .unequal
    let isNumber = if case .number = literal.value { true } else { false }
    switch literal.value {
    case .null, .bool, .json:
      if isOrdering { throw unfit("= or != before \(literal.source)") }
    case .number, .notANumber, .text: break
    }
    switch field {
    case .metric:
      if comparison == .contains { throw unfit("a comparison of numbers") }
      if literal.value == .notANumber, isOrdering { throw unfit("= or != before nan") }
      if !isNumber, literal.value != .null, literal.value != .notANumber {
        throw unfit("a number")
      }
    case .column(let column) where column.isNumeric:
      if comparison == .contains { throw unfit("a comparison of numbers") }
      let isFlag = if case .bool = literal.value { column == .isBest } else { false }
      if !isNumber, !isFlag, literal.value != .null { throw unfit("a number") }
    case .column, .setting: break
    }
  }

  private var peek: RunConditionToken? { next < tokens.count ? tokens[next] : nil }

  private mutating func takeWord(_ word: String) -> Bool {
    guard case .word(let found)? = peek?.kind, found.lowercased() == word else { return false }
    next += 1
    return true
  }

  private mutating func takeSign(_ sign: String) -> Bool {
    guard case .sign(sign)? = peek?.kind else { return false }
    next += 1
    return true
  }

  private func expected(_ what: String) -> RunConditionError {
    .expected(
      what, position: peek?.position ?? (tokens.last.map { $0.position + $0.length } ?? 1),
      found: peek?.text)
  }
}

extension RunLogQueries {
  /// Reads a condition; its names are looked up in this run log.
  package func condition(_ text: String) throws(RunConditionError) -> RunCondition {
    var parser = try RunConditionParser(text) { name throws(RunLogError) in try field(name) }
    return try parser.condition()
  }
}
