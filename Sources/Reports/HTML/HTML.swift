/// A piece of a page: markup in which every text was escaped on its way in.
///
/// There is no way to make one from a `String` as markup: names of elements and attributes are
/// written in the source (`StaticString`), and whatever else comes in is text. A literal with
/// interpolations is text too, so `"\(name) failed"` is safe whatever the name is.
package struct HTML: Hashable, Sendable {
  /// The markup, as it stands in a file.
  package private(set) var markup: String

  private init(markup: String) {
    self.markup = markup
  }

  /// Nothing at all.
  package static let nothing = HTML(markup: "")

  /// The end of a line inside `pre`, where it is shown as one.
  package static let lineEnd = HTML(markup: "\n")

  /// Text; what is markup in it is shown as it was written.
  package static func text(_ text: String) -> HTML { HTML(markup: escaped(text)) }

  /// An element with what it holds.
  package static func element(
    _ name: StaticString, _ attributes: [Attribute] = [], _ children: [HTML] = []
  ) -> HTML {
    var markup = start(name, attributes)
    for child in children { markup += child.markup }
    return HTML(markup: markup + "</\(name)>")
  }

  /// An element that holds one thing.
  package static func element(
    _ name: StaticString, _ attributes: [Attribute] = [], _ child: HTML
  ) -> HTML {
    element(name, attributes, [child])
  }

  /// An element that can hold nothing, such as `meta`.
  package static func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
    HTML(markup: start(name, attributes))
  }

  /// A whole document; the head and the body stand between the tags that every page has.
  package static func document(head: [HTML], body: [HTML]) -> HTML {
    let html = element(
      "html", [Attribute("lang", "en")],
      [element("head", [], head), HTML(markup: "\n"), element("body", [], body)])
    return HTML(markup: "<!doctype html>\n\(html.markup)\n")
  }

  /// A style sheet, written in the source.
  package static func style(_ sheet: StaticString) -> HTML {
    HTML(markup: "<style>\n\(sheet)\n</style>")
  }

  /// Several pieces, one after the other.
  package static func sequence(_ pieces: [HTML]) -> HTML {
    HTML(markup: pieces.map(\.markup).joined())
  }

  /// Both, one after the other.
  package static func + (left: HTML, right: HTML) -> HTML {
    HTML(markup: left.markup + right.markup)
  }

  private static func start(_ name: StaticString, _ attributes: [Attribute]) -> String {
    var markup = "<\(name)"
    for attribute in attributes {
      markup += " \(attribute.name)=\"\(escaped(attribute.value))\""
    }
    return markup + ">"
  }

  /// Characters that mean something in markup become references; controls, line ends and marks that
  /// reorder the text are shown as the terminal shows them.
  private static func escaped(_ text: String) -> String {
    let text = TerminalText.escaped(text)
    guard text.utf8.contains(where: isMarkup) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
      case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}

extension HTML: ExpressibleByStringInterpolation {
  /// Text.
  package init(stringLiteral text: String) {
    self = .text(text)
  }
}

extension HTML {
  /// An attribute of an element; the value may be any text.
  package struct Attribute: Hashable, Sendable {
    /// The name, written in the source.
    let name: String
    /// The value before it is escaped.
    let value: String

    /// States an attribute.
    package init(_ name: StaticString, _ value: String) {
      self.name = "\(name)"
      self.value = value
    }

    /// States a coordinate or a length; two decimals are finer than a screen shows.
    package init(_ name: StaticString, _ value: Double) {
      self.init(name, Coordinate.text(value))
    }

    /// States the classes of the style sheet.
    package static func style(_ names: String) -> Attribute { Attribute("class", names) }

    /// Names the element in the page.
    package static func id(_ id: String) -> Attribute { Attribute("id", id) }
  }
}

/// Numbers as they stand in paths and attributes.
package enum Coordinate {
  /// At most two decimals, no zeros at the end; what is not finite or far out of the picture lies at
  /// its edge.
  package static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((min(max(value, -1e7), 1e7) * 100).rounded())
    let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
