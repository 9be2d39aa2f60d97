import CFastFloat

/// Finds the first byte that no text may have: NUL, or one that breaks UTF-8.
///
/// Well-formed sequences are those of the Unicode Standard 15, table 3-7: no overlong forms, no
/// surrogates, nothing above U+10FFFF.
/// - Parameter bytes: `count` bytes, with 64 readable ones after them.
/// - Returns: The offset of the first byte of the first wrong sequence; nil when there is none.
func firstBadByte(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
  var index = 0
  while index < count {
    let mask = backdrop_not_plain64(bytes + index)
    if mask == 0 {
      index += 64
      continue
    }
    index += mask.trailingZeroBitCount
    if index >= count { return nil }
    let length = sequenceLength(bytes + index, available: count - index)
    if length == 0 { return index }
    index += length
  }
  return nil
}

/// The length of the well-formed sequence at `bytes`; 0 when there is none or when it is NUL.
private func sequenceLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
  let first = bytes[0]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xbf
  switch first {
  case 0x01...0x7f: return 1
  case 0xc2...0xdf: length = 2
  case 0xe0...0xef:
    length = 3
    if first == 0xe0 { second = 0xa0...0xbf }
    if first == 0xed { second = 0x80...0x9f }
  case 0xf0...0xf4:
    length = 4
    if first == 0xf0 { second = 0x90...0xbf }
    if first == 0xf4 { second = 0x80...0x8f }
  default: return 0
  }
  guard available >= length, second.contains(bytes[1]) else { return 0 }
  for index in 2..<max(length, 2) where bytes[index] & 0xc0 != 0x80 { return 0 }
  return length
}
