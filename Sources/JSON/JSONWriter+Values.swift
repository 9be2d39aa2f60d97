extension JSONWriter {
  /// Writes null.
  package mutating func null() { bytes.append("null") }

  /// Writes a truth value.
  package mutating func bool(_ value: Bool) {
    bytes.append(value ? "true" : "false")
  }

  /// Writes a whole number.
  package mutating func integer(_ value: some FixedWidthInteger) {
    bytes.append(String(value))
  }

  /// Writes a number.
  ///
  /// - Precondition: it is finite.
  package mutating func number(_ value: Double) {
    precondition(value.isFinite, "JSON has no \(value)")
    // A double holds every whole number up to here.
    if let whole = Int(exactly: value), whole.magnitude <= 1 << 53 {
      if whole == 0, value.sign == .minus, style != .canonical { bytes.append(UInt8(ascii: "-")) }
      integer(whole)
    } else {
      number(value.description)
    }
  }

  /// Writes a number; its text is the shortest among those of its type.
  ///
  /// - Precondition: it is finite.
  package mutating func number(_ value: Float) {
    precondition(value.isFinite, "JSON has no \(value)")
    number(value.description)
  }

  /// Writes a number as Swift prints it, a whole one without its point.
  private mutating func number(_ text: String) {
    var text = text
    text.withUTF8 { digits in
      let isWhole =
        digits.count > 2 && digits[digits.count - 1] == UInt8(ascii: "0")
        && digits[digits.count - 2] == UInt8(ascii: ".")
      bytes.append(UnsafeBufferPointer(rebasing: digits.dropLast(isWhole ? 2 : 0)))
    }
  }

  /// Writes a string.
  package mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { Self.append($0, style, to: &bytes) }
  }

  /// Appends a string. What needs an escape is ASCII, so the bytes of other scalars go through.
  static func append(
    _ utf8: UnsafeBufferPointer<UInt8>, _ style: Style, to bytes: inout GrowingBytes
  ) {
    bytes.append(UInt8(ascii: "\""))
    var plain = 0
    for index in 0..<utf8.count where needsEscape(utf8[index], style) {
      bytes.append(UnsafeBufferPointer(rebasing: utf8[plain..<index]))
      bytes.append(escape(of: utf8[index], style))
      plain = index + 1
    }
    bytes.append(UnsafeBufferPointer(rebasing: utf8[plain...]))
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8, _ style: Style) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || byte == 0x7F && style == .canonical
  }

  private static func escape(of byte: UInt8, _ style: Style) -> String {
    switch byte {
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case UInt8(ascii: "\n"): return "\\n"
    case UInt8(ascii: "\r"): return "\\r"
    case UInt8(ascii: "\t"): return "\\t"
    case 0x08 where style != .canonical: return "\\b"
    case 0x0C where style != .canonical: return "\\f"
    default:
      let digits = String(byte, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
  }
}
