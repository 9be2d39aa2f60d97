package import Files

/// One entry of the inbox, with what its name and kind say about it.
package struct InboxFile: Hashable, Sendable {
  /// What an entry is for.
  package enum Role: Hashable, Sendable {
    /// A dataset: `NAME.csv` or `NAME.csv.gz`.
    case data(stem: FileName)
    /// A config: `NAME.json` or `NAME.json5`.
    case config(stem: FileName)
    /// A regular file of another name.
    case other
    /// A link, a folder, a FIFO or a device: never opened.
    case special
  }

  package let name: FileName
  package let status: FileStatus
  package let role: Role

  /// Classifies a directory entry; nil for what the daemon ignores: hidden and temporary files, and
  /// the clutter of programs that synchronise folders.
  init?(_ entry: DirectoryEntry) {
    let lowercased = FileName(bytes: entry.name.bytes.map(Self.lowercased))
    if entry.name.isHidden || Self.ignored.contains(where: lowercased.hasSuffix)
      || Self.ignoredNames.contains(lowercased)
    {
      return nil
    }
    name = entry.name
    status = entry.status
    if status.kind != .regular || status.linkCount > 1 {
      role = .special
    } else if let stem = Self.stem(of: name, lowercased, without: [".csv", ".csv.gz"]) {
      role = .data(stem: stem)
    } else if let stem = Self.stem(of: name, lowercased, without: [".json", ".json5"]) {
      role = .config(stem: stem)
    } else {
      role = .other
    }
  }

  /// The name without one of the suffixes; nil where it has none of them, or nothing else.
  private static func stem(
    of name: FileName, _ lowercased: FileName, without suffixes: [String]
  ) -> FileName? {
    let suffix = suffixes.first { lowercased.hasSuffix($0) && name.bytes.count > $0.utf8.count }
    return suffix.map { name.dropping(last: $0.utf8.count) }
  }

  /// Ends of names under which other programs write before they rename.
  private static let ignored = [
    "~", ".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp", ".!sync",
  ]
  private static let ignoredNames: Set<FileName> = ["thumbs.db", "desktop.ini"]

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
