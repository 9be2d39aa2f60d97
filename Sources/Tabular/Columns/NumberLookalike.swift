extension NumberLookalike {
  /// What a cell that is no number looks like.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> NumberLookalike {
    let text = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let unsigned =
      text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
      ? text.dropFirst() : text
    guard unsigned.count <= 40, let first = unsigned.first,
      isDigit(first) || first == UInt8(ascii: ",")
    else { return .word }
    // The shape: 0 for each digit, other bytes as they are.
    let shape = String(
      decoding: unsigned.map { isDigit($0) ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
    if isDate(shape) { return .date }
    if shape.hasPrefix("0x") || shape.hasPrefix("0X") {
      return shape.dropFirst(2).allSatisfy(\.isHexDigit) ? .hexadecimal : .word
    }
    let marks = shape.filter { $0 != "0" }
    if marks == "," { return .decimalComma }
    if marks.allSatisfy({ "_',. ".contains($0) }) { return .groupedDigits }
    return .word
  }

  /// ISO 8601 dates, with or without a time, and day.month.year in three common forms.
  private static func isDate(_ shape: String) -> Bool {
    let day = shape.prefix { $0 != "T" && $0 != " " }
    let forms: Set<Substring> = [
      "0000-00-00", "0000/00/00", "00/00/0000", "0/00/0000", "00/0/0000", "0/0/0000",
      "00.00.0000", "0.0.0000", "00-00-0000",
    ]
    return forms.contains(day)
  }
}
