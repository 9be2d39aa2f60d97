/// The text of a value that is encoded once and stands in several texts.
package struct JSONFragment: Encodable, Sendable {
  /// The value's text as it stands there.
  let bytes: [UInt8]
  private let style: JSONWriter.Style
  /// How many objects and arrays are around it.
  private let depth: Int

  /// Encodes a value.
  ///
  /// - Parameter depth: how many objects and arrays will be around it, for its indent.
  /// - Throws: as `JSONTextEncoder.encode`.
  package init(
    _ value: some Encodable, _ style: JSONWriter.Style, _ spelling: JSONSpelling, depth: Int
  ) throws {
    bytes = try JSONTextEncoder.encode(value, style, spelling, depth: depth)
    self.style = style
    self.depth = depth
  }

  /// Writes the text; no other encoder than a `JSONTextEncoder` can do that.
  package func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? JSONTextEncoder else {
      throw EncodingError.invalidValue(
        self,
        EncodingError.Context(
          codingPath: encoder.codingPath, debugDescription: "a fragment stands in a text"))
    }
    encoder.write(self)
  }

  /// Whether the text can stand in one of a style, within so many objects and arrays.
  func fits(_ style: JSONWriter.Style, depth: Int) -> Bool {
    self.style == style && (style != .indented || self.depth == depth)
  }
}
