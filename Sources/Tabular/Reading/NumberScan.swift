/// A number taken apart: its digits as an integer, and a power of ten.
struct NumberScan {
  private let end: UnsafePointer<UInt8>
  private var cursor: UnsafePointer<UInt8>
  private var isNegative = false
  /// The digits without the point; wrong when there are more than 19 of them.
  private var mantissa: UInt64 = 0
  private var digits = 0
  private var exponent = 0

  /// Prepares to scan `count` bytes; the 8 bytes after them must be readable.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    cursor = bytes
    end = bytes + count
  }

  /// Scans the whole text.
  ///
  /// - Returns: Whether it is a number.
  @inline(__always)
  mutating func parse() -> Bool {
    guard cursor < end else { return false }
    if cursor[0] == UInt8(ascii: "-") {
      isNegative = true
      cursor += 1
    } else if cursor[0] == UInt8(ascii: "+") {
      cursor += 1
    }
    scanDigits()
    if cursor < end, cursor[0] == UInt8(ascii: ".") {
      cursor += 1
      let before = digits
      scanDigits()
      exponent = before - digits
    }
    if digits == 0 { return false }
    if cursor == end { return true }
    return scanExponent()
  }

  /// The value, when double arithmetic gives it without a rounding error in between.
  ///
  /// Source: Clinger 1990, "How to read floating point numbers accurately": a mantissa of at most
  /// 2⁵³ and a power of ten of at most 10²² are both exact, so one multiplication or division
  /// rounds once.
  @inline(__always)
  var exactDouble: Double? {
    guard digits <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    var value = Double(Int64(bitPattern: mantissa))
    if exponent < 0 { value /= powersOfTen[-exponent] } else { value *= powersOfTen[exponent] }
    return isNegative ? -value : value
  }

  /// Takes digits eight at a time.
  ///
  /// Source of the arithmetic: Lemire 2022, "Parsing a long string of digits quickly" (SWAR); a
  /// shorter run is shifted to the upper end of the word, with zeros before it.
  @inline(__always)
  private mutating func scanDigits() {
    while true {
      let word = UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self)
      let offset = UInt64(littleEndian: word) ^ 0x3030_3030_3030_3030
      // A byte is a digit when its upper half is zero and adding 6 does not carry into it.
      let notDigits = (offset | (offset &+ 0x0606_0606_0606_0606)) & 0xf0f0_f0f0_f0f0_f0f0
      let found = notDigits == 0 ? 8 : notDigits.trailingZeroBitCount >> 3
      let count = min(found, end - cursor)
      if count == 0 { return }
      mantissa = mantissa &* integerPowersOfTen[count] &+ value(offset << UInt64(64 - 8 * count))
      digits += count
      cursor += count
      if count < 8 { return }
    }
  }

  private mutating func scanExponent() -> Bool {
    guard cursor[0] | 0x20 == UInt8(ascii: "e") else { return false }
    cursor += 1
    guard cursor < end else { return false }
    var isNegative = false
    if cursor[0] == UInt8(ascii: "-") || cursor[0] == UInt8(ascii: "+") {
      isNegative = cursor[0] == UInt8(ascii: "-")
      cursor += 1
    }
    guard cursor < end else { return false }
    var value = 0
    while cursor < end {
      guard isDigit(cursor[0]) else { return false }
      value = min(value * 10 + Int(cursor[0] - UInt8(ascii: "0")), 1_000_000)
      cursor += 1
    }
    exponent += isNegative ? -value : value
    return true
  }
}

/// 10 to the power of 0...22, exact.
let powersOfTen: [23 of Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// 10 to the power of 0...8.
private let integerPowersOfTen: [9 of UInt64] = [
  1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
]
