import CFastFloat

/// Numbers of up to 16 characters after the sign, without an exponent: nearly all that data has.
///
/// The characters are taken together as two words, so that no branch depends on how many digits a
/// number has or where its point is; such branches, mispredicted, cost more than the arithmetic.
enum ShortNumber {
  /// Bytes before the text that must be readable.
  static let readableBefore = 16

  /// Reads a number.
  ///
  /// - Parameter bytes: `count` bytes; the 16 bytes before them must be readable.
  /// - Returns: nil when it is not such a number, or when double arithmetic may round twice.
  @inline(__always)
  static func read(_ bytes: UnsafePointer<UInt8>, count: Int) -> Double? {
    read(bytes, count: count) { end, length, fraction in
      #if arch(x86_64)
        backdrop_short_digits(end, Int32(truncatingIfNeeded: length), &fraction)
      #else
        portableDigits(end, length, &fraction)
      #endif
    }
  }

  /// Reads a number as processors without the vector instructions of x86-64 do, for tests.
  static func readPortably(_ bytes: UnsafePointer<UInt8>, count: Int) -> Double? {
    read(bytes, count: count, portableDigits)
  }

  /// - Parameter digits: gives the digits before an address as a number, and how many of them stand
  ///   after the point; all ones where they are no number.
  @inline(__always)
  private static func read(
    _ bytes: UnsafePointer<UInt8>, count: Int,
    _ digits: (UnsafePointer<UInt8>, Int, inout Int32) -> UInt64
  ) -> Double? {
    guard count > 0 else { return nil }
    // 1 for a minus, else 0, by arithmetic: half of all numbers may be negative, at random.
    let isNegative = (UInt64(bytes[0] ^ UInt8(ascii: "-")) &- 1) >> 63
    let length = count &- Int(truncatingIfNeeded: isNegative)
    guard UInt(bitPattern: length &- 1) < 16 else { return nil }
    var fraction: Int32 = 0
    let mantissa = digits(bytes + count, length, &fraction)
    guard mantissa <= 1 << 53 else { return nil }
    // Both are exact, so the division rounds once (Clinger 1990).
    let magnitude =
      Double(Int64(bitPattern: mantissa)) / powersOfTen[Int(truncatingIfNeeded: fraction)]
    return Double(bitPattern: magnitude.bitPattern | isNegative << 63)
  }

  /// The digits of up to 16 characters before `end`, taken together as two words.
  @inline(__always)
  private static func portableDigits(
    _ end: UnsafePointer<UInt8>, _ length: Int, _ fraction: inout Int32
  ) -> UInt64 {
    // The last 16 bytes, right-aligned: what stands before the number becomes zeros.
    let window = end - 16
    let raw = UnsafeRawPointer(window)
    let kept = ones(from: 16 - length)
    let low = (raw.loadUnaligned(as: UInt64.self) ^ zeros) & kept.low
    let high = (raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ zeros) & kept.high

    let points = backdrop_equal16(window, UInt8(ascii: ".")) & (0xffff << UInt32(16 - length))
    let point = points == 0 ? -1 : points.trailingZeroBitCount
    fraction = point < 0 ? 0 : Int32(15 - point)
    guard length > (point < 0 ? 0 : 1) else { return .max }
    // Close the gap: what stands before the point moves up by one byte.
    let after = ones(from: point + 1)
    let before = ones(to: point)
    let (lowBefore, highBefore) = (low & before.low, high & before.high)
    let lowDigits = low & after.low | lowBefore << 8
    let highDigits = high & after.high | highBefore << 8 | lowBefore >> 56

    guard areDigits(lowDigits, highDigits) else { return .max }
    return value(lowDigits) &* 100_000_000 &+ value(highDigits)
  }

  private typealias Words = (low: UInt64, high: UInt64)

  /// 16 bytes: 0 before `index`, all ones from it on; `index` is in 0...16.
  @inline(__always)
  private static func ones(from index: Int) -> Words { words(16 - index) }

  /// 16 bytes: all ones before `index`, which is in −1...15, then 0.
  @inline(__always)
  private static func ones(to index: Int) -> Words { words(32 - index) }

  @inline(__always)
  private static func words(_ offset: Int) -> Words {
    steps.span.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      )
    }
  }

  @inline(__always)
  private static func areDigits(_ low: UInt64, _ high: UInt64) -> Bool {
    let add: UInt64 = 0x7676_7676_7676_7676
    return (low | (low &+ add) | high | (high &+ add)) & 0x8080_8080_8080_8080 == 0
  }

  private static let zeros: UInt64 = 0x3030_3030_3030_3030
}

/// The number whose eight decimal digits are the bytes of `word`, the first one lowest.
///
/// Source: Lemire 2022, "Parsing a long string of digits quickly" (SWAR).
@inline(__always)
func value(_ word: UInt64) -> UInt64 {
  let pairs = (word &* 10 &+ word >> 8) & 0x00ff_00ff_00ff_00ff
  let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_ffff_0000_ffff
  return (fours &* 10_000 &+ fours >> 32) & 0xffff_ffff
}

/// 16 zero bytes, 16 bytes of ones, 17 zero bytes: any run of ones is a load away.
private let steps: [49 of UInt8] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]
