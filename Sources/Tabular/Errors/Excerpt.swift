/// Text from a file made fit for a message: cut, and without anything that steers a terminal.
package enum Excerpt {
  /// Characters of a cell that a message shows.
  static let length = 60

  /// The first characters of `bytes`.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Four bytes a character are enough to see whether there is more than is shown.
    let start = UnsafeBufferPointer(rebasing: bytes.prefix(4 * (length + 1)))
    return cut(String(decoding: start, as: UTF8.self))
  }

  /// `text` cut after `length` characters, which `…` then shows.
  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if scalars.count <= length { return text }
    return String(String.UnicodeScalarView(scalars.prefix(length))) + "…"
  }

  /// `text` in double quotes, cut, control and formatting characters written as escapes.
  package static func quoted(_ text: String) -> String { "\"" + escaped(cut(text)) + "\"" }

  /// `text` with control and formatting characters written as escapes.
  static func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case "\"": shown += "\\\""
      case "\\": shown += "\\\\"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
          shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        default: shown.unicodeScalars.append(scalar)
        }
      }
    }
    return shown
  }

  /// At most ten of `names`, quoted, and how many more there are.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map(quoted).joined(separator: ", ")
    return names.count > 10 ? shown + " and \(names.count - 10) more" : shown
  }
}
