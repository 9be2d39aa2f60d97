import CFastFloat

/// What a cell is when it is read as a number.
enum CellNumber: Equatable {
  case number, missing, outOfRange, infinite, notANumber
}

/// The grammar of numbers: decimal notation, no locale.
///
///     number  = [+-] (digits [. [digits]] | . digits) [(e|E) [+-] digits]
///     missing = "" | NA | N/A | n/a | NaN | nan | NULL | null
///
/// Spaces and tabs around it do not count. The value is the nearest double, ties to even; text that
/// rounds to infinity is out of range, text that rounds to zero is zero. Anything else is not a
/// number: not `0x10`, `1_000`, `1,5` or `inf`.
package enum DecimalNumber {
  /// Reads a cell.
  ///
  /// - Parameters:
  ///   - bytes: `count` bytes; the 16 bytes before and after them must be readable.
  ///   - value: Set when the cell is a number.
  @inline(__always)
  static func read(_ bytes: UnsafePointer<UInt8>, count: Int, into value: inout Double)
    -> CellNumber
  {
    if let short = ShortNumber.read(bytes, count: count) {
      value = short
      return .number
    }
    return readSlowly(bytes, count: count, into: &value)
  }

  /// Reads text of any origin as a double: nil when it is not a number or out of range.
  package static func double(_ text: String) -> Double? {
    var value = 0.0
    let outcome = withPadding(text) { read($0, count: $1, into: &value) }
    return outcome == .number ? value : nil
  }

  /// Reads text of up to 16 characters as processors without vector instructions for it do.
  ///
  /// - Returns: nil for all text that is left to the slow way; for tests.
  package static func doubleReadPortably(_ text: String) -> Double? {
    withPadding(text) { ShortNumber.readPortably($0, count: $1) }
  }

  /// Reads text as a float, rounded once from the text and not by way of a double.
  package static func float(_ text: String) -> Float? {
    withPadding(text) { bytes, count in
      let trimmed = trim(bytes, count: count)
      var scan = NumberScan(trimmed.start, count: trimmed.count)
      guard scan.parse() else { return nil }
      let unsigned = withoutPlus(trimmed)
      var value: Float = 0
      let status = unsigned.start.withMemoryRebound(to: CChar.self, capacity: unsigned.count) {
        backdrop_parse_float($0, unsigned.count, &value)
      }
      return status == 0 && value.isFinite ? value : nil
    }
  }

  /// Whether a cell is one of the texts that mean "missing".
  @inline(__always)
  static func isMissing(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    if count == 0 { return true }
    // All of the texts start with an N or an n, after blanks if any.
    if bytes[0] > UInt8(ascii: " "), bytes[0] | 0x20 != UInt8(ascii: "n") { return false }
    return isMissingText(bytes, count: count)
  }

  @inline(never)
  private static func isMissingText(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    let trimmed = trim(bytes, count: count)
    switch trimmed.count {
    case 0: return true
    case 2...4: return missingTexts.contains { equals(trimmed.start, trimmed.count, $0) }
    default: return false
    }
  }

  /// Whether a cell is all digits with a leading zero, such as "001": a name, not a quantity.
  @inline(__always)
  static func isCode(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    // One comparison for "0 and then a digit": every second number starts with a 0.
    let start = UnsafeRawPointer(bytes).loadUnaligned(as: UInt16.self) ^ 0x3030
    guard UInt16(bigEndian: start) < 10, count > 1 else { return false }
    return (1..<count).allSatisfy { isDigit(bytes[$0]) }
  }

  private static let missingTexts: [StaticString] = [
    "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null",
  ]

  @inline(never)
  private static func readSlowly(
    _ bytes: UnsafePointer<UInt8>, count: Int, into value: inout Double
  ) -> CellNumber {
    let trimmed = trim(bytes, count: count)
    if isMissing(trimmed.start, count: trimmed.count) { return .missing }
    var scan = NumberScan(trimmed.start, count: trimmed.count)
    guard scan.parse() else {
      return isInfinity(trimmed.start, count: trimmed.count) ? .infinite : .notANumber
    }
    if let exact = scan.exactDouble {
      value = exact
      return .number
    }
    let unsigned = withoutPlus(trimmed)
    var parsed = 0.0
    let status = unsigned.start.withMemoryRebound(to: CChar.self, capacity: unsigned.count) {
      backdrop_parse_double($0, unsigned.count, &parsed)
    }
    precondition(status == 0, "fast_float refuses what our grammar accepts")
    if !parsed.isFinite { return .outOfRange }
    value = parsed
    return .number
  }

  private static func isInfinity(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    let signed = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") ? 1 : 0
    let word = UnsafeBufferPointer(start: bytes + signed, count: count - signed)
    let lower = String(decoding: word.prefix(9), as: UTF8.self).lowercased()
    return lower == "inf" || lower == "infinity"
  }

  private static func withPadding<Result>(
    _ text: String, _ body: (UnsafePointer<UInt8>, Int) -> Result
  ) -> Result {
    let padding = [UInt8](repeating: 0, count: PaddedBytes.padding)
    return (padding + text.utf8 + padding).withUnsafeBufferPointer {
      guard let start = $0.baseAddress else { preconditionFailure("padding is never empty") }
      return body(start + padding.count, $0.count - 2 * padding.count)
    }
  }
}

private typealias Text = (start: UnsafePointer<UInt8>, count: Int)

/// A text without the spaces and tabs around it.
private func trim(_ bytes: UnsafePointer<UInt8>, count: Int) -> Text {
  func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  var start = 0
  var end = count
  while start < end, isBlank(bytes[start]) { start += 1 }
  while end > start, isBlank(bytes[end - 1]) { end -= 1 }
  return (bytes + start, end - start)
}

/// A number without a leading `+`, which `std::from_chars` does not know.
private func withoutPlus(_ text: Text) -> Text {
  text.start[0] == UInt8(ascii: "+") ? (text.start + 1, text.count - 1) : text
}

private func equals(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ text: StaticString) -> Bool {
  guard text.utf8CodeUnitCount == count else { return false }
  for index in 0..<count where bytes[index] != text.utf8Start[index] { return false }
  return true
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
