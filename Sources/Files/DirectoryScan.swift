/// One name in a directory with the facts about it.
package struct DirectoryEntry: Hashable, Sendable {
  /// The name.
  package let name: FileName
  /// The facts about the name itself: a symbolic link is not followed.
  package let status: FileStatus
}

/// A look at all names of a directory.
package enum DirectoryScan {
  /// Lists every entry but `.` and `..`, ordered by the bytes of the names.
  ///
  /// A name that vanishes between being listed and being examined is left out.
  /// - Throws: `system`.
  package static func entries(of directory: FilePath) throws(FileError) -> [DirectoryEntry] {
    var entries: [DirectoryEntry] = []
    try forEach(of: directory) { entries.append($0) }
    return entries.sorted { $0.name < $1.name }
  }

  /// Hands on every entry but `.` and `..`, in the order of the file system.
  ///
  /// A name that vanishes between being listed and being examined is left out.
  /// - Throws: `system`.
  package static func forEach(
    of directory: FilePath, _ body: (DirectoryEntry) -> Void
  ) throws(FileError) {
    try Syscall.forEachEntry(in: directory, body)
  }
}
