import Glibc

/// One word, sign or quoted text of a condition.
struct RunConditionToken {
  /// What it is.
  enum Kind: Hashable {
    /// A name, a number, or a value without quotes.
    case word(String)
    /// A text that stood in quotes.
    case quoted(String)
    /// A comparison or a parenthesis.
    case sign(String)
    /// A list or an object, without blanks.
    case json(String)
  }

  let kind: Kind
  /// The place of its first character, from 1.
  let position: Int
  /// How many characters it takes.
  let length: Int

  /// The text without quotes.
  var text: String {
    switch kind {
    case .word(let text), .quoted(let text), .sign(let text), .json(let text): text
    }
  }

  /// The value that it stands for; nil for a sign.
  var literal: RunCondition.Literal? {
    switch kind {
    case .sign: return nil
    case .quoted(let text): return RunCondition.Literal(source: text, value: .text)
    case .json(let text): return RunCondition.Literal(source: text, value: .json)
    case .word(let word):
      let value: RunCondition.Literal.Value
      switch word.lowercased() {
      case "null": value = .null
      case "nan": value = .notANumber
      case "true": value = .bool(true)
      case "false": value = .bool(false)
      default: value = Self.number(word).map { .number($0) } ?? .text
      }
      let isFixed = value != .text && value != .null
      return RunCondition.Literal(source: isFixed ? word.lowercased() : word, value: value)
    }
  }

  /// A finite number in plain decimal notation; nil for all else.
  private static func number(_ word: String) -> Double? {
    guard word.contains(where: { ("0"..."9").contains($0) }),
      word.utf8.allSatisfy({ numberBytes.contains($0) }), let number = Double(word),
      number.isFinite
    else { return nil }
    return number
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)
  private static let signs: Set<Character> = ["=", "!", "<", ">", "~", "(", ")"]

  /// Takes a text apart.
  static func all(in text: String) throws(RunConditionError) -> [RunConditionToken] {
    let characters = Array(text)
    var tokens: [RunConditionToken] = []
    var place = 0
    while place < characters.count {
      let character = characters[place]
      if character.isWhitespace {
        place += 1
        continue
      }
      let start = place
      let kind: Kind
      if character == "\"" || character == "'" {
        kind = .quoted(try quoted(characters, &place))
      } else if character == "[" || character == "{" {
        kind = .json(try json(characters, &place))
      } else if signs.contains(character) {
        kind = .sign(sign(characters, &place))
      } else {
        while place < characters.count, isPartOfWord(characters[place]) { place += 1 }
        kind = .word(String(characters[start..<place]))
      }
      tokens.append(RunConditionToken(kind: kind, position: start + 1, length: place - start))
    }
    return tokens
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    !character.isWhitespace && !signs.contains(character) && character != "\""
      && character != "'" && character != "["
  }

  /// A text up to the next quote of its kind; a doubled quote stands for itself.
  private static func quoted(
    _ characters: [Character], _ place: inout Int
  ) throws(RunConditionError) -> String {
    let quote = characters[place]
    let start = place
    var text = ""
    place += 1
    while place < characters.count {
      let character = characters[place]
      place += 1
      guard character == quote else {
        text.append(character)
        continue
      }
      guard place < characters.count, characters[place] == quote else { return text }
      text.append(quote)
      place += 1
    }
    throw .unclosed(quote, position: start + 1)
  }

  /// JSON up to its closing bracket, without blanks outside of its texts.
  private static func json(
    _ characters: [Character], _ place: inout Int
  ) throws(RunConditionError) -> String {
    let start = place
    var text = ""
    var depth = 0
    var isInText = false
    while place < characters.count {
      let character = characters[place]
      place += 1
      if !isInText, character.isWhitespace { continue }
      text.append(character)
      if isInText, character == "\\", place < characters.count {
        text.append(characters[place])
        place += 1
      } else if character == "\"" {
        isInText.toggle()
      } else if !isInText, character == "[" || character == "{" {
        depth += 1
      } else if !isInText, character == "]" || character == "}" {
        depth -= 1
        if depth == 0 { return text }
      }
    }
    throw .unclosed(characters[start], position: start + 1)
  }

  /// A parenthesis, or the longest comparison.
  private static func sign(_ characters: [Character], _ place: inout Int) -> String {
    let first = characters[place]
    place += 1
    guard first != "(", first != ")", first != "~", place < characters.count else {
      return String(first)
    }
    let both = String([first, characters[place]])
    guard ["==", "!=", "<>", "<=", ">="].contains(both) else { return String(first) }
    place += 1
    return both
  }
}
