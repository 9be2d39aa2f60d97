import Glibc

/// What is done to names: moving, linking, making directories. Each is on the disk on return.
package enum FileSystem {
  /// The facts about a name, or nil when there is none.
  ///
  /// - Parameter followingLinks: whether a symbolic link gives the facts of what it leads to.
  package static func status(
    of path: FilePath, followingLinks: Bool = false
  ) throws(FileError) -> FileStatus? {
    do throws(FileError) {
      return try Syscall.examine(path, followingLinks: followingLinks)
    } catch {
      if error.errno == ENOENT { return nil }
      throw error
    }
  }

  /// The facts about one of the standard streams.
  package static func status(ofStandardStream number: Int32) throws(FileError) -> FileStatus {
    try Syscall.examine(number, FilePath("/dev/fd/\(number)"))
  }

  /// Whether there is anything under the name, be it a symbolic link that leads nowhere.
  package static func exists(_ path: FilePath) throws(FileError) -> Bool {
    try status(of: path) != nil
  }

  /// Moves a file or a directory within one file system, never onto something that is there.
  ///
  /// The new directory is synced before the old one, so that no power cut loses both names.
  /// - Throws: `system` with EEXIST when the new name is taken.
  package static func moveNoReplace(
    from old: FilePath, to new: FilePath
  ) throws(FileError) {
    try moveUnsynced(from: old, to: new)
    try syncDirectory(new.parent)
    if new.parent != old.parent { try syncDirectory(old.parent) }
  }

  /// Lets a symbolic link lead elsewhere in one step; readers see the old target or the new one.
  ///
  /// - Throws: `system` with EEXIST when something else than a symbolic link has the name.
  package static func replaceSymlink(
    at path: FilePath, target: FilePath
  ) throws(FileError) {
    if let status = try status(of: path), status.kind != .symbolicLink {
      throw .system(.link, path, errno: EEXIST)
    }
    let temporaryPath = TemporaryName.random(beside: path)
    try Syscall.symlink(target: target, at: temporaryPath)
    let temporary = TemporaryName(path: temporaryPath)
    try Syscall.rename(temporary.path, path)
    temporary.keep()
    try syncDirectory(path.parent)
  }

  /// Where a symbolic link leads, as it was written.
  package static func symlinkTarget(of path: FilePath) throws(FileError) -> FilePath {
    try Syscall.readlink(path)
  }

  /// Makes a directory and those above it, as far as they are missing.
  ///
  /// - Throws: `system` with ENOTDIR when a name on the way is no directory.
  package static func makeDirectories(_ path: FilePath) throws(FileError) {
    // Asking locks nothing; making one that is there would wait for who makes files beside it. What is wrong
    // with the path is told when it is made.
    if (try? status(of: path, followingLinks: true))?.kind == .directory { return }
    if try makeDirectory(path) { return }
    try makeDirectories(path.parent)
    if try !makeDirectory(path) { throw .system(.makeDirectory, path, errno: ENOENT) }
  }

  /// Makes one directory; returns false when the one above is missing.
  private static func makeDirectory(_ path: FilePath) throws(FileError) -> Bool {
    do throws(FileError) {
      try Syscall.mkdir(path)
    } catch {
      switch error.errno {
      case ENOENT where path.parent != path && path.parent != ".":
        return false
      case EEXIST:
        if try status(of: path, followingLinks: true)?.kind == .directory { return true }
        throw .system(.makeDirectory, path, errno: ENOTDIR)
      default:
        throw error
      }
    }
    try syncDirectory(path.parent)
    return true
  }

  /// Copies the content of a regular file to a new name, whole and synced; links are followed.
  ///
  /// - Throws: `system` with EEXIST when the name is taken and `replacing` is false.
  package static func copyFile(
    from source: FilePath, to path: FilePath, replacing: Bool = false
  ) throws(FileError) {
    var output = try StagedFile(path, replacing: replacing)
    try output.append(contentsOf: source)
    try output.commit()
  }

  /// Removes a file or a symbolic link, not what it leads to.
  package static func remove(_ path: FilePath) throws(FileError) {
    try Syscall.unlink(path)
    try syncDirectory(path.parent)
  }

  /// Removes an empty directory.
  package static func removeEmptyDirectory(_ path: FilePath) throws(FileError) {
    try Syscall.rmdir(path)
    try syncDirectory(path.parent)
  }

  /// The room on the file system of a path.
  package struct Space: Hashable, Sendable {
    /// The bytes that this process may still take.
    package let free: Int64
    /// All of it, in bytes.
    package let total: Int64

    /// States the room.
    package init(free: Int64, total: Int64) {
      self.free = free
      self.total = total
    }
  }

  /// How much room there is on the file system of a path.
  package static func space(of path: FilePath) throws(FileError) -> Space {
    let (free, total) = try Syscall.space(of: path)
    return Space(free: free, total: total)
  }

  /// Moves within one file system, never onto something that is there, without bringing the names
  /// to the disk: for several moves, after which `syncDirectory` does so once.
  package static func moveUnsynced(from old: FilePath, to new: FilePath) throws(FileError) {
    do throws(FileError) {
      try Syscall.renameNoReplace(old, new, for: .move)
    } catch {
      // Only the old name can be missing as long as the new one's directory is there.
      if error.errno == ENOENT, try exists(new.parent) {
        throw .system(.move, old, errno: ENOENT)
      }
      throw error
    }
  }

  /// Makes one directory in one that is there, without bringing its name to the disk; one that is
  /// there already is no error.
  package static func makeDirectoryUnsynced(_ path: FilePath) throws(FileError) {
    do throws(FileError) {
      try Syscall.mkdir(path)
    } catch {
      if error.errno != EEXIST { throw error }
    }
  }

  /// Brings the names in a directory to the disk.
  package static func syncDirectory(_ path: FilePath) throws(FileError) {
    try Descriptor.openDirectory(path).sync()
  }
}
