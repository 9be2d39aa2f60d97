import Glibc

/// The name of one entry of a directory: bytes, which need not be UTF-8.
///
/// Linux refuses only `/` and NUL in a name, so a name that a user dropped may hold anything else.
package struct FileName: Hashable, Sendable {
  /// The name as the file system keeps it.
  package let bytes: [UInt8]

  /// Takes the bytes as they are; `isPlain` says whether they can name an entry.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes the UTF-8 bytes of a text.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The longest name that Linux's file systems take, in bytes (`NAME_MAX`).
  package static let maximumLength = 255

  /// Whether this names an entry of the directory itself and no other place.
  ///
  /// That is: not empty, not `.` or `..`, no `/`, no NUL, at most 255 bytes.
  package var isPlain: Bool {
    !bytes.isEmpty && bytes.count <= Self.maximumLength && bytes != [0x2E]
      && bytes != [0x2E, 0x2E] && !bytes.contains(0x2F) && !bytes.contains(0)
  }

  /// Whether the name starts with a dot, which hides it from `ls` and from the inbox.
  package var isHidden: Bool { bytes.first == 0x2E }

  /// The name as text, or nil when it is not valid UTF-8.
  package var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The name for people: control characters and invalid UTF-8 are escaped.
  package var displayed: String { displayedText(of: bytes) }

  /// Whether the name ends in the ASCII text, without regard to ASCII case.
  package func hasSuffix(_ suffix: String) -> Bool {
    let wanted = suffix.utf8
    return bytes.count >= wanted.count
      && zip(bytes.suffix(wanted.count), wanted).allSatisfy { lowercased($0) == lowercased($1) }
  }

  /// Returns the name without its last `count` bytes.
  package func dropping(last count: Int) -> FileName {
    FileName(bytes: Array(bytes.dropLast(count)))
  }

  /// Returns the name with text put behind it.
  package func appending(_ text: String) -> FileName {
    FileName(bytes: bytes + Array(text.utf8))
  }
}

/// The lower-case form of an ASCII letter, any other byte as it is.
private func lowercased(_ byte: UInt8) -> UInt8 {
  (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
}

extension FileName: Comparable {
  /// Orders by bytes, as `strcmp` does, in every locale alike.
  package static func < (left: FileName, right: FileName) -> Bool {
    let common = min(left.bytes.count, right.bytes.count)
    let order = memcmp(left.bytes, right.bytes, common)
    return order == 0 ? left.bytes.count < right.bytes.count : order < 0
  }
}

extension FileName: CustomStringConvertible {
  /// The same as `displayed`, so that no message can carry a raw control character.
  package var description: String { displayed }
}

extension FileName: ExpressibleByStringLiteral {
  /// Takes the UTF-8 bytes of the literal.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
