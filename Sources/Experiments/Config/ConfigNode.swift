/// One value of a config, with the line it stands on and its members in the order of the file.
///
/// The order is part of the meaning: the axes of a grid vary in the order in which they are
/// written.
package struct ConfigNode: Sendable, Equatable {
  /// What a JSON5 text can say.
  package enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([ConfigNode])
    case object([Member])
  }

  /// A key of an object, the line of the key, and its value.
  package struct Member: Sendable, Equatable {
    package let key: String
    package let line: Int?
    package var node: ConfigNode
  }

  package var value: Value
  /// The line in the config file, from 1; nil for a value from the command line.
  package let line: Int?

  /// An object without members: the config that consists of defaults.
  package static let empty = ConfigNode(value: .object([]), line: nil)

  /// Creates a value that stands on a line.
  package init(value: Value, line: Int?) {
    self.value = value
    self.line = line
  }

  /// The members of an object; nil for any other value.
  package var members: [Member]? {
    if case .object(let members) = value { members } else { nil }
  }

  /// The value of a key; nil where the key is missing or this is not an object.
  package subscript(key: String) -> ConfigNode? {
    members?.first { $0.key == key }?.node
  }

  /// Puts a value at a path of keys, making the objects on the way.
  ///
  /// A value on the way that is not an object is replaced: the reader then reports the path as it
  /// was written.
  package mutating func set(_ path: ArraySlice<String>, to node: ConfigNode, line: Int?) {
    guard let key = path.first else {
      self = node
      return
    }
    var members = self.members ?? []
    let index = members.firstIndex { $0.key == key } ?? members.endIndex
    if index == members.endIndex {
      members.append(Member(key: key, line: line, node: .empty))
    }
    members[index].node.set(path.dropFirst(), to: node, line: line)
    value = .object(members)
  }

  /// Removes a key of this object.
  package mutating func remove(_ key: String) {
    guard let members else { return }
    value = .object(members.filter { $0.key != key })
  }
}

extension ConfigNode: CustomStringConvertible {
  /// The value as a person would write it, cut at 60 characters: for messages and for the names of
  /// trials.
  package var description: String {
    let text =
      switch value {
      case .null: "null"
      case .bool(let flag): "\(flag)"
      case .number(let number): Self.text(of: number)
      case .string(let string): "\"\(string)\""
      case .array(let nodes): "[\(nodes.map(\.description).joined(separator: ", "))]"
      case .object(let members):
        "{\(members.map { "\($0.key): \($0.node)" }.joined(separator: ", "))}"
      }
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  /// A number without the `.0` of a whole one.
  private static func text(of number: Double) -> String {
    if let whole = Int64(exactly: number) { "\(whole)" } else { "\(number)" }
  }
}
