/// A reason why a text cannot be taken apart; facts only. Bytes count from 1.
package enum JSONError: Error, Equatable, Sendable {
  /// The bytes are not UTF-8.
  case notUTF8
  /// What stands at this byte does not belong there.
  case unexpected(byte: Int)
  /// A string holds a control character that is not written as an escape.
  case controlCharacter(byte: Int)
  /// Behind a backslash stands what makes no escape.
  case unknownEscape(byte: Int)
  /// Behind `\u` there are no four hexadecimal digits.
  case notHexadecimal(byte: Int)
  /// A surrogate stands without its other half before this byte.
  case halfSurrogatePair(byte: Int)
  /// The text ends within a string.
  case endlessString(byte: Int)
  /// The number is larger than a double can be.
  case beyondRange(String)
  /// Values lie deeper within each other than may be.
  case tooDeep(limit: Int)
}
