/// Writes one JSON text from its start to its end.
///
/// Source: RFC 8259. The members of an object come in any order and are sorted when it ends, by the
/// UTF-8 bytes of their keys; where they came sorted, nothing moves. A number is the shortest text
/// that reads back as the same one, a whole number without a point.
package struct JSONWriter {
  /// How a text looks.
  package enum Style: Sendable {
    /// Each value on a line of its own, two blanks an indent.
    case indented
    /// No blanks at all.
    case line
    /// No blanks, and equal values give equal texts: −0 is 0, and every control character that has
    /// no escape of one letter in all of JSON's relatives is written by its number.
    case canonical
  }

  /// A member of an open object.
  private struct Member {
    /// Where its key begins in the text, at the quotation mark.
    let start: Int
    /// Where its value ends; known when the next member begins or the object ends.
    var end = 0
    /// The key's bytes in `keys`, without escapes.
    let key: Range<Int>
  }

  /// An object or an array that has not ended.
  private struct Container {
    let isObject: Bool
    /// How many values it has so far.
    var count = 0
    /// Where its members begin, and their keys.
    let firstMember, firstKey: Int
  }

  private let style: Style
  private let spelling: JSONSpelling
  private var bytes: [UInt8] = []
  private var containers: [Container] = []
  private var members: [Member] = []
  private var keys: [UInt8] = []

  /// Starts a text.
  ///
  /// - Parameter spelling: of the keys; it has no say in the values.
  package init(_ style: Style, _ spelling: JSONSpelling) {
    self.style = style
    self.spelling = spelling
    bytes.reserveCapacity(Self.firstCapacity)
  }

  /// Most documents need no more.
  private static let firstCapacity = 4096

  /// The text.
  ///
  /// - Precondition: every object and array has ended.
  package consuming func finish() -> [UInt8] {
    precondition(containers.isEmpty, "the text is not at its end")
    return bytes
  }

  /// How many bytes there are so far.
  var count: Int { bytes.count }

  // MARK: - Objects and arrays

  /// How many objects and arrays are open.
  var depth: Int { containers.count }

  /// Whether the innermost open one is an object.
  var isInObject: Bool { containers.last?.isObject ?? false }

  /// Begins an object; its members follow.
  package mutating func beginObject() { begin(isObject: true) }

  /// Begins an array; its elements follow.
  package mutating func beginArray() { begin(isObject: false) }

  private mutating func begin(isObject: Bool) {
    bytes.append(UInt8(ascii: isObject ? "{" : "["))
    containers.append(
      Container(isObject: isObject, firstMember: members.count, firstKey: keys.count))
  }

  /// Begins a member of the innermost open object; its value is next.
  ///
  /// - Parameter isSpelled: whether the key stays as it is, whatever the spelling.
  /// - Precondition: the object has no member of this key.
  package mutating func key(_ key: String, isSpelled: Bool = false) {
    precondition(isInObject, "a key outside of an object")
    endMember()
    separate()
    let first = keys.count
    if spelling.isSnakeCase, !isSpelled {
      JSONSpelling.appendSnakeCase(key, to: &keys)
    } else {
      keys.append(contentsOf: key.utf8)
    }
    members.append(Member(start: bytes.count, key: first..<keys.count))
    keys.withUnsafeBufferPointer {
      Self.append(UnsafeBufferPointer(rebasing: $0[first...]), style, to: &bytes)
    }
    if case .indented = style { bytes.append(UInt8(ascii: " ")) }
    bytes.append(UInt8(ascii: ":"))
    if case .indented = style { bytes.append(UInt8(ascii: " ")) }
  }

  /// Begins an element of the innermost open array; its value is next.
  package mutating func element() {
    precondition(!containers.isEmpty && !isInObject, "an element outside of an array")
    separate()
  }

  /// Ends the innermost open object or array.
  package mutating func end() {
    endMember()
    guard let container = containers.popLast() else { preconditionFailure("nothing is open") }
    if container.isObject {
      sortMembers(from: container.firstMember)
      members.removeSubrange(container.firstMember...)
      keys.removeSubrange(container.firstKey...)
    }
    if case .indented = style {
      // An empty one, too, as JSON is commonly indented on Apple's platforms.
      if container.count == 0 { bytes.append(UInt8(ascii: "\n")) }
      breakLine()
    }
    bytes.append(UInt8(ascii: container.isObject ? "}" : "]"))
  }

  private mutating func endMember() {
    guard let container = containers.last, container.isObject, container.count > 0 else { return }
    members[members.count - 1].end = bytes.count
  }

  /// Sets the next value of the innermost container apart from the one before.
  private mutating func separate() {
    if containers[containers.count - 1].count > 0 { bytes.append(UInt8(ascii: ",")) }
    containers[containers.count - 1].count += 1
    if case .indented = style { breakLine() }
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in containers {
      bytes.append(UInt8(ascii: " "))
      bytes.append(UInt8(ascii: " "))
    }
  }

  /// Puts the members of the object that ends into the order of their keys.
  private mutating func sortMembers(from first: Int) {
    let unsorted = members[first...]
    guard let start = unsorted.first?.start, !isSorted(unsorted) else { return }
    let sorted = keys.withUnsafeBytes { keys in
      unsorted.sorted { Self.compare(keys[$0.key], keys[$1.key]) < 0 }
    }
    precondition(isSorted(sorted[...]), "a key occurs twice in an object")
    // What stands between two members is the same everywhere.
    let separator = bytes[unsorted[first].end..<unsorted[first + 1].start]
    var moved: [UInt8] = []
    moved.reserveCapacity(bytes.count - start)
    for (place, member) in sorted.enumerated() {
      if place > 0 { moved.append(contentsOf: separator) }
      moved.append(contentsOf: bytes[member.start..<member.end])
    }
    bytes.replaceSubrange(start..., with: moved)
  }

  /// Whether each key comes after the one before.
  private func isSorted(_ members: ArraySlice<Member>) -> Bool {
    keys.withUnsafeBytes { keys in
      zip(members, members.dropFirst()).allSatisfy {
        Self.compare(keys[$0.key], keys[$1.key]) < 0
      }
    }
  }

  private static func compare(
    _ first: Slice<UnsafeRawBufferPointer>, _ second: Slice<UnsafeRawBufferPointer>
  ) -> Int {
    for (one, other) in zip(first, second) where one != other { return Int(one) - Int(other) }
    return first.count - second.count
  }

  // MARK: - Values

  /// Writes null.
  package mutating func null() { bytes.append(contentsOf: "null".utf8) }

  /// Writes a truth value.
  package mutating func bool(_ value: Bool) {
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a whole number.
  package mutating func integer(_ value: some FixedWidthInteger) {
    bytes.append(contentsOf: String(value).utf8)
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
    let isWhole = text.utf8.suffix(2).elementsEqual(".0".utf8)
    bytes.append(contentsOf: text.utf8.dropLast(isWhole ? 2 : 0))
  }

  /// Writes a string.
  package mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { Self.append($0, style, to: &bytes) }
  }

  /// Appends a string. What needs an escape is ASCII, so the bytes of other scalars go through.
  private static func append(
    _ utf8: UnsafeBufferPointer<UInt8>, _ style: Style, to bytes: inout [UInt8]
  ) {
    bytes.append(UInt8(ascii: "\""))
    var plain = 0
    for (index, byte) in utf8.enumerated() where needsEscape(byte, style) {
      bytes.append(contentsOf: utf8[plain..<index])
      bytes.append(contentsOf: escape(of: byte, style).utf8)
      plain = index + 1
    }
    bytes.append(contentsOf: utf8[plain...])
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

  // MARK: - Where it stands

  /// The keys and indices that lead to the value that is written, through so many containers.
  func path(through depth: Int) -> [JSONPathKey] {
    containers.prefix(depth).enumerated().map { place, container in
      guard container.isObject else { return .index(container.count - 1) }
      let next = containers.dropFirst(place + 1).first { $0.isObject }?.firstMember
      let last = (next ?? members.count) - 1
      guard last >= container.firstMember else { return .name("") }
      return .name(String(decoding: keys[members[last].key], as: UTF8.self))
    }
  }
}

/// One step on the way to a value of a document: what the errors of Swift's coders name it by.
struct JSONPathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  private init(_ name: String, _ index: Int?) {
    stringValue = name
    intValue = index
  }

  /// The member of an object.
  static func name(_ name: String) -> JSONPathKey { JSONPathKey(name, nil) }

  /// The element of an array.
  static func index(_ index: Int) -> JSONPathKey { JSONPathKey("Index \(index)", index) }

  init?(stringValue: String) { self.init(stringValue, nil) }
  init?(intValue: Int) { self.init("Index \(intValue)", intValue) }
}
