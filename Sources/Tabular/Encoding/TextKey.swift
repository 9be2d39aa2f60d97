/// A text that is compared and sorted by its bytes, which order like the Unicode scalars they
/// encode.
///
/// Swift's own comparison takes canonically equivalent texts for the same; in a file they are two
/// levels.
struct TextKey: Hashable, Comparable {
  private let bytes: [UInt8]

  /// Takes the bytes of `text`.
  init(_ text: String) { bytes = Array(text.utf8) }

  static func < (a: TextKey, b: TextKey) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension String {
  /// The text, to be compared by its bytes.
  var key: TextKey { TextKey(self) }
}
