import Files

/// What is known of one entry of the inbox after several looks at it.
struct InboxEntry {
  /// What is known of a config's content.
  enum Content: Hashable {
    case unread
    /// The data that it names; nil for those of its own name.
    case read(FileName?)
    /// It cannot become a job that trains: the job says why.
    case broken
  }

  /// The name in the folder.
  let name: FileName
  /// What a regular file of the name is for.
  let roleOfName: InboxFile.Role
  /// When the entry was first seen, in seconds on the inbox's clock.
  var firstSeen: Double
  /// Since when it is as it is.
  var unchangedSince: Double
  /// The look that saw it last.
  var generation: UInt32
  /// What the file system said then.
  var status: FileStatus
  /// How many looks in a row saw it as it is.
  var unchangedLooks: UInt32 = 0
  /// How fast it grew between the last two looks that differed, in bytes a second.
  var bytesPerSecond: Int32?
  /// It came by a rename, so that nothing more is written.
  var isWhole = false
  /// What is known of the content, where it is a config.
  var content = Content.unread
  /// Whether it is known that the data which a config names are not archived.
  var isDataMissing = false

  /// What the entry is for.
  var role: InboxFile.Role { file.role }

  /// The entry as jobs know it.
  var file: InboxFile { InboxFile(name: name, status: status, roleOfName: roleOfName) }

  /// Takes in what a later look saw.
  mutating func see(_ status: FileStatus, at now: Double) {
    defer { self.status = status }
    if status.isSameFile(as: self.status), status.size == self.status.size,
      status.modifiedNanoseconds == self.status.modifiedNanoseconds
    {
      unchangedLooks += 1
      return
    }
    if status.isSameFile(as: self.status), now > unchangedSince {
      let rate = Double(status.size - self.status.size) / (now - unchangedSince)
      bytesPerSecond = Int32(min(max(rate, 0), 2e9))
    } else {
      bytesPerSecond = nil
      firstSeen = now
    }
    unchangedSince = now
    unchangedLooks = 0
    isWhole = false
    content = .unread
    isDataMissing = false
  }

  /// Whether the entry is as it will be, as far as that can be told from outside.
  ///
  /// Without content there is nothing to wait for. A folder may be filled just now, and a file may
  /// have a second name for the moment in which some programs publish it.
  func isStill(at now: Double, pollSeconds: Double) -> Bool {
    switch status.kind {
    case .regular, .directory:
      isWhole || unchangedLooks > 0 && now - unchangedSince >= pollSeconds
    default: true
    }
  }
}
