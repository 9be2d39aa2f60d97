/// How wide text will be, so that labels get the room they need before a browser draws them.
///
/// Which font a browser takes is not known; the widths are those of DejaVu Sans rounded up, the
/// widest that is common, so that text that fits here fits everywhere.
package enum TextWidth {
  /// The width of a text in pixels.
  package static func of(_ text: String, size: Double = 13) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share($1) } * size
  }

  /// The width of one character as a share of the font's size.
  private static func share(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", " ": 0.35
    case "f", "r", "t", "(", ")", "[", "]", "-", "/", "!": 0.43
    case "m", "w", "M", "W", "@", "%", "…", "—": 1
    case "0"..."9", "a"..."z", "_", "–", "=", "×", "+": 0.65
    case "⁰"..."⁹", "²", "³", "¹", "⁻": 0.42
    default: scalar.value < 0x2e80 ? 0.78 : 1.05
    }
  }

  /// Cuts a text to a width; the end of a cut one is `…`.
  package static func cut(_ text: String, to width: Double, size: Double = 13) -> String {
    guard of(text, size: size) > width else { return text }
    var cut = ""
    var used = of("…", size: size)
    for character in text {
      used += of(String(character), size: size)
      guard used <= width else { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// Breaks a text into lines of a width: after a comma or blank where there is one, else anywhere.
  ///
  /// - Returns: at most so many lines; only the last is ever cut.
  package static func lines(
    _ text: String, width: Double, atMost count: Int, size: Double = 13
  ) -> [String] {
    var lines: [String] = []
    var rest = Substring(text)
    while of(String(rest), size: size) > width, lines.count < count - 1 {
      var used = 0.0
      var end = rest.startIndex
      var blank: Substring.Index?
      while end < rest.endIndex {
        used += of(String(rest[end]), size: size)
        guard used <= width else { break }
        if rest[end] == " " || rest[end] == "," { blank = rest.index(after: end) }
        end = rest.index(after: end)
      }
      if end == rest.startIndex { end = rest.index(after: end) }
      let cut = blank ?? end
      lines.append(String(rest[..<cut].trimmingBlanks))
      rest = rest[cut...].trimmingBlanks
    }
    return lines + [Self.cut(String(rest), to: width, size: size)]
  }
}

extension Substring {
  /// Without blanks at both ends.
  fileprivate var trimmingBlanks: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
