extension JSONError: CustomStringConvertible {
  /// The fact as the end of a sentence that begins with the name of the text.
  package var description: String {
    switch self {
    case .notUTF8: "is not UTF-8"
    case .unexpected(let byte), .controlCharacter(let byte), .unknownEscape(let byte),
      .notHexadecimal(let byte), .halfSurrogatePair(let byte), .endlessString(let byte):
      "is not JSON from byte \(byte) on"
    case .beyondRange(let number): "\(number) is beyond the range of numbers"
    case .tooDeep(let limit): "values are nested more than \(limit) deep"
    }
  }
}
