/// The names that members may have: relative paths such as `layers/0/weight.npy`.
enum ArchiveMemberName {
  /// The longest name in bytes.
  static let maximumLength = 200

  /// Whether the name stays below the directory it would be unpacked in, on every system.
  ///
  /// Components of ASCII letters, digits, `.`, `_` and `-`, none of them `.` or `..` or empty.
  static func isValid(_ name: some Collection<UInt8>) -> Bool {
    guard !name.isEmpty, name.count <= maximumLength, name.allSatisfy(isAllowed) else {
      return false
    }
    return name.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
    default: false
    }
  }
}
