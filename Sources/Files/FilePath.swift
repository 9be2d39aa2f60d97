/// The path of a file: bytes, which need not be UTF-8.
///
/// It is kept as given: nothing is resolved or normalised, so `a/../b` stays what the user wrote.
package struct FilePath: Hashable, Sendable {
  /// The path as the kernel takes it, without the closing NUL.
  package let bytes: [UInt8]

  /// Takes the bytes as they are; a NUL among them makes every operation fail with `EINVAL`.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes the UTF-8 bytes of a text.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Whether the path starts at the root directory.
  package var isAbsolute: Bool { bytes.first == 0x2F }

  /// The path as text, or nil when it is not valid UTF-8.
  package var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The path for people: control characters and invalid UTF-8 are escaped.
  package var displayed: String { displayedText(of: bytes) }

  /// The last component, without slashes behind it; empty for `/` and for the empty path.
  package var name: FileName {
    let trimmed = withoutTrailingSlashes
    return FileName(bytes: Array(trimmed[startOfName(in: trimmed)...]))
  }

  /// The directory that holds the last component: `.` when the path has only one.
  package var parent: FilePath {
    let trimmed = withoutTrailingSlashes
    var end = startOfName(in: trimmed)
    guard end > 0 else { return FilePath(isAbsolute ? "/" : ".") }
    while end > 1, trimmed[end - 1] == 0x2F { end -= 1 }
    return FilePath(bytes: Array(trimmed[..<end]))
  }

  /// Returns the path of an entry of this directory.
  ///
  /// - Precondition: the name is plain; check names from outside with `FileName.isPlain` first.
  package func appending(_ name: FileName) -> FilePath {
    precondition(name.isPlain, "not one plain file name")
    return joined(to: name.bytes)
  }

  /// Returns this path with a relative path of our own behind it, such as `inbox/a.csv`.
  package func appending(_ relative: String) -> FilePath {
    joined(to: Array(relative.utf8))
  }

  private func joined(to relative: [UInt8]) -> FilePath {
    guard let last = bytes.last else { return FilePath(bytes: relative) }
    return FilePath(bytes: last == 0x2F ? bytes + relative : bytes + [0x2F] + relative)
  }

  private var withoutTrailingSlashes: ArraySlice<UInt8> {
    var slice = bytes[...]
    while slice.count > 1, slice.last == 0x2F { slice.removeLast() }
    return slice == [0x2F] ? [] : slice
  }

  private func startOfName(in trimmed: ArraySlice<UInt8>) -> Int {
    trimmed.lastIndex(of: 0x2F).map { $0 + 1 } ?? trimmed.startIndex
  }
}

extension FilePath: CustomStringConvertible {
  /// The same as `displayed`, so that no message can carry a raw control character.
  package var description: String { displayed }
}

extension FilePath: ExpressibleByStringLiteral {
  /// Takes the UTF-8 bytes of the literal.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
