/// How a document spells what Swift and JSON have no common spelling for.
package struct JSONSpelling: Sendable {
  /// Whether `trainRows` is `train_rows` there.
  let isSnakeCase: Bool
  private let infinity: String?
  private let nan: String?

  private init(isSnakeCase: Bool = false, infinity: String? = nil, nan: String? = nil) {
    self.isSnakeCase = isSnakeCase
    self.infinity = infinity
    self.nan = nan
  }

  /// The names in snake case, all numbers finite.
  package static let snakeCase = JSONSpelling(isSnakeCase: true)

  /// The names as they are, all numbers finite.
  package static let plain = JSONSpelling()

  /// The names as they are, with strings for infinity, its negative and NaN.
  package static func plain(infinity: String, nan: String) -> JSONSpelling {
    JSONSpelling(infinity: infinity, nan: nan)
  }

  // MARK: - Numbers that are not finite

  /// The string that stands for a number which is not finite; nil where there is none.
  func text(of number: Double) -> String? {
    if number.isNaN { return nan }
    return number < 0 ? infinity.map { "-" + $0 } : infinity
  }

  /// The number that a string stands for; nil for any other string.
  func number(of text: String) -> Double? {
    [Double.nan, .infinity, -.infinity].first { self.text(of: $0) == text }
  }

  // MARK: - Names

  /// The name of a property as snake case has it: `train_rows` for `trainRows`.
  package static func snakeCase(_ name: String) -> String {
    var bytes = GrowingBytes(capacity: name.utf8.count + 8)
    appendSnakeCase(name, to: &bytes)
    return String(decoding: bytes.all, as: UTF8.self)
  }

  /// Appends the bytes of a name in snake case.
  static func appendSnakeCase(_ name: String, to bytes: inout GrowingBytes) {
    var name = name
    name.withUTF8 { utf8 in
      var plain = 0
      for (index, byte) in utf8.enumerated() where isUppercase(byte) {
        bytes.append(UnsafeBufferPointer(rebasing: utf8[plain..<index]))
        bytes.append(UInt8(ascii: "_"))
        bytes.append(byte + 0x20)
        plain = index + 1
      }
      bytes.append(UnsafeBufferPointer(rebasing: utf8[plain...]))
    }
  }

  private static func isUppercase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// The name of the property that snake case has as `key`: `trainRows` for `train_rows`.
  package static func camelCase(_ key: String) -> String {
    let underscore = UInt8(ascii: "_")
    guard key.utf8.contains(underscore), key.utf8.first != underscore else { return key }
    var name: [UInt8] = []
    name.reserveCapacity(key.utf8.count)
    var startsWord = false
    for byte in key.utf8 {
      if byte == underscore {
        startsWord = true
      } else {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        name.append(startsWord && isLetter ? byte - 0x20 : byte)
        startsWord = false
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
