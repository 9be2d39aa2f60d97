/// Text as a terminal shows it: which characters are safe to send, and how many cells they take.
package enum TerminalText {
  /// Escapes what would move the cursor, colour the screen, break the line or reorder the text.
  ///
  /// Controls become `\n`, `\r`, `\t` or `\u{1b}`; the same holds for the marks that change the
  /// direction of writing and for the line and paragraph separators. All else stays as it is.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case _ where isUnsafe(scalar): escaped += "\\u{\(String(scalar.value, radix: 16))}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The number of terminal cells that a text takes; it must be escaped.
  package static func width(of text: String) -> Int {
    var width = 0
    for character in text { width += self.width(of: character) }
    return width
  }

  /// Cuts a text to a number of cells; the last cell of a cut one holds `…`.
  package static func cut(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var cut = ""
    var used = 0
    for character in text {
      used += self.width(of: character)
      guard used < width else { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// The cells of one character, with its combining marks: 0, 1 or 2.
  private static func width(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.isASCII, scalars.count == 1 { return first.value < 0x20 ? 0 : 1 }
    // U+FE0F asks for the picture form of a sign, which is wide.
    if scalars.contains("\u{fe0f}"), first.properties.isEmoji, !first.isASCII { return 2 }
    for scalar in scalars where !isZeroWidth(scalar) { return isWide(scalar) ? 2 : 1 }
    return 0
  }

  /// Whether a character would act on the terminal or on the order of the text, not stand in it.
  package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    default: false
    }
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    // Vowels and final consonants join the syllable before them.
    default: (0x1160...0x11ff).contains(scalar.value)
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isEmojiPresentation || wideRanges.contains { $0.contains(scalar.value) }
  }

  /// The blocks whose characters are wide. Source: Unicode's EastAsianWidth.txt, W and F, joined
  /// over unassigned gaps.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf,
    0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19,
    0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18cff, 0x1aff0...0x1b2ff,
    0x1f200...0x1f202, 0x1f210...0x1f23b, 0x20000...0x3fffd,
  ]
}
