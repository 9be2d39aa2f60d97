/// Writes one JSON text from its start to its end.
///
/// Source: RFC 8259. The members of an object come in any order and are sorted when it ends, by the
/// UTF-8 bytes of their keys; where they came sorted, nothing moves. A number is the shortest text
/// that reads back as the same one, a whole number without a point.
package struct JSONWriter: ~Copyable {
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
    /// Whether each key so far comes after the one before.
    var isSorted = true
  }

  let style: Style
  private let spelling: JSONSpelling
  /// How many objects and arrays of another text are around this one.
  private let outerDepth: Int
  /// The text so far.
  var bytes = GrowingBytes(capacity: 128)
  private var containers: [Container] = []
  private var members: [Member] = []
  private var keys = GrowingBytes(capacity: 64)

  /// Starts a text.
  ///
  /// - Parameters:
  ///   - spelling: of the keys; it has no say in the values.
  ///   - depth: how many objects and arrays of another text will be around this one.
  package init(_ style: Style, _ spelling: JSONSpelling, depth: Int = 0) {
    self.style = style
    self.spelling = spelling
    outerDepth = depth
  }

  /// The text.
  ///
  /// - Precondition: every object and array has ended.
  package func finish() -> [UInt8] {
    precondition(containers.isEmpty, "the text is not at its end")
    return Array(bytes.all)
  }

  /// The text, as `finish()` gives it.
  func finishText() -> String {
    precondition(containers.isEmpty, "the text is not at its end")
    return String(decoding: bytes.all, as: UTF8.self)
  }

  /// Writes a value whose text there is already.
  ///
  /// - Precondition: it was made for this place.
  mutating func fragment(_ fragment: JSONFragment) {
    precondition(
      fragment.fits(style, depth: outerDepth + containers.count), "a text of another place")
    fragment.bytes.withUnsafeBufferPointer { bytes.append($0) }
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
      keys.append(key)
    }
    let member = Member(start: bytes.count, key: first..<keys.count)
    let container = containers.count - 1
    if members.count > containers[container].firstMember,
      compare(members[members.count - 1], member) >= 0
    {
      containers[container].isSorted = false
    }
    members.append(member)
    Self.append(keys[member.key], style, to: &bytes)
    if case .indented = style { bytes.append(" : ") } else { bytes.append(UInt8(ascii: ":")) }
  }

  /// Writes an array whose elements are all there.
  ///
  /// - Parameter write: writes one element as the next value.
  mutating func array<Element>(
    of elements: [Element], _ write: (Element, inout JSONWriter) -> Void
  ) {
    guard style != .indented else {
      beginArray()
      for element in elements {
        self.element()
        write(element, &self)
      }
      end()
      return
    }
    // On one line there is no indent, and nobody need know that an array is open.
    bytes.append(UInt8(ascii: "["))
    for (place, element) in elements.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element, &self)
    }
    bytes.append(UInt8(ascii: "]"))
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
      if !container.isSorted { sortMembers(from: container.firstMember) }
      members.removeLast(members.count - container.firstMember)
      keys.truncate(to: container.firstKey)
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
    bytes.append(UInt8(ascii: " "), times: 2 * (outerDepth + containers.count))
  }

  /// Puts the members of the object that ends into the order of their keys.
  private mutating func sortMembers(from first: Int) {
    let start = members[first].start
    // What stands between two members is the same everywhere.
    let separator = members[first].end..<members[first + 1].start
    let sorted = members[first...].sorted { compare($0, $1) < 0 }
    var moved = GrowingBytes(capacity: bytes.count - start)
    for (place, member) in sorted.enumerated() {
      if place > 0 {
        precondition(compare(sorted[place - 1], member) < 0, "a key occurs twice in an object")
        moved.append(bytes[separator])
      }
      moved.append(bytes[member.start..<member.end])
    }
    bytes.truncate(to: start)
    bytes.append(moved.all)
  }

  /// Below 0 where one member's key comes before the other's, 0 where they are the same.
  private func compare(_ one: Member, _ other: Member) -> Int {
    let (first, second) = (keys[one.key], keys[other.key])
    for index in 0..<min(first.count, second.count) where first[index] != second[index] {
      return Int(first[index]) - Int(second[index])
    }
    return first.count - second.count
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
