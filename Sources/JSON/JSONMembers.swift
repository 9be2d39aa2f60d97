/// An object whose members are written as they come, without a dictionary between.
package struct JSONMembers: Encodable, Sendable {
  private let members: [(key: String, value: JSONValue)]

  /// Takes members, in any order; of several of one key the last one counts.
  package init(_ members: [(key: String, value: JSONValue)]) {
    // Members that come in the order of their keys have each key once.
    let isAscending = zip(members, members.dropFirst()).allSatisfy {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    self.members =
      isAscending
      ? members
      : Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }).map {
        ($0.key, $0.value)
      }
  }

  /// Writes the object; no other encoder than a `JSONTextEncoder` can do that.
  package func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? JSONTextEncoder else {
      throw EncodingError.invalidValue(
        members.map(\.key),
        EncodingError.Context(
          codingPath: encoder.codingPath, debugDescription: "members stand in a text"))
    }
    encoder.write(members)
  }
}
