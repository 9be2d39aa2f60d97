package import Files

/// One entry of the inbox, with what its name and kind say about it.
package struct InboxFile: Hashable, Sendable {
  /// What an entry is for.
  package enum Role: Hashable, Sendable {
    /// A dataset: `NAME.csv` or `NAME.csv.gz`.
    case data
    /// A config: `NAME.json` or `NAME.json5`.
    case config
    /// A regular file of another name.
    case other
    /// A link, a folder, a FIFO, a socket or a device, or a file with a second name: never opened.
    case special
  }

  package let name: FileName
  package let status: FileStatus
  package let role: Role

  /// Classifies a directory entry; nil for what the daemon ignores: hidden and temporary files, and
  /// the clutter of programs that synchronise folders.
  init?(_ entry: DirectoryEntry) {
    guard let role = Self.role(ofName: entry.name) else { return nil }
    self.init(name: entry.name, status: entry.status, roleOfName: role)
  }

  /// Classifies an entry whose name was classified before.
  init(name: FileName, status: FileStatus, roleOfName role: Role) {
    self.name = name
    self.status = status
    self.role = status.kind != .regular || status.linkCount > 1 ? .special : role
  }

  /// What a regular file of a name is for; nil for what is ignored.
  static func role(ofName name: FileName) -> Role? {
    if name.isHidden || name.bytes.last == UInt8(ascii: "~") { return nil }
    guard let ending = ending(of: name) else { return .other }
    switch ending.text {
    case "csv", "csv.gz": return .data
    case "json", "json5": return .config
    default:
      let isIgnored =
        ignoredEndings.contains(ending.text) || ignoredNames.contains(lowercased(name.bytes[...]))
      return isIgnored ? nil : .other
    }
  }

  /// The name without `.csv`, `.csv.gz`, `.json` or `.json5`; a name of another ending as it is.
  static func stem(of name: FileName) -> FileName {
    guard let ending = ending(of: name) else { return name }
    return name.dropping(last: ending.text.utf8.count + 1)
  }

  /// What stands behind the last point, in lower case; `csv.gz` counts as one ending.
  static func ending(of name: FileName) -> (text: String, isLowercase: Bool)? {
    let bytes = name.bytes
    guard let point = bytes.lastIndex(of: UInt8(ascii: ".")), point > 0 else { return nil }
    var start = point + 1
    if lowercased(bytes[start...]) == "gz", point > 4,
      lowercased(bytes[(point - 4)..<point]) == ".csv"
    {
      start = point - 3
    }
    let text = lowercased(bytes[start...])
    return (text, bytes[start...].elementsEqual(text.utf8))
  }

  /// Ends of names under which other programs write before they rename.
  private static let ignoredEndings: Set<String> = [
    "tmp", "part", "partial", "crdownload", "filepart", "swp", "!sync",
  ]
  private static let ignoredNames: Set<String> = ["thumbs.db", "desktop.ini"]

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
    String(
      decoding: bytes.map {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
      }, as: UTF8.self)
  }
}
