/// Makes text for people out of bytes from outside: printable characters stay, the rest is escaped.
///
/// Control characters (a terminal obeys ESC), line and paragraph separators and the marks that turn
/// the writing direction become `\n`, `\t`, `\r` or `\u{1B}`; a byte that is not part of valid
/// UTF-8 becomes `\xFF`; a backslash becomes `\\`, so that two different names never look the same.
package func displayedText(of bytes: [UInt8]) -> String {
  let backslash = UInt8(ascii: "\\")
  if bytes.allSatisfy({ (0x20...0x7E).contains($0) && $0 != backslash }) {
    return String(decoding: bytes, as: UTF8.self)
  }
  var text = ""
  text.reserveCapacity(bytes.count)
  var rest = bytes[...]
  while let byte = rest.first {
    if byte < 0x80 {
      append(Unicode.Scalar(byte), to: &text)
      rest.removeFirst()
    } else if let scalar = leadingScalar(of: rest) {
      append(scalar, to: &text)
      rest = rest.dropFirst(UTF8.width(scalar))
    } else {
      text += "\\x" + hexadecimal(UInt32(byte))
      rest.removeFirst()
    }
  }
  return text
}

/// Makes text for people out of a text from outside, as the form for bytes does.
package func displayedText(of text: String) -> String {
  displayedText(of: Array(text.utf8))
}

/// The scalar that the bytes start with, or nil when they start with invalid UTF-8.
private func leadingScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
  // The longest encoding takes four bytes; what is cut off behind the first scalar does not matter.
  var decoder = UTF8()
  var iterator = bytes.prefix(4).makeIterator()
  guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
  return scalar
}

private func append(_ scalar: Unicode.Scalar, to text: inout String) {
  switch scalar {
  case "\n": text += "\\n"
  case "\r": text += "\\r"
  case "\t": text += "\\t"
  case "\\": text += "\\\\"
  default:
    if isPrintable(scalar) {
      text.unicodeScalars.append(scalar)
    } else {
      text += "\\u{" + hexadecimal(scalar.value) + "}"
    }
  }
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
    false
  default: true
  }
}

/// The number in upper-case hexadecimal, at least two digits.
private func hexadecimal(_ number: UInt32) -> String {
  let digits = String(number, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}
