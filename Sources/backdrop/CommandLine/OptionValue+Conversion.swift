extension Command.Option.Value {
  /// The value that a text stands for, or nil when it is not one.
  func converted(_ text: String) -> Arguments.Value? {
    switch self {
    case .text: text.isEmpty ? nil : .text(text)
    case .assignment: Self.hasKey(text) ? .text(text) : nil
    case .integer(_, let range):
      Self.integer(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .seconds(_, let range):
      Self.decimal(text).flatMap { range.contains($0) ? .seconds($0) : nil }
    case .number(_, let range):
      Self.decimal(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .choice(let words): words.contains(text) ? .text(text) : nil
    }
  }

  /// What a text must be to be converted.
  var expectation: UsageError.Expectation {
    switch self {
    case .text: .nonEmpty
    case .assignment: .assignment
    case .integer(_, let range): .integer(range)
    case .seconds(_, let range): .seconds(range)
    case .number(_, let range): .number(range)
    case .choice(let words): .oneOf(words)
    }
  }

  private static func hasKey(_ text: String) -> Bool {
    guard let sign = text.firstIndex(of: "=") else { return false }
    return sign > text.startIndex
  }

  /// Digits only: `Int(_:)` would also take a sign.
  private static func integer(_ text: String) -> Int? {
    text.utf8.allSatisfy(isDigit) ? Int(text) : nil
  }

  /// Digits with at most one point: `Double(_:)` would also take `0x10`, `nan` and `1e9`.
  private static func decimal(_ text: String) -> Double? {
    let points = text.utf8.count { $0 == UInt8(ascii: ".") }
    guard points <= 1, text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) else {
      return nil
    }
    return Double(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
