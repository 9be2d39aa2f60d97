/// One field of a record: views into the block it was parsed from, good until the next record is
/// parsed.
struct CSVField {
  /// The first byte of the value: without quotes, doubled quotes undone.
  ///
  /// 16 bytes before it and 64 after it can be read.
  var value: UnsafePointer<UInt8>
  /// Bytes in the value.
  var count: Int
  /// Where the field starts in the block, with its quotes.
  var rawStart: Int
  /// Bytes of the field with its quotes.
  var rawCount: Int

  /// The bytes of the value.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: value, count: count) }

  /// The value as text; only for fields of a block without bad bytes.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The start of the value, for messages: enough of it to be recognised.
  var excerpt: String { Excerpt.of(bytes) }
}
